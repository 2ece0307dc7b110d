package io.ringhold.tools.memory.result;

/**
 * A key that takes much.
 *
 * @param ttlMs
 *            how long it has still to live; negative when it has expired, {@link #NO_TTL} when it does not expire.
 */
public record BigKey(int database, String key, String type, String encoding, long bytes, long elements, long ttlMs) {
    public static final long NO_TTL = Long.MAX_VALUE;
}

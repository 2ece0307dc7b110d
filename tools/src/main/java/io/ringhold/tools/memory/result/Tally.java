package io.ringhold.tools.memory.result;

/**
 * Sums over some keys.
 *
 * @param keys
 *            how many.
 * @param bytes
 *            memory of keys and values, and of their slots in the key table.
 * @param elements
 *            of the values; a string counts as one.
 * @param payload
 *            bytes of the keys' names and of the elements, without what it takes to keep them; at most what is not slack.
 * @param slack
 *            bytes of blocks that hold nothing, since blocks have fixed sizes; those of elements of large collections are not looked at.
 * @param expiring
 *            keys with an expiry.
 * @param expired
 *            keys whose expiry has passed.
 * @param expiredBytes
 *            memory of those.
 */
public record Tally(long keys, long bytes, long elements, long payload, long slack, long expiring, long expired,
        long expiredBytes) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    /** Bytes that are neither payload nor slack. */
    public long overhead() {
        return bytes - payload - slack;
    }

    /** Bytes of a key on average, rounded; 0 when there is none. */
    public long bytesPerKey() {
        return keys == 0 ? 0 : Math.round((double) bytes / keys);
    }

    /** The sum of both. */
    public Tally plus(final Tally other) {
        return new Tally(keys + other.keys, bytes + other.bytes, elements + other.elements, payload + other.payload,
                slack + other.slack, expiring + other.expiring, expired + other.expired,
                expiredBytes + other.expiredBytes);
    }
}

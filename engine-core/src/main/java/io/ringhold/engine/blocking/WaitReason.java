package io.ringhold.engine.blocking;

import io.ringhold.engine.migration.Migration;

/** What a client waits for: a key, or another server. Engine thread. */
public final class WaitReason {
    private static final long[] NO_IDS = {};
    private static final int NO_TYPE = Integer.MIN_VALUE;

    private final int valueType;
    private final boolean heedsLoss;
    private final long[] ids;
    private final Migration migration;

    /**
     * Waits for values of a type.
     *
     * @param valueType
     *            see {@link io.ringhold.engine.keyspace.ValueType}.
     */
    public WaitReason(final int valueType) {
        this(valueType, false, NO_IDS);
    }

    /**
     * Waits for values of a type.
     *
     * @param heedsLoss
     *            whether the command is to be tried again, too, when a key goes or has a value of another type.
     * @param ids
     *            what the command notes for the next time that it is tried: stream ids, of each milliseconds and sequence. Not copied.
     */
    public WaitReason(final int valueType, final boolean heedsLoss, final long[] ids) {
        this.valueType = valueType;
        this.heedsLoss = heedsLoss;
        this.ids = ids;
        this.migration = null;
    }

    /**
     * Waits for another server to answer, however long that takes; no key matters.
     *
     * @param migration
     *            what goes on when it has.
     */
    public WaitReason(final Migration migration) {
        this.valueType = NO_TYPE;
        this.heedsLoss = false;
        this.ids = NO_IDS;
        this.migration = migration;
    }

    /** What waits for another server; null when the client waits for a key. */
    public Migration migration() {
        return migration;
    }

    /** Whether the client may stop waiting at any time, as when its time is up or it hangs up. */
    public boolean mayBeGivenUp() {
        return migration == null;
    }

    /** Whether to try the command when a key has a value of the type, or none. */
    boolean isWokenBy(final int type) {
        return type == valueType || heedsLoss;
    }

    /** Whether the loss of a key matters. */
    boolean heedsLoss() {
        return heedsLoss;
    }

    /** Milliseconds of an id that the command noted. */
    public long ms(final int index) {
        return ids[2 * index];
    }

    /** Sequence of an id that the command noted. */
    public long seq(final int index) {
        return ids[2 * index + 1];
    }
}

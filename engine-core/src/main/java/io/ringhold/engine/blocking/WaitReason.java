package io.ringhold.engine.blocking;

/** What a client waits for. Engine thread. */
public final class WaitReason {
    private static final long[] NO_IDS = {};

    private final int valueType;
    private final boolean heedsLoss;
    private final long[] ids;

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

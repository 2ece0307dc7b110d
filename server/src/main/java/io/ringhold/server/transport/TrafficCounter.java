package io.ringhold.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts what one transport reads and writes. The transport's thread counts, with plain reads and opaque stores; any thread may
 * ask, and sees each figure as it was a moment ago.
 */
final class TrafficCounter {
    private static final VarHandle INPUT_BYTES;
    private static final VarHandle OUTPUT_BYTES;
    private static final VarHandle READS;
    private static final VarHandle WRITES;
    private static final VarHandle HELD;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            INPUT_BYTES = lookup.findVarHandle(TrafficCounter.class, "inputBytes", long.class);
            OUTPUT_BYTES = lookup.findVarHandle(TrafficCounter.class, "outputBytes", long.class);
            READS = lookup.findVarHandle(TrafficCounter.class, "reads", long.class);
            WRITES = lookup.findVarHandle(TrafficCounter.class, "writes", long.class);
            HELD = lookup.findVarHandle(TrafficCounter.class, "held", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long inputBytes;
    private long outputBytes;
    private long reads;
    private long writes;
    private long held;

    /** A read gave so many bytes. */
    void received(final int bytes) {
        INPUT_BYTES.setOpaque(this, inputBytes + bytes);
        READS.setOpaque(this, reads + 1);
    }

    /** Replies were written; nothing is counted when the socket took none. */
    void sent(final long bytes) {
        if (bytes != 0) {
            OUTPUT_BYTES.setOpaque(this, outputBytes + bytes);
            WRITES.setOpaque(this, writes + 1);
        }
    }

    /** Connections hold so many bytes of buffers for requests more, or fewer. */
    void heldMore(final long bytes) {
        HELD.setOpaque(this, held + bytes);
    }

    /** Bytes of buffers for requests that connections hold. */
    long heldBytes() {
        return (long) HELD.getOpaque(this);
    }

    long inputBytes() {
        return (long) INPUT_BYTES.getOpaque(this);
    }

    long outputBytes() {
        return (long) OUTPUT_BYTES.getOpaque(this);
    }

    long reads() {
        return (long) READS.getOpaque(this);
    }

    long writes() {
        return (long) WRITES.getOpaque(this);
    }
}

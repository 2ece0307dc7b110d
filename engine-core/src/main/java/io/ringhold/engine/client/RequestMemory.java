package io.ringhold.engine.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a client's requests take of the transport's memory, and how much of them has come. The transport's thread stores; the engine
 * asks, and sees each figure as it was a moment ago.
 */
public final class RequestMemory {
    private static final VarHandle FILLED;
    private static final VarHandle ROOM;
    private static final VarHandle INDEX;
    private static final VarHandle RECEIVED;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            FILLED = lookup.findVarHandle(RequestMemory.class, "filled", long.class);
            ROOM = lookup.findVarHandle(RequestMemory.class, "room", long.class);
            INDEX = lookup.findVarHandle(RequestMemory.class, "index", long.class);
            RECEIVED = lookup.findVarHandle(RequestMemory.class, "received", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long filled;
    private long room;
    private long index;
    private long received;

    /**
     * Says what the buffers of the client are now. Transport thread.
     *
     * @param filledBytes
     *            of requests in them.
     * @param roomBytes
     *            that are still free in them.
     * @param indexBytes
     *            of the indices of arguments.
     */
    public void holds(final long filledBytes, final long roomBytes, final long indexBytes) {
        FILLED.setOpaque(this, filledBytes);
        ROOM.setOpaque(this, roomBytes);
        INDEX.setOpaque(this, indexBytes);
    }

    /** Says that bytes have come. Transport thread. */
    public void received(final int bytes) {
        RECEIVED.setOpaque(this, received + bytes);
    }

    /** Bytes of requests that have been read, and not been dealt with. */
    public long filledBytes() {
        return (long) FILLED.getOpaque(this);
    }

    /** Free bytes of the buffers. */
    public long roomBytes() {
        return (long) ROOM.getOpaque(this);
    }

    /** Bytes of the indices of arguments. */
    public long indexBytes() {
        return (long) INDEX.getOpaque(this);
    }

    /** All memory together. */
    public long totalBytes() {
        return filledBytes() + roomBytes() + indexBytes();
    }

    /** Bytes that have come since the connection began. */
    public long receivedBytes() {
        return (long) RECEIVED.getOpaque(this);
    }
}

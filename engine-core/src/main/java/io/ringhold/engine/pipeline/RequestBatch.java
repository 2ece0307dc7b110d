package io.ringhold.engine.pipeline;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.pipeline.FrameDescriptor.ARGUMENT_LENGTH;
import static io.ringhold.engine.pipeline.FrameDescriptor.ARGUMENT_LENGTH_OFFSET;
import static io.ringhold.engine.pipeline.FrameDescriptor.ARGUMENT_START_OFFSET;
import static io.ringhold.engine.pipeline.FrameDescriptor.COUNT_OFFSET;
import static io.ringhold.engine.pipeline.FrameDescriptor.FLAGS_OFFSET;
import static io.ringhold.engine.pipeline.FrameDescriptor.HEADER_LENGTH;
import static io.ringhold.engine.pipeline.FrameDescriptor.LENGTH_OFFSET;
import static io.ringhold.engine.pipeline.FrameDescriptor.START_OFFSET;

/**
 * The complete commands of one read of one connection: the request bytes where the read left them, and an index of
 * frames that says where each command and each of its arguments lies.
 *
 * <p>
 * A batch has one owner at a time. A transport fills and frames it, publishes it into the ring, and must not touch it
 * until the engine hands it back. It holds no memory of its own: whoever fills it points it at bytes and at an index
 * ({@link #bytes}, {@link #index}), both off-heap, and keeps them alive while the batch is in flight.
 *
 * <p>
 * The index is a sequence of frames as described by {@link FrameDescriptor}. Engine code walks it by index offsets: the
 * first frame is at offset 0, the one after it at {@link #nextFrame}.
 */
public final class RequestBatch {
    private long bytesAddress;
    private long indexAddress;
    private int indexLength;
    private int commandCount;
    private String protocolError;
    private long foundNs;
    private long readyNs;

    /** Points the batch at its request bytes; offsets in the index count from this address. */
    public void bytes(final long address) {
        bytesAddress = address;
    }

    /**
     * Says where the finished frames are.
     *
     * @param address
     *            of the first frame.
     * @param lengthBytes
     *            of all complete frames; what lies behind it is not looked at.
     * @param commands
     *            how many frames that is.
     */
    public void index(final long address, final int lengthBytes, final int commands) {
        indexAddress = address;
        indexLength = lengthBytes;
        commandCount = commands;
    }

    /** The error reply, without the leading minus, after which the connection is closed; null when framing was fine. */
    public String protocolError() {
        return protocolError;
    }

    /** Notes that the bytes after the last complete command break the protocol. */
    public void protocolError(final String message) {
        protocolError = message;
    }

    /** When the transport found the requests, in ns of a monotonic clock. */
    public long foundNs() {
        return foundNs;
    }

    /** Set by the transport before it publishes the batch. */
    public void foundNs(final long nanoTime) {
        foundNs = nanoTime;
    }

    /** When the replies were ready to be sent, in ns of a monotonic clock. */
    public long readyNs() {
        return readyNs;
    }

    /** Set by the engine before it hands the batch back. */
    public void readyNs(final long nanoTime) {
        readyNs = nanoTime;
    }

    public int commandCount() {
        return commandCount;
    }

    /** Address of the first request byte. */
    public long bytesAddress() {
        return bytesAddress;
    }

    /** Index offset just behind the last complete frame. */
    public int end() {
        return indexLength;
    }

    /** Index offset of the frame after {@code frame}. */
    public int nextFrame(final int frame) {
        return frame + HEADER_LENGTH + argumentCount(frame) * ARGUMENT_LENGTH;
    }

    /** Number of arguments of a frame, the command's name included. */
    public int argumentCount(final int frame) {
        return Memory.getInt(indexAddress + frame + COUNT_OFFSET);
    }

    /** Address of the first byte of the command as it came over the wire. */
    public long frameAddress(final int frame) {
        return bytesAddress + Memory.getInt(indexAddress + frame + START_OFFSET);
    }

    /** Bytes that the command took on the wire. */
    public int frameLength(final int frame) {
        return Memory.getInt(indexAddress + frame + LENGTH_OFFSET);
    }

    /** True when the command came as an inline command, so that its wire bytes are not RESP. */
    public boolean isInline(final int frame) {
        return (Memory.getInt(indexAddress + frame + FLAGS_OFFSET) & FrameDescriptor.INLINE_FLAG) != 0;
    }

    public long argumentAddress(final int frame, final int argument) {
        return bytesAddress
                + Memory.getInt(
                        indexAddress + frame + HEADER_LENGTH + (long) argument * ARGUMENT_LENGTH
                                + ARGUMENT_START_OFFSET);
    }

    public int argumentLength(final int frame, final int argument) {
        return Memory.getInt(
                indexAddress + frame + HEADER_LENGTH + (long) argument * ARGUMENT_LENGTH + ARGUMENT_LENGTH_OFFSET);
    }
}

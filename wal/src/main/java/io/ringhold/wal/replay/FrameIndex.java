package io.ringhold.wal.replay;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.GrowingBlock;
import io.ringhold.offheap.arena.MemoryTag;

/** The frames of one batch while it is put together, in arena memory that grows as needed. Thread of the arena. */
final class FrameIndex implements AutoCloseable {
    private static final int INITIAL_BYTES = 16 * 1024;

    private final GrowingBlock block = new GrowingBlock(MemoryTag.LOG, INITIAL_BYTES);
    private final Arena arena;
    private int length;
    private int commands;

    FrameIndex(final Arena arena) {
        this.arena = arena;
        block.begin(arena);
    }

    int length() {
        return length;
    }

    int commands() {
        return commands;
    }

    /** Takes back all frames from a point on. */
    void truncate(final int toLength, final int toCommands) {
        length = toLength;
        commands = toCommands;
    }

    /** Adds an argument behind the header at {@code frame}; the first one makes room for the header too. */
    void addArgument(final int frame, final int number, final long start, final int lengthBytes) {
        final int at = frame + FrameDescriptor.HEADER_LENGTH + number * FrameDescriptor.ARGUMENT_LENGTH;
        reserve(at + FrameDescriptor.ARGUMENT_LENGTH);
        arena.putInt(block.offset() + at + FrameDescriptor.ARGUMENT_START_OFFSET, Math.toIntExact(start));
        arena.putInt(block.offset() + at + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, lengthBytes);
    }

    /** Completes the frame that starts at {@link #length}. */
    void completeFrame(final int arguments, final long start, final long lengthBytes) {
        final long frame = block.offset() + length;
        arena.putInt(frame + FrameDescriptor.COUNT_OFFSET, arguments);
        arena.putInt(frame + FrameDescriptor.START_OFFSET, Math.toIntExact(start));
        arena.putInt(frame + FrameDescriptor.LENGTH_OFFSET, Math.toIntExact(lengthBytes));
        arena.putInt(frame + FrameDescriptor.FLAGS_OFFSET, 0);
        length += FrameDescriptor.HEADER_LENGTH + arguments * FrameDescriptor.ARGUMENT_LENGTH;
        commands++;
    }

    /** Shows the frames to a batch. */
    void fill(final RequestBatch batch, final long bytesAddress) {
        batch.bytes(bytesAddress);
        batch.index(block.address(), length, commands);
    }

    /** @param bytes in all; negative when they are more than an int holds, which no block has. */
    private void reserve(final int bytes) {
        if (!block.reserve(bytes)) {
            throw new IllegalStateException("no memory to index " + Integer.toUnsignedLong(bytes)
                    + " bytes of frames of the append only file");
        }
    }

    @Override
    public void close() {
        block.end();
    }
}

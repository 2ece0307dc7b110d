package io.ringhold.wal.replay;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** The frames of one batch while it is put together, in arena memory that grows as needed. Thread of the arena. */
final class FrameIndex implements AutoCloseable {
    private static final int INITIAL_BYTES = 16 * 1024;

    private final Arena arena;
    private long offset;
    private int capacity;
    private int length;
    private int commands;

    FrameIndex(final Arena arena) {
        this.arena = arena;
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
        arena.putInt(offset + at + FrameDescriptor.ARGUMENT_START_OFFSET, Math.toIntExact(start));
        arena.putInt(offset + at + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, lengthBytes);
    }

    /** Completes the frame that starts at {@link #length}. */
    void completeFrame(final int arguments, final long start, final long lengthBytes) {
        arena.putInt(offset + length + FrameDescriptor.COUNT_OFFSET, arguments);
        arena.putInt(offset + length + FrameDescriptor.START_OFFSET, Math.toIntExact(start));
        arena.putInt(offset + length + FrameDescriptor.LENGTH_OFFSET, Math.toIntExact(lengthBytes));
        arena.putInt(offset + length + FrameDescriptor.FLAGS_OFFSET, 0);
        length += FrameDescriptor.HEADER_LENGTH + arguments * FrameDescriptor.ARGUMENT_LENGTH;
        commands++;
    }

    /** Shows the frames to a batch. */
    void fill(final RequestBatch batch, final long bytesAddress) {
        batch.bytes(bytesAddress);
        batch.index(arena.address(offset), length, commands);
    }

    private void reserve(final int bytes) {
        if (bytes <= capacity) {
            return;
        }
        int wanted = Math.max(capacity, INITIAL_BYTES);
        while (wanted < bytes) {
            wanted = Math.multiplyExact(wanted, 2);
        }
        final long grown = offset == 0
                ? arena.allocate(wanted, MemoryTag.LOG)
                : arena.reallocate(offset, wanted, MemoryTag.LOG);
        if (grown == 0) {
            throw new IllegalStateException("no memory to index " + bytes + " bytes of frames of the append only file");
        }
        offset = grown;
        capacity = wanted;
    }

    @Override
    public void close() {
        if (offset != 0) {
            arena.free(offset);
            offset = 0;
            capacity = 0;
        }
    }
}

package io.ringhold.engine.transaction;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Some of the commands of a queue, in one block of memory: an index of frames, and behind it the commands' bytes as they came. Engine thread.
 *
 * <pre>
 *   | frame | frame | ...    free    | *3 $3 SET ... | *2 $3 GET ... |     free     |
 *   0                   indexCapacity                                            end
 * </pre>
 */
final class QueueSegment {
    private final Arena arena;
    private final RequestBatch batch = new RequestBatch();
    private long block;
    private final int indexCapacity;
    private final int byteCapacity;
    private int indexLength;
    private int byteLength;
    private int commands;

    private QueueSegment(final Arena arena, final long block, final int indexCapacity, final int byteCapacity) {
        this.arena = arena;
        this.block = block;
        this.indexCapacity = indexCapacity;
        this.byteCapacity = byteCapacity;
    }

    /** Null when there is no memory. */
    static QueueSegment allocate(final Arena arena, final int indexCapacity, final int byteCapacity) {
        final long block = arena.allocate((long) indexCapacity + byteCapacity, MemoryTag.TRANSACTIONS);
        return block == 0 ? null : new QueueSegment(arena, block, indexCapacity, byteCapacity);
    }

    /** Bytes that a frame takes in the index. */
    static int indexLength(final RequestBatch batch, final int frame) {
        return batch.nextFrame(frame) - frame;
    }

    boolean hasRoomFor(final int frameIndexLength, final int frameLength) {
        return frameIndexLength <= indexCapacity - indexLength && frameLength <= byteCapacity - byteLength;
    }

    /** Copies a command, for which there is room. */
    void add(final RequestBatch from, final int frame) {
        final int length = from.frameLength(frame);
        final int arguments = from.argumentCount(frame);
        final long start = from.frameAddress(frame);
        arena.putBytes(block + indexCapacity + byteLength, start, length);
        long at = block + indexLength;
        arena.putInt(at + FrameDescriptor.COUNT_OFFSET, arguments);
        arena.putInt(at + FrameDescriptor.START_OFFSET, byteLength);
        arena.putInt(at + FrameDescriptor.LENGTH_OFFSET, length);
        arena.putInt(at + FrameDescriptor.FLAGS_OFFSET, from.isInline(frame) ? FrameDescriptor.INLINE_FLAG : 0);
        at += FrameDescriptor.HEADER_LENGTH;
        for (int i = 0; i < arguments; i++) {
            arena.putInt(at + FrameDescriptor.ARGUMENT_START_OFFSET,
                    byteLength + (int) (from.argumentAddress(frame, i) - start));
            arena.putInt(at + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, from.argumentLength(frame, i));
            at += FrameDescriptor.ARGUMENT_LENGTH;
        }
        byteLength += length;
        indexLength += indexLength(from, frame);
        commands++;
    }

    /** The commands, to be read until the next change. */
    RequestBatch batch() {
        batch.bytes(arena.address(block) + indexCapacity);
        batch.index(arena.address(block), indexLength, commands);
        return batch;
    }

    /** Bytes of the commands. */
    int byteLength() {
        return byteLength;
    }

    /** Bytes of memory. */
    long capacity() {
        return (long) indexCapacity + byteCapacity;
    }

    void clear() {
        indexLength = 0;
        byteLength = 0;
        commands = 0;
    }

    /** Frees the memory, unless that has been done; returns how many bytes. */
    long free() {
        if (block == 0) {
            return 0;
        }
        arena.free(block);
        block = 0;
        return capacity();
    }
}

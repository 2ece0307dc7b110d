package io.ringhold.engine.resp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import io.ringhold.engine.pipeline.FrameDescriptor;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Request bytes of one connection and the index of the frames found in them, both off-heap and growing; the memory behind
 * one {@link RequestBatch}.
 *
 * <pre>
 *   bytes  | complete commands                 | incomplete tail | room |
 *          0                                                  filled    capacity
 *   index  | frames of the complete commands   | partial frame   | room |
 *          0                             indexLength         indexEnd   indexCapacity
 * </pre>
 *
 * <p>
 * Filled by the transport thread that owns the arena; while {@link #batch} is in flight nobody touches it but the engine,
 * which reads through the batch. The arena is not the one of the keyspace: no cut ever covers it, so stores need no barrier.
 */
public final class InputBuffer {
    /** Longest request, as all positions are ints. */
    public static final int MAX_BYTES = Integer.MAX_VALUE - 64 * 1024;

    private static final int INITIAL_INDEX_BYTES = 8 * 1024;
    private static final int MAX_KEPT_INDEX_BYTES = 64 * 1024;
    private static final int MIN_GROWTH_BYTES = 16 * 1024;

    private final Arena arena;
    private final RequestBatch batch = new RequestBatch();
    private long bytesOffset;
    private ByteBuffer bytes;
    private int capacity;
    private long indexOffset;
    private int indexCapacity;

    /** Address of the first byte. */
    long address;
    /** Bytes read so far. */
    int filled;
    /** Bytes of index that complete frames take. */
    int indexLength;
    /** Bytes of index in use, the partial frame's included. */
    int indexEnd;
    /** Complete frames. */
    int commands;
    private long indexAddress;

    private InputBuffer(final Arena arena, final long bytesOffset, final int capacity, final long indexOffset) {
        this.arena = arena;
        this.indexOffset = indexOffset;
        this.indexCapacity = INITIAL_INDEX_BYTES;
        this.indexAddress = arena.address(indexOffset);
        bytesAt(bytesOffset, capacity);
    }

    /**
     * A new buffer.
     *
     * @param capacity
     *            bytes of requests that fit at first.
     * @return null when the arena is full.
     */
    public static InputBuffer create(final Arena arena, final int capacity) {
        final long bytesOffset = arena.allocate(capacity, MemoryTag.CLIENT_INPUT);
        if (bytesOffset == 0) {
            return null;
        }
        final long indexOffset = arena.allocate(INITIAL_INDEX_BYTES, MemoryTag.CLIENT_INPUT);
        if (indexOffset == 0) {
            arena.free(bytesOffset);
            return null;
        }
        return new InputBuffer(arena, bytesOffset, capacity, indexOffset);
    }

    /** Gives the memory back; the buffer is dead then. */
    public void free() {
        arena.free(bytesOffset);
        arena.free(indexOffset);
    }

    /** Forgets the content, so that the buffer can be filled anew. */
    public void clear() {
        filled = 0;
        indexLength = 0;
        indexEnd = 0;
        commands = 0;
        batch.protocolError(null);
    }

    /** True when the buffer has not grown much beyond the {@code standardBytes} that it was made with, so that it is worth keeping. */
    public boolean isStandard(final int standardBytes) {
        return capacity == standardBytes && indexCapacity <= MAX_KEPT_INDEX_BYTES;
    }

    /** The commands found, for the engine; {@link #seal} comes first. */
    public RequestBatch batch() {
        return batch;
    }

    /** Points the batch at all complete frames. */
    public void seal() {
        batch.bytes(address);
        batch.index(indexAddress, indexLength, commands);
    }

    /** Complete commands found so far. */
    public int commands() {
        return commands;
    }

    /** Bytes in the buffer. */
    public int filled() {
        return filled;
    }

    /** Memory that a new buffer of so many bytes takes. */
    public static long memoryBytes(final int capacity) {
        return (long) capacity + INITIAL_INDEX_BYTES;
    }

    /** Bytes that fit without growing. */
    public int capacity() {
        return capacity;
    }

    /** Bytes of the index of frames and arguments, used or not. */
    public int indexCapacity() {
        return indexCapacity;
    }

    /**
     * Room to read into, from the buffer's position to its limit: never empty. {@link #received} tells how much was read.
     *
     * @param wantedBytes
     *            how long the buffer will have to be, as far as is known ({@link RequestFramer#wantedBytes}). A full buffer grows
     *            towards it, but never by more than its own size: memory follows what was sent, not what was announced. When it is not
     *            known the buffer grows by half, so that a long request is copied a few times only, however many others grow beside it.
     * @return null when there is no memory, or the request is too long.
     */
    public ByteBuffer room(final long wantedBytes) {
        if (filled == capacity && !grow(wantedBytes)) {
            return null;
        }
        return bytes.limit(capacity).position(filled);
    }

    /** Address of the room's first byte. */
    public long roomAddress() {
        return address + filled;
    }

    /** Says that bytes were put behind those that are there. */
    public void received(final int count) {
        filled += count;
    }

    /** Makes room for so many bytes in all; false when there is no memory. */
    boolean reserve(final int wantedBytes) {
        if (wantedBytes <= capacity) {
            return true;
        }
        return resize(wantedBytes);
    }

    /** Appends an argument to the partial frame, whose header is made room for by the first one; false when there is no memory. */
    boolean addArgument(final int start, final int length) {
        final int at = indexEnd == indexLength ? indexLength + FrameDescriptor.HEADER_LENGTH : indexEnd;
        final int end = at + FrameDescriptor.ARGUMENT_LENGTH;
        if ((end > indexCapacity || end < 0) && !growIndex(end)) {
            return false;
        }
        Memory.putInt(indexAddress + at + FrameDescriptor.ARGUMENT_START_OFFSET, start);
        Memory.putInt(indexAddress + at + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, length);
        indexEnd = end;
        return true;
    }

    /** Makes the partial frame a complete one. */
    void completeFrame(final int start, final int end, final int flags) {
        final long header = indexAddress + indexLength;
        Memory.putInt(header + FrameDescriptor.COUNT_OFFSET,
                (indexEnd - indexLength - FrameDescriptor.HEADER_LENGTH) / FrameDescriptor.ARGUMENT_LENGTH);
        Memory.putInt(header + FrameDescriptor.START_OFFSET, start);
        Memory.putInt(header + FrameDescriptor.LENGTH_OFFSET, end - start);
        Memory.putInt(header + FrameDescriptor.FLAGS_OFFSET, flags);
        indexLength = indexEnd;
        commands++;
    }

    /** Takes over the bytes of {@code from} behind {@code start}, and the partial frame; false when there is no memory. */
    boolean takeTail(final InputBuffer from, final int start) {
        final int tailBytes = from.filled - start;
        final int partialBytes = from.indexEnd - from.indexLength;
        if (!reserve(tailBytes) || partialBytes > indexCapacity && !growIndex(partialBytes)) {
            return false;
        }
        Memory.copy(from.address + start, address, tailBytes);
        filled = tailBytes;
        for (int at = FrameDescriptor.HEADER_LENGTH; at < partialBytes; at += FrameDescriptor.ARGUMENT_LENGTH) {
            final long source = from.indexAddress + from.indexLength + at;
            final int argumentStart = Memory.getInt(source + FrameDescriptor.ARGUMENT_START_OFFSET) - start;
            final int argumentLength = Memory.getInt(source + FrameDescriptor.ARGUMENT_LENGTH_OFFSET);
            Memory.putInt(indexAddress + at + FrameDescriptor.ARGUMENT_START_OFFSET, argumentStart);
            Memory.putInt(indexAddress + at + FrameDescriptor.ARGUMENT_LENGTH_OFFSET, argumentLength);
        }
        indexEnd = partialBytes;
        return true;
    }

    private boolean grow(final long wantedBytes) {
        final long growth = wantedBytes > capacity ? wantedBytes - capacity : capacity >> 1;
        final long target = Math.min(capacity + Math.min(Math.max(growth, MIN_GROWTH_BYTES), capacity), MAX_BYTES);
        return target > capacity && resize((int) target);
    }

    private boolean resize(final int newCapacity) {
        final long moved = arena.reallocate(bytesOffset, newCapacity, MemoryTag.CLIENT_INPUT);
        if (moved == 0) {
            return false;
        }
        bytesAt(moved, newCapacity);
        return true;
    }

    @SuppressWarnings("restricted")
    private void bytesAt(final long offset, final int newCapacity) {
        bytesOffset = offset;
        capacity = newCapacity;
        address = arena.address(offset);
        bytes = MemorySegment.ofAddress(address).reinterpret(newCapacity).asByteBuffer();
    }

    private boolean growIndex(final int neededBytes) {
        final long newCapacity = Math.max(neededBytes, Math.min(2L * indexCapacity, MAX_BYTES));
        if (neededBytes < 0 || newCapacity > MAX_BYTES) {
            return false;
        }
        final long moved = arena.reallocate(indexOffset, newCapacity, MemoryTag.CLIENT_INPUT);
        if (moved == 0) {
            return false;
        }
        indexOffset = moved;
        indexCapacity = (int) newCapacity;
        indexAddress = arena.address(moved);
        return true;
    }
}

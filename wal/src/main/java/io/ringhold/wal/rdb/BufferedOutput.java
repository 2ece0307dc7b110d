package io.ringhold.wal.rdb;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/** Gathers bytes in a buffer and gives them to a target when it is full. One thread, which closes it; allocates nothing on the heap. */
public class BufferedOutput implements AutoCloseable {
    /** A view whose offsets are absolute addresses: for bytes that are not in the arena. */
    public static final MemoryView ABSOLUTE = (address, lengthBytes) -> address;

    private static final int BUFFER_BYTES = 1 << 17;

    /** Where the next byte goes. */
    long position;
    private final RdbTarget target;
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);
    private final ByteBuffer window;
    private final long start;
    private final long end;
    private long flushed;

    /** With an empty buffer. */
    @SuppressWarnings("restricted")
    public BufferedOutput(final RdbTarget target) {
        this.target = target;
        this.start = buffer.address();
        this.end = start + BUFFER_BYTES;
        this.position = start;
        this.window = MemorySegment.ofAddress(start).reinterpret(BUFFER_BYTES).asByteBuffer();
    }

    /** Bytes put so far. */
    public final long bytes() {
        return flushed + (position - start);
    }

    /** Begins anew: nothing has been put, and nothing is waiting for the target. */
    public void reset() {
        position = start;
        flushed = 0;
    }

    /** Gives the target what has been put. */
    public final void flush() throws IOException {
        final int length = (int) (position - start);
        if (length > 0) {
            flushing(start, length);
            window.limit(length).position(0);
            target.write(window, start);
            flushed += length;
            position = start;
        }
    }

    /** To be called now and then by work that puts nothing for long; what a view has shown stays. */
    public final void pause() throws IOException {
        target.pause();
    }

    public final void putByte(final int value) throws IOException {
        reserve(1);
        Memory.putByte(position++, (byte) value);
    }

    /** Puts bytes that are not in the arena as they are. */
    public final void putBytes(final long address, final long length) throws IOException {
        putBytes(ABSOLUTE, address, length);
    }

    /** Puts bytes of the arena as they are. */
    public final void putBytes(final MemoryView view, final long offset, final long length) throws IOException {
        long done = 0;
        while (done < length) {
            final int piece = (int) Math.min(length - done, MemoryView.MAX_VIEW_BYTES);
            reserve(piece);
            Memory.copy(view.view(offset + done, piece), position, piece);
            position += piece;
            done += piece;
        }
    }

    @Override
    public void close() {
        buffer.close();
    }

    /** Bytes are about to go to the target. */
    void flushing(final long address, final int length) {
        // as they are
    }

    /** Makes room in the buffer. What a view has shown before must not be used after. */
    final void reserve(final int length) throws IOException {
        if (end - position < length) {
            flush();
        }
    }
}

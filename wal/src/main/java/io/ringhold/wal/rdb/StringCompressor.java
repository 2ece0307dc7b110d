package io.ringhold.wal.rdb;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.lzf.LzfDescriptor;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Compresses strings of a view to LZF streams, if that saves something. A string that is longer than what a view shows at once is compressed in
 * pieces, whose streams make one when they follow each other: references never reach back over the beginning of a piece. One thread, which
 * closes it; allocates nothing on the heap.
 */
final class StringCompressor implements AutoCloseable {
    /** Redis keeps a string as it is unless that many bytes are saved. */
    private static final int MIN_SAVED = 4;
    /** More than the stream of one piece takes, be it nothing but literals. */
    private static final int MAX_PIECE_BYTES = 2 * MemoryView.MAX_VIEW_BYTES;
    private static final int KEPT_BYTES = 1 << 20;
    /** Streams above are given up, and the string is written as it is: the length of a stream goes before it, so it has to be kept. */
    private static final int MAX_STREAM_BYTES = 64 << 20;
    /** A string whose beginning does not become shorter is written as it is: the rest would most likely be compressed in vain, too. */
    private static final int TRIED_BYTES = 1 << 20;

    private final RdbTarget target;
    private final Lzf lzf = new Lzf();
    private final NativeBuffer stream = new NativeBuffer(KEPT_BYTES);
    /** Bytes compressed since the last pause, of strings that may be short. */
    private int unpaused;

    /**
     * @param target
     *            of what is written, which may pause now and then.
     */
    StringCompressor(final RdbTarget target) {
        this.target = target;
    }

    /**
     * Compresses a string, which is not empty.
     *
     * @return the length of the stream at {@link #address}, 0 when it is not worth it.
     * @throws IOException
     *             when the writing is to end.
     */
    long compress(final MemoryView view, final long offset, final long length) throws IOException {
        final long limit = Math.min(length - MIN_SAVED, MAX_STREAM_BYTES);
        long used = 0;
        long done = 0;
        while (done < length) {
            final int piece = (int) Math.min(length - done, MemoryView.MAX_VIEW_BYTES);
            stream.ensure(used + MAX_PIECE_BYTES);
            used += compressPiece(view.view(offset + done, piece), piece, stream.address() + used);
            done += piece;
            if (used > limit || done == TRIED_BYTES && used >= done) {
                release();
                return 0;
            }
            unpaused += piece;
            if (unpaused >= MemoryView.MAX_VIEW_BYTES) {
                unpaused = 0;
                target.pause();
            }
        }
        return used;
    }

    /** Absolute address of the stream. */
    long address() {
        return stream.address();
    }

    /** Gives back what an unusually long stream has taken; the stream is lost. */
    void release() {
        stream.shrink(KEPT_BYTES);
    }

    @Override
    public void close() {
        stream.close();
    }

    private int compressPiece(final long source, final int length, final long target) {
        final int compressed = lzf.compress(source, length, target, length);
        return compressed == 0 ? putLiterals(source, length, target) : compressed;
    }

    /** A stream that is nothing but runs of literals: each a byte with the run's length less one, and the run. */
    private static int putLiterals(final long source, final int length, final long target) {
        long at = target;
        for (int done = 0; done < length; done += LzfDescriptor.MAX_LITERALS) {
            final int run = Math.min(length - done, LzfDescriptor.MAX_LITERALS);
            Memory.putByte(at, (byte) (run - 1));
            Memory.copy(source + done, at + 1, run);
            at += 1 + run;
        }
        return (int) (at - target);
    }
}

package io.ringhold.wal.rdb;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Writes the parts of which RDB files and DUMP payloads consist ({@link RdbFormat}) to a target, through a buffer, and sums them up. Strings
 * are compressed and numbers are kept short as Redis does. One thread, which closes it; allocates nothing on the heap.
 */
public final class RdbOutput implements AutoCloseable {
    /** A view whose offsets are absolute addresses: for strings that are not in the arena. */
    private static final MemoryView ABSOLUTE = (address, lengthBytes) -> address;

    private static final int BUFFER_BYTES = 1 << 17;
    private static final int MAX_HEAD_BYTES = 9;
    private static final int MAX_6_BITS = 1 << 6;
    private static final int MAX_14_BITS = 1 << 14;
    /** Longest text of an integer of 32 bits. */
    private static final int MAX_INTEGER_TEXT = 11;
    /** Shorter strings are not worth compressing. */
    private static final int MIN_COMPRESSED = 21;

    private final RdbTarget target;
    private final StringCompressor compressor;
    private final NativeBuffer buffer = new NativeBuffer(BUFFER_BYTES);
    private final ByteBuffer window;
    private final NativeBuffer scratch = new NativeBuffer(Decimal.MAX_LENGTH);
    private final boolean checks;
    private final long start;
    private final long end;
    private long position;
    private long flushed;
    private long crc = Crc64.INITIAL;

    /**
     * @param compresses
     *            {@code rdbcompression}.
     * @param checks
     *            {@code rdbchecksum}; otherwise {@link #putChecksum} puts 0.
     */
    @SuppressWarnings("restricted")
    public RdbOutput(final RdbTarget target, final boolean compresses, final boolean checks) {
        this.target = target;
        this.compressor = compresses ? new StringCompressor() : null;
        this.checks = checks;
        this.start = buffer.address();
        this.end = start + BUFFER_BYTES;
        this.position = start;
        this.window = MemorySegment.ofAddress(start).reinterpret(BUFFER_BYTES).asByteBuffer();
    }

    /** Bytes put so far. */
    public long bytes() {
        return flushed + (position - start);
    }

    /** Begins anew: nothing has been put, and nothing is waiting for the target. */
    public void reset() {
        position = start;
        flushed = 0;
        crc = Crc64.INITIAL;
    }

    /** Gives the target what has been put. */
    public void flush() throws IOException {
        final int length = (int) (position - start);
        if (length > 0) {
            if (checks) {
                crc = Crc64.update(crc, start, length);
            }
            window.limit(length).position(0);
            target.write(window, start);
            flushed += length;
            position = start;
        }
    }

    /** Puts the checksum of all before it, or 0. */
    public void putChecksum() throws IOException {
        flush();
        putLong(checks ? crc : 0);
    }

    public void putByte(final int value) throws IOException {
        reserve(1);
        Memory.putByte(position++, (byte) value);
    }

    /** Puts two bytes, the low one first. */
    public void putShort(final int value) throws IOException {
        reserve(Short.BYTES);
        Memory.putShort(position, (short) value);
        position += Short.BYTES;
    }

    /** Puts eight bytes, the low one first: times, doubles, checksums. */
    public void putLong(final long value) throws IOException {
        reserve(Long.BYTES);
        Memory.putLong(position, value);
        position += Long.BYTES;
    }

    /** Puts eight bytes, the high one first: parts of stream ids. */
    public void putLongBigEndian(final long value) throws IOException {
        putLong(Long.reverseBytes(value));
    }

    /** Puts a length, an unsigned number of 64 bits. */
    public void putLength(final long length) throws IOException {
        reserve(MAX_HEAD_BYTES);
        if (length >= 0 && length < MAX_6_BITS) {
            Memory.putByte(position++, (byte) (RdbFormat.LENGTH_6_BITS | length));
        } else if (length >= 0 && length < MAX_14_BITS) {
            Memory.putByte(position++, (byte) (RdbFormat.LENGTH_14_BITS | length >>> Byte.SIZE));
            Memory.putByte(position++, (byte) length);
        } else if (length >>> Integer.SIZE == 0) {
            Memory.putByte(position++, (byte) RdbFormat.LENGTH_32_BITS);
            Memory.putInt(position, Integer.reverseBytes((int) length));
            position += Integer.BYTES;
        } else {
            Memory.putByte(position++, (byte) RdbFormat.LENGTH_64_BITS);
            Memory.putLong(position, Long.reverseBytes(length));
            position += Long.BYTES;
        }
    }

    /** Puts the string that is a number's decimal text. */
    public void putInteger(final long value) throws IOException {
        if (value == (int) value) {
            putShortInteger((int) value);
        } else {
            final long text = scratch.address();
            final long length = Decimal.write(text, value) - text;
            putLength(length);
            putBytes(text, length);
        }
    }

    /** Puts a string that is not in the arena. */
    public void putString(final long address, final long length) throws IOException {
        putString(ABSOLUTE, address, length);
    }

    /** Puts a string of the arena. */
    public void putString(final MemoryView view, final long offset, final long length) throws IOException {
        if (length > 0 && length <= MAX_INTEGER_TEXT && putAsInteger(view, offset, (int) length)) {
            return;
        }
        if (compressor != null && length >= MIN_COMPRESSED) {
            final long compressed = compressor.compress(view, offset, length);
            if (compressed > 0) {
                putCompressed(ABSOLUTE, compressor.address(), compressed, length);
                compressor.release();
                return;
            }
        }
        putLength(length);
        putBytes(view, offset, length);
    }

    /** Puts a string that is compressed already, to an LZF stream. */
    public void putCompressed(
            final MemoryView view, final long offset, final long compressedLength, final long length)
            throws IOException {
        putByte(RdbFormat.LENGTH_ENCODED | RdbFormat.ENCODING_LZF);
        putLength(compressedLength);
        putLength(length);
        putBytes(view, offset, compressedLength);
    }

    /** Puts bytes that are not in the arena as they are. */
    public void putBytes(final long address, final long length) throws IOException {
        putBytes(ABSOLUTE, address, length);
    }

    /** Puts bytes of the arena as they are. */
    public void putBytes(final MemoryView view, final long offset, final long length) throws IOException {
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
        scratch.close();
        if (compressor != null) {
            compressor.close();
        }
    }

    private boolean putAsInteger(final MemoryView view, final long offset, final int length) throws IOException {
        final long text = view.view(offset, length);
        if (!Decimal.isInteger(text, length)) {
            return false;
        }
        final long value = Decimal.parse(text, length);
        if (value != (int) value) {
            return false;
        }
        putShortInteger((int) value);
        return true;
    }

    private void putShortInteger(final int value) throws IOException {
        reserve(MAX_HEAD_BYTES);
        if (value == (byte) value) {
            Memory.putByte(position, (byte) (RdbFormat.LENGTH_ENCODED | RdbFormat.ENCODING_INT8));
            Memory.putByte(position + 1, (byte) value);
            position += 1 + Byte.BYTES;
        } else if (value == (short) value) {
            Memory.putByte(position, (byte) (RdbFormat.LENGTH_ENCODED | RdbFormat.ENCODING_INT16));
            Memory.putShort(position + 1, (short) value);
            position += 1 + Short.BYTES;
        } else {
            Memory.putByte(position, (byte) (RdbFormat.LENGTH_ENCODED | RdbFormat.ENCODING_INT32));
            Memory.putInt(position + 1, value);
            position += 1 + Integer.BYTES;
        }
    }

    /** Makes room in the buffer. What a view has shown before must not be used after. */
    private void reserve(final int length) throws IOException {
        if (end - position < length) {
            flush();
        }
    }
}

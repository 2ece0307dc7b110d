package io.ringhold.wal.rdb;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Writes the parts of which RDB files and DUMP payloads consist ({@link RdbFormat}) to a target, through a buffer, and sums them up. Strings
 * are compressed and numbers are kept short as Redis does. One thread, which closes it; allocates nothing on the heap.
 */
public final class RdbOutput extends BufferedOutput {
    private static final int MAX_HEAD_BYTES = 9;
    private static final int MAX_6_BITS = 1 << 6;
    private static final int MAX_14_BITS = 1 << 14;
    /** Longest text of an integer of 32 bits. */
    private static final int MAX_INTEGER_TEXT = 11;
    /** Shorter strings are not worth compressing. */
    private static final int MIN_COMPRESSED = 21;

    private final StringCompressor compressor;
    private final NativeBuffer scratch = new NativeBuffer(Decimal.MAX_LENGTH);
    private final boolean checks;
    private long crc = Crc64.INITIAL;

    /**
     * @param compresses
     *            {@code rdbcompression}.
     * @param checks
     *            {@code rdbchecksum}; otherwise {@link #putChecksum} puts 0.
     */
    public RdbOutput(final RdbTarget target, final boolean compresses, final boolean checks) {
        super(target);
        this.compressor = compresses ? new StringCompressor(target) : null;
        this.checks = checks;
    }

    @Override
    public void reset() {
        super.reset();
        crc = Crc64.INITIAL;
        if (compressor != null) {
            compressor.release(); // a string may have been given up in the middle
        }
    }

    @Override
    void flushing(final long address, final int length) {
        if (checks) {
            crc = Crc64.update(crc, address, length);
        }
    }

    /** Puts the checksum of all before it, or 0. */
    public void putChecksum() throws IOException {
        flush();
        putLong(checks ? crc : 0);
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

    @Override
    public void close() {
        super.close();
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
}

package io.ringhold.wal.rdb.load;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.MappedReads;
import io.ringhold.wal.rdb.Crc64;

import static io.ringhold.wal.rdb.RdbFormat.ENCODING_INT16;
import static io.ringhold.wal.rdb.RdbFormat.ENCODING_INT32;
import static io.ringhold.wal.rdb.RdbFormat.ENCODING_INT8;
import static io.ringhold.wal.rdb.RdbFormat.ENCODING_LZF;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_14_BITS;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_32_BITS;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_64_BITS;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_6_BITS;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_ENCODED;
import static io.ringhold.wal.rdb.RdbFormat.LENGTH_MASK;

/**
 * Reads the parts that RDB is made of from memory: a mapped file, or a payload. Format: {@link io.ringhold.wal.rdb.RdbFormat}. Never reads
 * beyond its range, and never takes memory for a length that what is left of it cannot hold. Errors name the offset of the part that could not
 * be read. Engine thread; allocates nothing on the heap but for errors and {@link #readText}.
 */
public final class RdbInput implements AutoCloseable {
    /** A reference of 3 bytes stands for 264 bytes at most, and nothing in an LZF stream for more. */
    private static final long MAX_EXPANSION = 88;
    private static final int VALUE_6_BITS = 0x3f;
    /** What a file may have of the heap, which is for the few words of it that need it; one that asks for more is no good. */
    static final long MOST_HEAP_BYTES = Runtime.getRuntime().maxMemory() / 8;
    /** Of a text that is meant to be shown. */
    private static final int MOST_TEXT_BYTES = 1 << 10;

    private final Lzf lzf = new Lzf();
    private final RdbString text = new RdbString();
    private long start;
    private long end;
    private long position;
    private long part;
    private long summedUpTo;
    private long checksum;

    /**
     * Begins to read a range.
     *
     * @param address
     *            absolute.
     */
    public void open(final long address, final long length) {
        start = address;
        end = address + length;
        position = address;
        part = address;
        summedUpTo = address;
        checksum = Crc64.INITIAL;
    }

    /** Bytes that have been read. */
    public long offset() {
        return position - start;
    }

    /** Bytes that are left. */
    public long remaining() {
        return end - position;
    }

    /** Bytes that have been read since the checksum was last brought up to date. */
    long unsummed() {
        return position - summedUpTo;
    }

    /** The checksum of all bytes that have been read. */
    public long checksum() {
        checksum = Crc64.update(checksum, summedUpTo, position - summedUpTo);
        summedUpTo = position;
        return checksum;
    }

    /** Brings the checksum up to date by so many bytes at most; returns the offset up to which it is. */
    long checksumSome(final long most) {
        final long length = Math.min(most, unsummed());
        checksum = Crc64.update(checksum, summedUpTo, length);
        summedUpTo += length;
        return summedUpTo - start;
    }

    /** Reads a byte, as a number from 0 to 255. */
    public int readByte() throws RdbException {
        return Memory.getByte(take(Byte.BYTES)) & 0xff;
    }

    /** Reads 4 bytes, the lowest first. */
    int readInt() throws RdbException {
        return Memory.getInt(take(Integer.BYTES));
    }

    /** Reads 8 bytes, the lowest first. */
    long readLong() throws RdbException {
        return Memory.getLong(take(Long.BYTES));
    }

    /** Reads 8 bytes, the highest first. */
    long readLongHighFirst() throws RdbException {
        return Long.reverseBytes(readLong());
    }

    /** Reads a length, or a number that is written as one; unsigned. */
    long readLength() throws RdbException {
        final int first = readByte();
        if ((first & LENGTH_MASK) == LENGTH_ENCODED) {
            throw broken("Unexpected encoded string in the place of a length");
        }
        return length(first);
    }

    /** Reads how many elements follow, of which each takes a byte or more. */
    long readCount() throws RdbException {
        final long count = readLength();
        if (count < 0 || count > remaining()) {
            throw broken("Count of " + Long.toUnsignedString(count) + " elements exceeds the " + remaining()
                    + " bytes that are left");
        }
        return count;
    }

    private long length(final int first) throws RdbException {
        final int kind = first & LENGTH_MASK;
        if (kind == LENGTH_6_BITS) {
            return first;
        }
        if (kind == LENGTH_14_BITS) {
            final long high = first & VALUE_6_BITS;
            return high << Byte.SIZE | Memory.getByte(more(1)) & 0xff;
        }
        return switch (first) {
            case LENGTH_32_BITS -> Integer.reverseBytes(Memory.getInt(more(Integer.BYTES))) & 0xffff_ffffL;
            case LENGTH_64_BITS -> Long.reverseBytes(Memory.getLong(more(Long.BYTES)));
            default -> throw broken("Unknown length encoding " + first);
        };
    }

    /** Whether a string comes next that is written as an integer, for {@link #readNumber}. */
    boolean isNumberNext() {
        if (position >= end) {
            return false;
        }
        final int first = Memory.getByte(position) & 0xff;
        return first >= (LENGTH_ENCODED | ENCODING_INT8) && first <= (LENGTH_ENCODED | ENCODING_INT32);
    }

    /** Reads a string that {@link #isNumberNext} has found to be written as an integer. */
    long readNumber() throws RdbException {
        final int first = readByte();
        return number(first & VALUE_6_BITS);
    }

    private long number(final int encoding) throws RdbException {
        return switch (encoding) {
            case ENCODING_INT8 -> Memory.getByte(more(Byte.BYTES));
            case ENCODING_INT16 -> Memory.getShort(more(Short.BYTES));
            case ENCODING_INT32 -> Memory.getInt(more(Integer.BYTES));
            default -> throw broken("Unknown RDB string encoding type " + encoding);
        };
    }

    /** Reads a string in any form. */
    void readString(final RdbString string) throws RdbException {
        readString(string, Integer.MAX_VALUE);
    }

    /** Reads a string in any form, of which no more than so many bytes are needed and decompressed; all of it is checked. */
    void readString(final RdbString string, final int most) throws RdbException {
        final int first = readByte();
        if ((first & LENGTH_MASK) != LENGTH_ENCODED) {
            final int length = stringLength(length(first));
            string.at(more(length), length, Math.min(length, most));
        } else if ((first & VALUE_6_BITS) == ENCODING_LZF) {
            decompress(string, most);
        } else {
            final long number = number(first & VALUE_6_BITS);
            final long address = scratch(string, Decimal.MAX_LENGTH);
            string.at(address, (int) (Decimal.write(address, number) - address));
        }
    }

    private void decompress(final RdbString string, final int most) throws RdbException {
        final int compressed = stringLength(lengthInString());
        final long stated = lengthInString();
        final long stream = more(compressed);
        if (stated < 0 || stated > compressed * MAX_EXPANSION) {
            throw broken("Invalid LZF compressed string: " + compressed + " bytes cannot hold "
                    + Long.toUnsignedString(stated));
        }
        final int length = stringLength(stated);
        final int shown = Math.min(length, most);
        final long address = scratch(string, shown);
        if (lzf.decompressStart(stream, compressed, address, length, shown) < 0) {
            throw broken("Invalid LZF compressed string");
        }
        string.at(address, length, shown);
    }

    private long lengthInString() throws RdbException {
        final int first = Memory.getByte(more(Byte.BYTES)) & 0xff;
        if ((first & LENGTH_MASK) == LENGTH_ENCODED) {
            throw broken("Unexpected encoded string in the place of a length");
        }
        return length(first);
    }

    private int stringLength(final long length) throws RdbException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw broken("String of " + Long.toUnsignedString(length) + " bytes is too long");
        }
        return (int) length;
    }

    private long scratch(final RdbString string, final long bytes) throws RdbException {
        try {
            return string.scratch(bytes);
        } catch (final OutOfMemoryError _) {
            throw outOfMemory();
        }
    }

    /** Reads a string as Latin-1 text, for what is meant to be shown; of a long one only the beginning. */
    String readText() throws RdbException {
        readString(text, MOST_TEXT_BYTES);
        final byte[] bytes = new byte[text.shown()];
        Memory.copyToArray(text.address(), bytes, 0, bytes.length);
        final String ending = text.length() > bytes.length ? "..." : "";
        text.shrink();
        return new String(bytes, StandardCharsets.ISO_8859_1) + ending;
    }

    /** Reads a string into an array; there is no memory for one of more than so many bytes. */
    byte[] readBytes(final long most) throws RdbException {
        readString(text);
        if (text.length() > most) {
            text.shrink();
            throw outOfMemory();
        }
        final byte[] bytes = new byte[text.length()];
        Memory.copyToArray(text.address(), bytes, 0, bytes.length);
        text.shrink();
        return bytes;
    }

    /** Passes over a string. */
    void skipString() throws RdbException {
        readString(text);
        text.shrink();
    }

    /** Goes back to an {@link #offset} that has been read before. */
    void back(final long toOffset) {
        position = start + toOffset;
    }

    /** Takes bytes as they are; the address of the first. */
    long take(final long bytes) throws RdbException {
        part = position;
        return more(bytes);
    }

    /** Gives scratch memory back; must be called once. */
    @Override
    public void close() {
        text.close();
    }

    /** What is wrong with the part that was read last. */
    RdbException broken(final String what) {
        return new RdbException("Internal error in RDB reading offset " + (part - start) + ": " + what, part - start);
    }

    /** There is no memory for the part that was read last. */
    RdbException outOfMemory() {
        return new RdbException("Out of memory at RDB reading offset " + (part - start), part - start, true);
    }

    /** The file cannot be read any more where it is mapped, not far before or behind the part that was read last. */
    RdbException unreadable(final InternalError cause) {
        final RdbException error = broken(MappedReads.LOST);
        error.initCause(cause);
        return error;
    }

    /** Takes more bytes of the part at hand. */
    private long more(final long bytes) throws RdbException {
        if (bytes > end - position) {
            throw broken("Unexpected EOF reading RDB file");
        }
        position += bytes;
        return position - bytes;
    }
}

package io.ringhold.wal.rdb.load.ziplist;

import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.BYTES_OFFSET;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.COUNT_OFFSET;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.END;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.END_LENGTH;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.HEADER_LENGTH;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.INTEGER_16_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.INTEGER_24_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.INTEGER_32_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.INTEGER_64_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.INTEGER_8_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.LARGEST_IMMEDIATE;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.LAST_OFFSET;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.LONG_BEFORE;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.SMALLEST_IMMEDIATE;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.STRING_14_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.STRING_32_BITS;
import static io.ringhold.wal.rdb.load.ziplist.ZiplistDescriptor.UNKNOWN_COUNT;

/**
 * Makes listpacks of ziplists, which may be any bytes; layout: {@link ZiplistDescriptor}. Engine thread; allocates nothing on the heap.
 */
public final class Ziplists {
    /** There is no memory for the listpack. */
    public static final long NO_MEMORY = 0;
    /** The bytes are no ziplist. */
    public static final long MALFORMED = -1;

    private static final int LONG_BEFORE_LENGTH = 5;
    private static final int SHORT_BEFORE_LENGTH = 1;
    private static final int LONG_STRING_HEADER = 5;
    private static final int VALUE_6_BITS = 0x3f;

    private final Listpack listpack;
    // the entry that was opened last
    private boolean isInteger;
    private long integer;
    private long stringAddress;
    private int stringLength;

    /** The listpack works on the blocks that are made. */
    public Ziplists(final Listpack listpack) {
        this.listpack = listpack;
    }

    /** A listpack with the entries of a ziplist: its block, {@link #NO_MEMORY} or {@link #MALFORMED}. */
    public long toListpack(final long address, final long length) {
        if (!hasSoundHeader(address, length)) {
            return MALFORMED;
        }
        // about as long; longer ones grow
        long block = listpack.create((int) length);
        final long end = address + length - END_LENGTH;
        long at = address + HEADER_LENGTH;
        long before = at;
        int count = 0;
        while (block != 0 && at < end) {
            final long behind = open(at, end, at - before);
            if (behind == MALFORMED) {
                return freed(block, MALFORMED);
            }
            final long grown = isInteger
                    ? listpack.appendInteger(block, integer)
                    : listpack.append(block, stringAddress, stringLength);
            block = grown == 0 ? freed(block, NO_MEMORY) : grown;
            before = at;
            at = behind;
            count++;
        }
        if (block == 0) {
            return NO_MEMORY;
        }
        final long last = address + (Memory.getInt(address + LAST_OFFSET) & 0xffff_ffffL);
        return isCount(address, count) && last == before ? listpack.trim(block) : freed(block, MALFORMED);
    }

    private long freed(final long block, final long result) {
        listpack.free(block);
        return result;
    }

    private static boolean hasSoundHeader(final long address, final long length) {
        return length >= HEADER_LENGTH + END_LENGTH && length <= Listpack.MAX_BYTES
                && Memory.getInt(address + BYTES_OFFSET) == length
                && (Memory.getByte(address + length - END_LENGTH) & 0xff) == END;
    }

    private static boolean isCount(final long address, final int count) {
        final int stated = Memory.getShort(address + COUNT_OFFSET) & 0xffff;
        return stated == UNKNOWN_COUNT || stated == count;
    }

    /** Reads an entry; returns where the next one begins, or {@link #MALFORMED}. */
    private long open(final long address, final long end, final long lengthBefore) {
        final int first = Memory.getByte(address) & 0xff;
        if (first == END) {
            return MALFORMED;
        }
        final int beforeLength = first == LONG_BEFORE ? LONG_BEFORE_LENGTH : SHORT_BEFORE_LENGTH;
        final long at = address + beforeLength;
        // there is always the end's byte to read
        if (at >= end) {
            return MALFORMED;
        }
        final long before = first == LONG_BEFORE ? Memory.getInt(address + 1) & 0xffff_ffffL : first;
        if (before != lengthBefore) {
            return MALFORMED;
        }
        final int encoding = Memory.getByte(at) & 0xff;
        isInteger = encoding >= INTEGER_16_BITS;
        return isInteger ? openInteger(at, end, encoding) : openString(at, end, encoding);
    }

    private long openString(final long at, final long end, final int encoding) {
        final long room = end - at;
        final int header;
        final long length;
        if (encoding < STRING_14_BITS) {
            header = 1;
            length = encoding;
        } else if (encoding < STRING_32_BITS) {
            header = 2;
            length = room < header ? 0 : (encoding & VALUE_6_BITS) << 8 | Memory.getByte(at + 1) & 0xff;
        } else {
            header = LONG_STRING_HEADER;
            length = room < header ? 0 : Integer.reverseBytes(Memory.getInt(at + 1)) & 0xffff_ffffL;
        }
        if (encoding > STRING_32_BITS || header + length > room) {
            return MALFORMED;
        }
        stringAddress = at + header;
        stringLength = (int) length;
        return stringAddress + length;
    }

    private long openInteger(final long at, final long end, final int encoding) {
        final int bytes = switch (encoding) {
            case INTEGER_16_BITS -> Short.BYTES;
            case INTEGER_32_BITS -> Integer.BYTES;
            case INTEGER_64_BITS -> Long.BYTES;
            case INTEGER_24_BITS -> 3;
            case INTEGER_8_BITS -> 1;
            default -> 0;
        };
        final boolean isImmediate = encoding >= SMALLEST_IMMEDIATE && encoding <= LARGEST_IMMEDIATE;
        if (bytes == 0 && !isImmediate || at + 1 + bytes > end) {
            return MALFORMED;
        }
        integer = switch (bytes) {
            case Short.BYTES -> Memory.getShort(at + 1);
            case Integer.BYTES -> Memory.getInt(at + 1);
            case Long.BYTES -> Memory.getLong(at + 1);
            case 3 -> (Memory.getShort(at + 1) & 0xffff) | Memory.getByte(at + 3) << 16;
            case 1 -> Memory.getByte(at + 1);
            default -> encoding - SMALLEST_IMMEDIATE;
        };
        return at + 1 + bytes;
    }
}

package io.ringhold.wal.rdb.load.ziplist;

import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.memory.Memory;

/**
 * Makes listpacks of zipmaps, which may be any bytes: small hashes of Redis 2.4 and before.
 *
 * <pre>
 *  +---------------+----------------------------------------------------------------+------------+
 *  |  Fields; 254: |  field length | field | value length | unused | value | unused  |  End = 255 |
 *  |  many, count  |  ...                                                           |            |
 *  +---------------+----------------------------------------------------------------+------------+
 *
 *  length: one byte up to 253; 254, then 32 bits, little-endian        unused: one byte, of the bytes behind the value
 * </pre>
 *
 * Example: "a" "1", "bc" "":
 *
 * <pre>
 *  02 01 61 01 00 31 02 62 63 00 00 ff
 * </pre>
 *
 * Source: S. Raghavan, "Redis RDB File Format" (rdb.fnordig.de), "Zipmap encoding". Engine thread; allocates nothing on the heap.
 */
public final class Zipmaps {
    /** There is no memory for the listpack. */
    public static final long NO_MEMORY = 0;
    /** The bytes are no zipmap. */
    public static final long MALFORMED = -1;

    private static final int COUNT_LENGTH = 1;
    private static final int UNKNOWN_COUNT = 254;
    private static final int LONG_LENGTH = 254;
    private static final int LONG_LENGTH_BYTES = 5;
    private static final int END = 0xff;

    private final Listpack listpack;
    private long position;
    private long end;

    /** The listpack works on the blocks that are made. */
    public Zipmaps(final Listpack listpack) {
        this.listpack = listpack;
    }

    /** A listpack of the fields and values in turn: its block, {@link #NO_MEMORY} or {@link #MALFORMED}. */
    public long toListpack(final long address, final long length) {
        if (length < COUNT_LENGTH + 1 || length > Listpack.MAX_BYTES
                || (Memory.getByte(address + length - 1) & 0xff) != END) {
            return MALFORMED;
        }
        long block = listpack.create(ListpackDescriptor.EMPTY_LENGTH + (int) length);
        position = address + COUNT_LENGTH;
        end = address + length - 1;
        int fields = 0;
        while (block > 0 && position < end) {
            block = appendString(block, false);
            if (block > 0) {
                block = appendString(block, true);
            }
            fields++;
        }
        final int stated = Memory.getByte(address) & 0xff;
        if (block > 0 && stated < UNKNOWN_COUNT && stated != fields) {
            listpack.free(block);
            return MALFORMED;
        }
        return block > 0 ? listpack.trim(block) : block;
    }

    /** Returns the block from then on; when it answers an error, the block is free. */
    private long appendString(final long block, final boolean isValue) {
        final long length = readLength();
        final boolean isCut = length < 0 || isValue && position >= end;
        final long unused = isValue && !isCut ? Memory.getByte(position++) & 0xff : 0;
        if (isCut || length + unused > end - position) {
            listpack.free(block);
            return MALFORMED;
        }
        final long grown = listpack.append(block, position, (int) length);
        position += length + unused;
        if (grown == 0) {
            listpack.free(block);
        }
        return grown;
    }

    /** A length, or {@link #MALFORMED}. */
    private long readLength() {
        if (position >= end) {
            return MALFORMED;
        }
        final int first = Memory.getByte(position) & 0xff;
        if (first < LONG_LENGTH) {
            position++;
            return first;
        }
        if (first == END || end - position < LONG_LENGTH_BYTES) {
            return MALFORMED;
        }
        position += LONG_LENGTH_BYTES;
        return Memory.getInt(position - Integer.BYTES) & 0xffff_ffffL;
    }
}

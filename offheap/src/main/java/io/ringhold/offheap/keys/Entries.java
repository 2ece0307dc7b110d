package io.ringhold.offheap.keys;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.keys.EntryDescriptor.ACCESS_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.EXPIRY_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.EXPIRY_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_REFERENCE_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.FLAGS_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.KEY_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_KEY_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_LENGTHS_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_VALUE_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.MAX_SHORT_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.TYPE_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.VALUE_LENGTH_OFFSET;

/**
 * Reads and writes entries, whose layout {@link EntryDescriptor} shows. An entry is named by its offset in the arena.
 * Owner thread of the arena. Nothing here allocates on the heap.
 */
public final class Entries {
    /** Stands for "no expiry". */
    public static final long NO_EXPIRY = -1;

    private static final int CACHE_LINE = 64;

    private final Arena arena;

    public Entries(final Arena arena) {
        this.arena = arena;
    }

    /** The arena that the entries are in. */
    public Arena arena() {
        return arena;
    }

    /** Bytes that an entry takes. */
    public static long sizeOf(final int keyLength, final int valueLength, final boolean expiry) {
        final boolean isLong = keyLength > MAX_SHORT_LENGTH || valueLength > MAX_SHORT_LENGTH;
        return HEADER_LENGTH + (isLong ? LONG_LENGTHS_LENGTH : 0) + (expiry ? EXPIRY_LENGTH : 0) + (long) keyLength
                + valueLength;
    }

    /**
     * A new entry with room for a value of {@code valueLength} bytes, which the caller is to fill.
     *
     * @param keyAddress
     *            absolute; need not be in the arena.
     * @param expireAtMs
     *            or {@link #NO_EXPIRY}.
     * @return its offset, or 0 when there is no memory.
     */
    public long create(final int type, final int encoding, final long keyAddress, final int keyLength,
            final int valueLength, final long expireAtMs) {
        final boolean expiry = expireAtMs != NO_EXPIRY;
        final long entry = arena.allocate(sizeOf(keyLength, valueLength, expiry), MemoryTag.KEYS);
        if (entry == 0) {
            return 0;
        }
        final boolean isLong = keyLength > MAX_SHORT_LENGTH || valueLength > MAX_SHORT_LENGTH;
        final int flags = (expiry ? EXPIRY_FLAG : 0) | (isLong ? LONG_FLAG : 0);
        final long lengths = isLong ? 0 : (long) keyLength << 48 | (long) valueLength << 56;
        arena.putLong(entry, lengths | (long) flags << 8 | (long) encoding << 4 | type);
        long at = entry + HEADER_LENGTH;
        if (isLong) {
            arena.putInt(entry + LONG_KEY_LENGTH_OFFSET, keyLength);
            arena.putInt(entry + LONG_VALUE_LENGTH_OFFSET, valueLength);
            at += LONG_LENGTHS_LENGTH;
        }
        if (expiry) {
            arena.putLong(at, expireAtMs);
            at += EXPIRY_LENGTH;
        }
        arena.putBytes(at, keyAddress, keyLength);
        return entry;
    }

    /** Gives the entry's block back, and nothing that its value refers to. */
    public void free(final long entry) {
        arena.free(entry);
    }

    public int type(final long entry) {
        return arena.getByte(entry + TYPE_OFFSET) & 0xf;
    }

    public int encoding(final long entry) {
        return (arena.getByte(entry + TYPE_OFFSET) & 0xff) >>> 4;
    }

    public void encoding(final long entry, final int encoding) {
        arena.putByte(entry + TYPE_OFFSET, (byte) (encoding << 4 | type(entry)));
    }

    private int flags(final long entry) {
        return arena.getByte(entry + FLAGS_OFFSET);
    }

    public boolean hasExpiry(final long entry) {
        return (flags(entry) & EXPIRY_FLAG) != 0;
    }

    /** True when the value is a reference to a block of its own. */
    public boolean isExternal(final long entry) {
        return (flags(entry) & EXTERNAL_FLAG) != 0;
    }

    /** 32 bits for LRU or LFU. */
    public int access(final long entry) {
        return arena.getInt(entry + ACCESS_OFFSET);
    }

    /** Stores the 32 bits past the write barrier: or each GET while a snapshot runs would copy a page. */
    public void access(final long entry, final int bits) {
        arena.putIntAdvisory(entry + ACCESS_OFFSET, bits);
    }

    public int keyLength(final long entry) {
        return (flags(entry) & LONG_FLAG) != 0
                ? arena.getInt(entry + LONG_KEY_LENGTH_OFFSET)
                : arena.getByte(entry + KEY_LENGTH_OFFSET) & 0xff;
    }

    /** Absolute address of the key's first byte. */
    public long keyAddress(final long entry) {
        return arena.address(entry) + keyStart(flags(entry));
    }

    /** True when the entry's key is the given one. */
    public boolean keyEquals(final long entry, final long keyAddress, final int length) {
        return keyLength(entry) == length && Memory.equals(keyAddress(entry), keyAddress, length);
    }

    /**
     * Loads the cache lines of an entry behind its header, as far as a short entry reaches; for a search that looks ahead.
     *
     * @return a number that depends on what was loaded.
     */
    long touchContent(final long entry) {
        final long header = arena.getLong(entry);
        final long end = entry + keyStart((int) (header >>> 8)) - 1 + (header >>> 48 & 0xff) + (header >>> 56);
        long loaded = 0;
        for (long line = entry + CACHE_LINE; line < end; line += CACHE_LINE) {
            loaded += arena.getByte(line);
        }
        return loaded + arena.getByte(end);
    }

    /** Bytes of the value in the entry: of the value itself, or of the reference. */
    public int valueLength(final long entry) {
        return (flags(entry) & LONG_FLAG) != 0
                ? arena.getInt(entry + LONG_VALUE_LENGTH_OFFSET)
                : arena.getByte(entry + VALUE_LENGTH_OFFSET) & 0xff;
    }

    /** Offset in the arena of the value's first byte. */
    public long valueOffset(final long entry) {
        return entry + keyStart(flags(entry)) + keyLength(entry);
    }

    /** Most bytes that the value may have without the entry moving. */
    public long valueCapacity(final long entry) {
        final long room = arena.usableSize(entry) - (valueOffset(entry) - entry);
        return (flags(entry) & LONG_FLAG) != 0 ? room : Math.min(room, MAX_SHORT_LENGTH);
    }

    /** Sets the value's length, which must be within {@link #valueCapacity}. */
    public void valueLength(final long entry, final int length) {
        if ((flags(entry) & LONG_FLAG) != 0) {
            arena.putInt(entry + LONG_VALUE_LENGTH_OFFSET, length);
        } else {
            arena.putByte(entry + VALUE_LENGTH_OFFSET, (byte) length);
        }
    }

    /** Makes the value, whose length must be {@link EntryDescriptor#EXTERNAL_LENGTH}, a reference. */
    public void external(final long entry, final long reference, final long length) {
        arena.putByte(entry + FLAGS_OFFSET, (byte) (flags(entry) | EXTERNAL_FLAG));
        final long value = valueOffset(entry);
        arena.putLong(value + EXTERNAL_REFERENCE_OFFSET, reference);
        arena.putLong(value + EXTERNAL_LENGTH_OFFSET, length);
    }

    /** Makes the value plain bytes again; what it referred to is the caller's. */
    public void inline(final long entry) {
        arena.putByte(entry + FLAGS_OFFSET, (byte) (flags(entry) & ~EXTERNAL_FLAG));
    }

    /** Offset of the block that an external value stands in. */
    public long externalReference(final long entry) {
        return arena.getLong(valueOffset(entry) + EXTERNAL_REFERENCE_OFFSET);
    }

    /** Moves the block that an external value stands in out of memory that is being evacuated; returns where it is from now on. */
    public long relocateExternal(final long entry) {
        return arena.evacuation().moveReferred(valueOffset(entry) + EXTERNAL_REFERENCE_OFFSET);
    }

    /** The length kept with the reference. */
    public long externalLength(final long entry) {
        return arena.getLong(valueOffset(entry) + EXTERNAL_LENGTH_OFFSET);
    }

    /** Unix time in ms, or {@link #NO_EXPIRY}. */
    public long expireAtMs(final long entry) {
        final int flags = flags(entry);
        return (flags & EXPIRY_FLAG) == 0 ? NO_EXPIRY : arena.getLong(entry + expiryStart(flags));
    }

    /**
     * Sets or, with {@link #NO_EXPIRY}, takes away the expiry.
     *
     * @return the entry, which may have moved (the old block is freed then); 0 when there is no memory and nothing changed.
     */
    public long withExpiry(final long entry, final long expireAtMs) {
        final int flags = flags(entry);
        final boolean had = (flags & EXPIRY_FLAG) != 0;
        if (had && expireAtMs != NO_EXPIRY) {
            arena.putLong(entry + expiryStart(flags), expireAtMs);
            return entry;
        }
        if (had == (expireAtMs != NO_EXPIRY)) {
            return entry;
        }
        return had ? withoutExpiry(entry, flags) : withNewExpiry(entry, flags, expireAtMs);
    }

    /**
     * A new entry with the same value, expiry and access bits under another key. The value is not copied when it stands in a
     * block of its own: both entries refer to that then, and one of them is to be freed alone.
     *
     * @param keyAddress
     *            absolute.
     * @return its offset, or 0 when there is no memory.
     */
    public long withKey(final long entry, final long keyAddress, final int keyLength) {
        final int valueLength = valueLength(entry);
        final long renamed = create(type(entry), encoding(entry), keyAddress, keyLength, valueLength,
                expireAtMs(entry));
        if (renamed == 0) {
            return 0;
        }
        arena.copy(valueOffset(renamed), valueOffset(entry), valueLength);
        if (isExternal(entry)) {
            external(renamed, externalReference(entry), externalLength(entry));
        }
        access(renamed, access(entry));
        return renamed;
    }

    private long withoutExpiry(final long entry, final int flags) {
        final long length = (long) keyLength(entry) + valueLength(entry);
        final long from = keyStart(flags);
        arena.copy(entry + from - EXPIRY_LENGTH, entry + from, length);
        arena.putByte(entry + FLAGS_OFFSET, (byte) (flags & ~EXPIRY_FLAG));
        final long moved = arena.reallocate(entry, from - EXPIRY_LENGTH + length, MemoryTag.KEYS);
        return moved == 0 ? entry : moved;
    }

    private long withNewExpiry(final long entry, final int flags, final long expireAtMs) {
        final long length = (long) keyLength(entry) + valueLength(entry);
        final long from = keyStart(flags);
        final long moved = arena.reallocate(entry, from + EXPIRY_LENGTH + length, MemoryTag.KEYS);
        if (moved == 0) {
            return 0;
        }
        arena.copy(moved + from + EXPIRY_LENGTH, moved + from, length);
        arena.putLong(moved + from, expireAtMs);
        arena.putByte(moved + FLAGS_OFFSET, (byte) (flags | EXPIRY_FLAG));
        return moved;
    }

    private static long expiryStart(final int flags) {
        return HEADER_LENGTH + ((flags & LONG_FLAG) != 0 ? (long) LONG_LENGTHS_LENGTH : 0);
    }

    private static long keyStart(final int flags) {
        return expiryStart(flags) + ((flags & EXPIRY_FLAG) != 0 ? EXPIRY_LENGTH : 0);
    }
}

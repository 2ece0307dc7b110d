package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * String values. A number is kept as 8 bytes in the entry ("int"); other strings as their bytes, in the entry up to
 * {@value #MAX_INLINE} bytes, in a block of their own beyond that or once they have grown. The names "embstr" and "raw" tell
 * clients what Redis would tell them and say nothing about where the bytes are. Engine thread; allocates nothing on the heap.
 */
public final class StringValues implements ValueOperations {
    /** Longest string that is named "embstr". */
    public static final int MAX_EMBSTR = 44;
    /** Longest string that a new entry holds itself. */
    public static final int MAX_INLINE = 1024;

    private static final int MAX_GROWTH_SLACK = 1 << 20;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final long scratch;
    private long viewAddress;
    private long viewLength;

    StringValues(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        final long block = arena.allocate(Decimal.MAX_LENGTH + 4, MemoryTag.SCRATCH);
        if (block == 0) {
            throw new IllegalStateException("no memory in the arena");
        }
        this.scratch = arena.address(block);
    }

    @Override
    public String encodingName(final long entry) {
        return switch (entries.encoding(entry)) {
            case ValueType.ENCODING_INT -> "int";
            case ValueType.ENCODING_EMBSTR -> "embstr";
            default -> "raw";
        };
    }

    @Override
    public boolean freeSome(final long entry) {
        if (entries.isExternal(entry)) {
            arena.free(entries.externalReference(entry));
        }
        return true;
    }

    @Override
    public long parts(final long entry) {
        return 0;
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        if (entries.isExternal(entry)) {
            entries.relocateExternal(entry);
        }
        return true;
    }

    @Override
    public long externalBytes(final long entry) {
        return entries.isExternal(entry) ? arena.usableSize(entries.externalReference(entry)) : 0;
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        if (isInteger(entry)) {
            return integerEntry(keyAddress, keyLength, integer(entry), expireAtMs);
        }
        view(entry);
        final long copy = bytesEntry(keyAddress, keyLength, viewAddress, viewLength, expireAtMs);
        if (copy != 0) {
            entries.encoding(copy, entries.encoding(entry));
        }
        return copy;
    }

    /** True when the value is kept as a number. */
    public boolean isInteger(final long entry) {
        return entries.encoding(entry) == ValueType.ENCODING_INT;
    }

    /** The number of a value that is kept as one. */
    public long integer(final long entry) {
        return arena.getLong(entries.valueOffset(entry));
    }

    /** Length of the string in bytes. */
    public long length(final long entry) {
        if (isInteger(entry)) {
            return Decimal.length(integer(entry));
        }
        return entries.isExternal(entry) ? entries.externalLength(entry) : entries.valueLength(entry);
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell where the string's bytes are; good until the next view or change. */
    public void view(final long entry) {
        if (isInteger(entry)) {
            viewAddress = scratch;
            viewLength = Decimal.write(scratch, integer(entry)) - scratch;
        } else if (entries.isExternal(entry)) {
            viewAddress = arena.address(entries.externalReference(entry));
            viewLength = entries.externalLength(entry);
        } else {
            viewAddress = arena.address(entries.valueOffset(entry));
            viewLength = entries.valueLength(entry);
        }
    }

    /** Absolute address of the bytes viewed last. */
    public long viewAddress() {
        return viewAddress;
    }

    /** Length of the bytes viewed last. */
    public long viewLength() {
        return viewLength;
    }

    /**
     * Sets a key to a string, whatever it was before.
     *
     * @param slot
     *            the key's, or 0 when it is not there.
     * @param valueAddress
     *            absolute; not within the value that is replaced.
     * @param expireAtMs
     *            or {@link Entries#NO_EXPIRY}.
     * @return the key's slot, or 0 when there is no memory; nothing has changed then.
     */
    public long set(final Database database, final long slot, final long hash, final long keyAddress,
            final int keyLength, final long valueAddress, final long valueLength, final long expireAtMs) {
        if (valueLength <= Decimal.MAX_LENGTH && Decimal.isInteger(valueAddress, (int) valueLength)) {
            return setInteger(database, slot, hash, keyAddress, keyLength,
                    Decimal.parse(valueAddress, (int) valueLength), expireAtMs);
        }
        return setBytes(database, slot, hash, keyAddress, keyLength, valueAddress, valueLength, expireAtMs);
    }

    /** Sets a key to a string that is kept as bytes even where it reads as a number; otherwise as {@link #set}. */
    public long setBytes(final Database database, final long slot, final long hash, final long keyAddress,
            final int keyLength, final long valueAddress, final long valueLength, final long expireAtMs) {
        if (slot != 0) {
            final long old = database.entry(slot);
            if (fitsInPlace(old, valueLength, expireAtMs)) {
                entries.encoding(old, encodingOf(valueLength));
                entries.valueLength(old, (int) valueLength);
                arena.putBytes(entries.valueOffset(old), valueAddress, valueLength);
                return slot;
            }
        }
        final long entry = bytesEntry(keyAddress, keyLength, valueAddress, valueLength, expireAtMs);
        return put(database, slot, hash, entry);
    }

    /**
     * Adds a key, which must not be there, with a "raw" string of zeros.
     *
     * @return the offset in the arena of its first byte, or 0 when there is no memory; nothing has changed then.
     */
    public long create(final Database database, final long hash, final long keyAddress, final int keyLength,
            final long length) {
        final long entry;
        if (length <= MAX_INLINE) {
            entry = entries.create(ValueType.STRING, ValueType.ENCODING_RAW, keyAddress, keyLength, (int) length,
                    Entries.NO_EXPIRY);
        } else {
            entry = entryOf(keyAddress, keyLength, arena.allocate(length, MemoryTag.STRINGS), length);
        }
        if (entry == 0 || database.insert(hash, entry) == 0) {
            return 0;
        }
        final long bytes = entries.isExternal(entry) ? entries.externalReference(entry) : entries.valueOffset(entry);
        arena.fill(bytes, length, (byte) 0);
        return bytes;
    }

    /**
     * Sets a key, whatever it was before, to the "raw" string that a block holds; without expiry.
     *
     * @param block
     *            of the arena, tagged as strings; it belongs to the value from then on, and is freed when there is no memory.
     * @return the key's slot, or 0 when there is no memory; nothing has changed then.
     */
    public long adopt(final Database database, final long slot, final long hash, final long keyAddress,
            final int keyLength, final long block, final long length) {
        if (length > MAX_INLINE) {
            return put(database, slot, hash, entryOf(keyAddress, keyLength, block, length));
        }
        final long entry = entries.create(ValueType.STRING, ValueType.ENCODING_RAW, keyAddress, keyLength, (int) length,
                Entries.NO_EXPIRY);
        if (entry != 0) {
            arena.putBytes(entries.valueOffset(entry), arena.address(block), length);
        }
        arena.free(block);
        return put(database, slot, hash, entry);
    }

    /** Sets a key to a number; otherwise as {@link #set}. */
    public long setInteger(final Database database, final long slot, final long hash, final long keyAddress,
            final int keyLength, final long value, final long expireAtMs) {
        if (slot != 0) {
            final long old = database.entry(slot);
            if (fitsInPlace(old, Long.BYTES, expireAtMs)) {
                entries.encoding(old, ValueType.ENCODING_INT);
                entries.valueLength(old, Long.BYTES);
                arena.putLong(entries.valueOffset(old), value);
                return slot;
            }
        }
        return put(database, slot, hash, integerEntry(keyAddress, keyLength, value, expireAtMs));
    }

    /** Stores a number in the place of the one that the entry holds. */
    public void integer(final long entry, final long value) {
        arena.putLong(entries.valueOffset(entry), value);
    }

    /**
     * Makes a string ready to be changed in place: as plain bytes ("raw"), as long as asked, zeros behind what was there.
     *
     * @param slot
     *            of a string; its entry may move.
     * @param newLength
     *            not less than the string has now.
     * @return the offset in the arena of the first byte, or 0 when there is no memory; the string has not changed then.
     */
    public long writable(final Database database, final long slot, final long newLength) {
        final long entry = database.entry(slot);
        final long length = length(entry);
        if (entries.isExternal(entry)) {
            return growExternal(entry, length, newLength);
        }
        if (!isInteger(entry) && newLength <= entries.valueCapacity(entry)) {
            final long bytes = entries.valueOffset(entry);
            arena.fill(bytes + length, newLength - length, (byte) 0);
            entries.valueLength(entry, (int) newLength);
            entries.encoding(entry, ValueType.ENCODING_RAW);
            return bytes;
        }
        return makeExternal(database, slot, entry, newLength);
    }

    /** A new entry with a string, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength, final long valueAddress, final long valueLength,
            final long expireAtMs) {
        if (valueLength <= Decimal.MAX_LENGTH && Decimal.isInteger(valueAddress, (int) valueLength)) {
            return integerEntry(keyAddress, keyLength, Decimal.parse(valueAddress, (int) valueLength), expireAtMs);
        }
        return bytesEntry(keyAddress, keyLength, valueAddress, valueLength, expireAtMs);
    }

    private boolean fitsInPlace(final long entry, final long valueLength, final long expireAtMs) {
        if (entries.type(entry) != ValueType.STRING || entries.isExternal(entry)
                || valueLength > entries.valueCapacity(entry) || entries.expireAtMs(entry) != expireAtMs) {
            return false;
        }
        final long unused = entries.valueCapacity(entry) - valueLength;
        return unused <= Math.max(2 * Long.BYTES, valueLength);
    }

    private static int encodingOf(final long length) {
        return length <= MAX_EMBSTR ? ValueType.ENCODING_EMBSTR : ValueType.ENCODING_RAW;
    }

    private long put(final Database database, final long slot, final long hash, final long entry) {
        if (entry == 0) {
            return 0;
        }
        if (slot == 0) {
            return database.insert(hash, entry);
        }
        database.replace(slot, entry);
        return slot;
    }

    /** A new entry with a number, in no table yet; 0 when there is no memory. */
    public long integerEntry(final long keyAddress, final int keyLength, final long value, final long expireAtMs) {
        final long entry = entries.create(ValueType.STRING, ValueType.ENCODING_INT, keyAddress, keyLength, Long.BYTES,
                expireAtMs);
        if (entry != 0) {
            arena.putLong(entries.valueOffset(entry), value);
        }
        return entry;
    }

    private long bytesEntry(final long keyAddress, final int keyLength, final long valueAddress, final long valueLength,
            final long expireAtMs) {
        if (valueLength <= MAX_INLINE) {
            final long entry = entries.create(ValueType.STRING, encodingOf(valueLength), keyAddress, keyLength,
                    (int) valueLength, expireAtMs);
            if (entry != 0) {
                arena.putBytes(entries.valueOffset(entry), valueAddress, valueLength);
            }
            return entry;
        }
        final long block = arena.allocate(valueLength, MemoryTag.STRINGS);
        if (block == 0) {
            return 0;
        }
        arena.putBytes(block, valueAddress, valueLength);
        final long entry = externalEntry(keyAddress, keyLength, block, valueLength, expireAtMs);
        if (entry == 0) {
            arena.free(block);
        }
        return entry;
    }

    /** An entry without expiry that refers to the block; 0 when there is none or no memory, and then the block is freed. */
    private long entryOf(final long keyAddress, final int keyLength, final long block, final long length) {
        if (block == 0) {
            return 0;
        }
        final long entry = externalEntry(keyAddress, keyLength, block, length, Entries.NO_EXPIRY);
        if (entry == 0) {
            arena.free(block);
        }
        return entry;
    }

    private long externalEntry(final long keyAddress, final int keyLength, final long block, final long length,
            final long expireAtMs) {
        final long entry = entries.create(ValueType.STRING, ValueType.ENCODING_RAW, keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        if (entry != 0) {
            entries.external(entry, block, length);
        }
        return entry;
    }

    private static long withSlack(final long length) {
        return length + Math.min(length, MAX_GROWTH_SLACK);
    }

    private long growExternal(final long entry, final long length, final long newLength) {
        long block = entries.externalReference(entry);
        if (newLength > arena.usableSize(block)) {
            block = arena.reallocate(block, withSlack(newLength), MemoryTag.STRINGS);
            if (block == 0) {
                return 0;
            }
        }
        arena.fill(block + length, newLength - length, (byte) 0);
        entries.external(entry, block, newLength);
        return block;
    }

    private long makeExternal(final Database database, final long slot, final long entry, final long newLength) {
        view(entry);
        final long block = arena.allocate(withSlack(newLength), MemoryTag.STRINGS);
        if (block == 0) {
            return 0;
        }
        arena.putBytes(block, viewAddress, viewLength);
        arena.fill(block + viewLength, newLength - viewLength, (byte) 0);
        final long changed = externalEntry(entries.keyAddress(entry), entries.keyLength(entry), block, newLength,
                entries.expireAtMs(entry));
        if (changed == 0) {
            arena.free(block);
            return 0;
        }
        database.replace(slot, changed);
        return block;
    }

    /** The keyspace that the values are in. */
    public Keyspace keyspace() {
        return keyspace;
    }

    /** True when the string equals the given bytes. */
    public boolean equal(final long entry, final long address, final long length) {
        view(entry);
        return viewLength == length && Memory.equals(viewAddress, address, length);
    }
}

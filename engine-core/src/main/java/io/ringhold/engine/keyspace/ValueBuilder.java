package io.ringhold.engine.keyspace;

import io.ringhold.engine.keyspace.hash.FieldListpack;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.intset.Intset;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.listpack.ListpackCheck;

import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Makes entries of values that come from elsewhere, a dump or another server: of elements one by one, or of whole listpacks and intsets, which
 * are taken as they are when they are sound. Nothing is taken on trust. The entries are in no table yet.
 *
 * <p>
 * Each value is begun by {@link #key}; what makes an entry answers its offset, {@link #NO_MEMORY} or {@link #MALFORMED}. A block that is handed over
 * belongs to the value from then on, and is freed when that cannot be made. Whether a value is compact is decided by the same settings as for
 * values that grow. Engine thread.
 */
public final class ValueBuilder {
    /** There is no memory for it. */
    public static final long NO_MEMORY = 0;
    /** The bytes are not what they should be: broken, with duplicates, or in the wrong order. */
    public static final long MALFORMED = -1;
    /** Latest time at which a field can expire, in ms since 1970. */
    public static final long MAX_FIELD_TIME_MS = (1L << 48) - 1;

    /** Most elements that are looked through for duplicates as they are; beyond that a large value is made of them, whatever the settings. */
    private static final int MAX_COMPACT = 1 << 16;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final Listpack listpack;
    private final Intset intset;
    private final ScorePairs pairs;
    /** Its views are of values, while those of {@link #listpack} are of their fields. */
    private final Listpack values;
    private final ListpackCheck check = new ListpackCheck();
    private final DistinctElements distinct;
    private final HashCursor cursor = new HashCursor();
    private long keyAddress;
    private int keyLength;
    private long expireAtMs;

    /** For values of a keyspace. */
    public ValueBuilder(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.pairs = new ScorePairs(arena);
        this.listpack = pairs.listpack();
        this.values = new Listpack(arena, MemoryTag.LISTPACKS);
        this.intset = new Intset(arena, MemoryTag.LISTPACKS);
        this.distinct = new DistinctElements(arena, listpack, keyspace.hash());
    }

    /**
     * Sets the key of the value that comes next.
     *
     * @param address
     *            absolute; the bytes must stay until the entry has been made.
     * @param newExpireAtMs
     *            or {@link Entries#NO_EXPIRY}.
     */
    public void key(final long address, final int length, final long newExpireAtMs) {
        keyAddress = address;
        keyLength = length;
        expireAtMs = newExpireAtMs;
    }

    /** Works on listpacks that are to be handed over. */
    public Listpack listpack() {
        return listpack;
    }

    /** A listpack of bytes from elsewhere, each element in its shortest form: a block, {@link #NO_MEMORY} or {@link #MALFORMED}. */
    public long listpackOf(final long address, final long length) {
        if (!check.isValid(address, length)) {
            return MALFORMED;
        }
        final boolean isCanonical = check.isCanonical();
        final long block = listpack.createFrom(address, (int) length);
        if (block == 0 || isCanonical) {
            return block;
        }
        final long recoded = listpack.recode(block);
        listpack.free(block);
        return recoded;
    }

    /** A string; a number is kept as one. */
    public long string(final long address, final long length) {
        return keyspace.strings().createEntry(keyAddress, keyLength, address, length, expireAtMs);
    }

    /** A string that is a number. */
    public long number(final long value) {
        return keyspace.strings().integerEntry(keyAddress, keyLength, value, expireAtMs);
    }

    /** An empty list. */
    public long list() {
        return keyspace.lists().createEntry(keyAddress, keyLength, expireAtMs);
    }

    /** Adds the elements of a listpack, should it have any, to a list; false when there is no memory. The block is not the caller's any more. */
    public boolean addNode(final long entry, final long block) {
        final boolean isEmpty = listpack.count(block) == 0;
        final boolean added = isEmpty || keyspace.lists().adopt(entry, block);
        if (isEmpty || !added) {
            listpack.free(block);
        }
        return added;
    }

    /** An empty set that is to have so many members. */
    public long set(final long members) {
        return keyspace.sets().createEntry(keyAddress, keyLength, expireAtMs, members);
    }

    /** An empty hash that is to have so many fields. */
    public long hash(final long fields) {
        return keyspace.hashes().createEntry(keyAddress, keyLength, expireAtMs, fields);
    }

    /** An empty sorted set that is to have so many members. */
    public long sortedSet(final long members) {
        return keyspace.sortedSets().createEntry(keyAddress, keyLength, expireAtMs, members);
    }

    /** An empty stream. */
    public long stream() {
        return keyspace.streams().createEntry(keyAddress, keyLength, expireAtMs);
    }

    /** A set of the bytes of an intset. */
    public long setOfIntset(final long address, final long length) {
        if (!Intset.isValid(address, length)) {
            return MALFORMED;
        }
        final long entry = entryOf(ValueType.SET, ValueType.ENCODING_INTSET, intset.load(address, length));
        return entry == 0 || keyspace.sets().settle(entry) ? entry : discarded(entry, NO_MEMORY);
    }

    /** A set of a listpack of members. */
    public long setOfListpack(final long block) {
        if (listpack.count(block) > MAX_COMPACT) {
            return largeSetOf(block);
        }
        if (!distinct.areDistinct(block, listpack.count(block), 1)) {
            return freed(block);
        }
        final long entry = entryOf(ValueType.SET, ValueType.ENCODING_LISTPACK, block);
        return entry == 0 || keyspace.sets().settle(entry) ? entry : discarded(entry, NO_MEMORY);
    }

    private long largeSetOf(final long block) {
        long entry = set(Long.MAX_VALUE);
        for (int at = listpack.first(block); entry > 0 && at != Listpack.NONE; at = listpack.next(block, at)) {
            listpack.view(block, at);
            entry = switch (keyspace.sets().add(entry, listpack.viewAddress(), listpack.viewLength())) {
                case SetValues.ADDED -> entry;
                case SetValues.PRESENT -> discarded(entry, MALFORMED);
                default -> discarded(entry, NO_MEMORY);
            };
        }
        listpack.free(block);
        return entry;
    }

    /** A hash of a listpack of fields and values in turn. */
    public long hashOfListpack(final long block) {
        return hashOf(block, FieldListpack.PAIR, ValueType.ENCODING_LISTPACK, 0);
    }

    /** A hash of a listpack of fields and values in turn, which is a large one when some of them are long: they come from where no setting has kept them short. */
    public long hashOfLongListpack(final long block) {
        int longest = 0;
        for (int at = listpack.first(block); at != Listpack.NONE; at = listpack.next(block, at)) {
            listpack.view(block, at);
            longest = Math.max(longest, listpack.viewLength());
        }
        return hashOf(block, FieldListpack.PAIR, ValueType.ENCODING_LISTPACK, longest);
    }

    /** A hash of a listpack of field, value and time at which it expires, 0 being never. */
    public long hashOfTimedListpack(final long block) {
        return areTimes(block) ? hashOf(block, FieldListpack.TRIPLE, ValueType.ENCODING_LISTPACK_EX, 0) : freed(block);
    }

    private long hashOf(final long block, final int width, final int encoding, final int longest) {
        final int count = listpack.count(block);
        if (count % width != 0) {
            return freed(block);
        }
        if (count > MAX_COMPACT) {
            return largeHashOf(block, width);
        }
        if (!distinct.areDistinct(block, count, width)) {
            return freed(block);
        }
        final long entry = entryOf(ValueType.HASH, encoding, block);
        return entry == 0 || keyspace.hashes().settle(entry, longest) ? entry : discarded(entry, NO_MEMORY);
    }

    private long largeHashOf(final long block, final int width) {
        long entry = hash(Long.MAX_VALUE);
        int at = listpack.first(block);
        while (entry > 0 && at != Listpack.NONE) {
            listpack.view(block, at);
            at = listpack.next(block, at);
            values.view(block, at);
            at = listpack.next(block, at);
            long atMs = HashValues.NEVER;
            if (width == FieldListpack.TRIPLE) {
                atMs = listpack.integer(block, at);
                at = listpack.next(block, at);
            }
            final long added = addField(entry, listpack.viewAddress(), listpack.viewLength(), values.viewAddress(),
                    values.viewLength(), atMs);
            entry = added > 0 ? entry : discarded(entry, added);
        }
        listpack.free(block);
        return entry;
    }

    private boolean areTimes(final long block) {
        int index = 0;
        for (int at = listpack.first(block); at != Listpack.NONE; at = listpack.next(block, at)) {
            if (index % FieldListpack.TRIPLE == FieldListpack.PAIR
                    && (!listpack.isInteger(block, at) || !isTime(listpack.integer(block, at)))) {
                return false;
            }
            index++;
        }
        return true;
    }

    private static boolean isTime(final long atMs) {
        return atMs >= HashValues.NEVER && atMs <= MAX_FIELD_TIME_MS;
    }

    /**
     * Adds a field to a hash, which must not have it.
     *
     * @param atMs
     *            when it expires, or {@link HashValues#NEVER}.
     * @return the entry, {@link #NO_MEMORY}, or {@link #MALFORMED} when the field is there or the time is none.
     */
    public long addField(final long entry, final long address, final int length, final long valueAddress,
            final int valueLength, final long atMs) {
        final HashValues hashes = keyspace.hashes();
        final long before = hashes.sizeWithDue(entry);
        if (!isTime(atMs)) {
            return MALFORMED;
        }
        if (hashes.set(entry, address, length, valueAddress, valueLength) == HashValues.NO_MEMORY) {
            return NO_MEMORY;
        }
        if (hashes.sizeWithDue(entry) == before) {
            return MALFORMED;
        }
        if (atMs == HashValues.NEVER) {
            return entry;
        }
        return hashes.locate(entry, address, length, cursor) && hashes.expireAtMs(entry, cursor, atMs)
                ? entry
                : NO_MEMORY;
    }

    /** A sorted set of a listpack of members and scores in turn. */
    public long sortedSetOfListpack(final long block) {
        final int count = listpack.count(block);
        if (count % 2 != 0) {
            return freed(block);
        }
        if (count > MAX_COMPACT) {
            return ofPairs(block, Long.MAX_VALUE);
        }
        if (!distinct.areDistinct(block, count, 2)) {
            return freed(block);
        }
        if (!keyspace.sortedSets().isInOrder(block)) {
            return ofPairs(block, count / 2);
        }
        final long entry = entryOf(ValueType.SORTED_SET, ValueType.ENCODING_LISTPACK, block);
        return entry == 0 || keyspace.sortedSets().settle(entry) ? entry : discarded(entry, NO_MEMORY);
    }

    /** A sorted set of pairs in any order. */
    private long ofPairs(final long block, final long members) {
        long entry = sortedSet(members);
        for (int at = pairs.first(block); entry > 0 && at != Listpack.NONE; at = pairs.next(block, at)) {
            final double score = pairs.score(block, at);
            listpack.view(block, at);
            final long added = addMember(entry, listpack.viewAddress(), listpack.viewLength(), score);
            entry = added > 0 ? entry : discarded(entry, added);
        }
        listpack.free(block);
        return entry;
    }

    /** Adds a member to a sorted set, which must not have it: the entry, {@link #NO_MEMORY}, or {@link #MALFORMED} when it has or the score is NaN. */
    public long addMember(final long entry, final long address, final int length, final double score) {
        if (Double.isNaN(score)) {
            return MALFORMED;
        }
        return switch (keyspace.sortedSets().set(entry, address, length, score)) {
            case SortedSetValues.ADDED -> entry;
            case SortedSetValues.UPDATED -> MALFORMED;
            default -> NO_MEMORY;
        };
    }

    /** Makes a compact collection a large one, whatever the settings; false when there is no memory. Others stay as they are. */
    public boolean enlarge(final long entry) {
        if (!ValueType.isCompact(entries.encoding(entry))) {
            return true;
        }
        return switch (entries.type(entry)) {
            case ValueType.LIST -> keyspace.lists().enlarge(entry);
            case ValueType.SET -> keyspace.sets().enlarge(entry);
            case ValueType.HASH -> keyspace.hashes().enlarge(entry);
            case ValueType.SORTED_SET -> keyspace.sortedSets().enlarge(entry);
            default -> throw new AssertionError(entries.type(entry));
        };
    }

    /** Frees an entry that is in no table, with its value. */
    public void discard(final long entry) {
        keyspace.freeEntry(entry);
    }

    private long entryOf(final int type, final int encoding, final long block) {
        if (block == 0) {
            return NO_MEMORY;
        }
        final long entry = entries.create(type, encoding, keyAddress, keyLength, EXTERNAL_LENGTH, expireAtMs);
        if (entry == 0) {
            arena.free(block);
            return NO_MEMORY;
        }
        entries.external(entry, block, 0);
        return entry;
    }

    private long discarded(final long entry, final long result) {
        discard(entry);
        return result;
    }

    private long freed(final long block) {
        listpack.free(block);
        return MALFORMED;
    }
}

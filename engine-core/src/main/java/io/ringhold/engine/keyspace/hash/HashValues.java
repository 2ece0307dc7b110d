package io.ringhold.engine.keyspace.hash;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.Relocation;
import io.ringhold.engine.keyspace.ValueOperations;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.listpack.Listpack;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE_EX;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK_EX;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Hashes: a {@link FieldListpack} while they have few and short fields ("listpack"; "listpackex" when fields expire), a {@link FieldDict}
 * beyond that ("hashtable"). The entry refers to the one or the other. Hashes do not turn back. Engine thread; allocates nothing on the heap.
 *
 * <p>
 * A field whose time has come is not there for any method but those that say so, and stays in memory until {@link #findDue} finds it. What needs
 * memory says so when there is none: the hash is then as it was. A hash may be empty within a command only: the command deletes its
 * key.
 */
public final class HashValues implements ValueOperations {
    /** What {@link #set} answers when there is no memory. */
    public static final int NO_MEMORY = -1;
    /** What {@link #set} answers when the field had another value. */
    public static final int UPDATED = 0;
    /** What {@link #set} answers when the field is new. */
    public static final int ADDED = 1;
    /** The time of a field that does not expire. */
    public static final long NEVER = 0;

    private static final int RANDOM_TRIES = 64;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final FieldListpack small;
    /** Its views are of fields. */
    private final Listpack listpack;
    /** Its views are of values. */
    private final Listpack values;
    private final FieldDict large;
    private final Dict dict;
    private final HashConversions conversions;
    private final HashCursor walk = new HashCursor();
    private final LongConsumer scanVisitor = this::visitScanned;
    private long maxListpackFields = 512;
    private long maxListpackValue = 64;
    private long fieldAddress;
    private int fieldLength;
    private long valueAddress;
    private int valueLength;
    private LongConsumer scanning;
    private long scannedTimes;

    /** The hashes of a keyspace, whose shared parts must be there already. */
    public HashValues(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.large = new FieldDict(keyspace);
        this.dict = large.dict();
        this.small = new FieldListpack(arena);
        this.listpack = small.listpack();
        this.values = new Listpack(arena, MemoryTag.LISTPACKS);
        this.conversions = new HashConversions(this, entries, small, large);
    }

    /** Sets up to where hashes are compact: {@code hash-max-listpack-entries} and {@code hash-max-listpack-value}. */
    public void limits(final long listpackFields, final long listpackValue) {
        maxListpackFields = listpackFields;
        maxListpackValue = listpackValue;
    }

    @Override
    public String encodingName(final long entry) {
        return switch (entries.encoding(entry)) {
            case ENCODING_LISTPACK -> "listpack";
            case ENCODING_LISTPACK_EX -> "listpackex";
            default -> "hashtable";
        };
    }

    @Override
    public boolean freeSome(final long entry) {
        if (isListpack(entry)) {
            listpack.free(reference(entry));
            return true;
        }
        return large.freeSome(reference(entry), isTimed(entry));
    }

    @Override
    public long parts(final long entry) {
        return isListpack(entry) ? 0 : sizeWithDue(entry);
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        final long root = entries.relocateExternal(entry);
        return isListpack(entry) || large.relocateSome(root, isTimed(entry), relocation);
    }

    @Override
    public long externalBytes(final long entry) {
        return isListpack(entry)
                ? arena.usableSize(reference(entry))
                : large.usedBytes(reference(entry), isTimed(entry));
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = entries.create(ValueType.HASH, entries.encoding(entry), keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long root = isListpack(entry) ? listpack.copy(reference(entry)) : conversions.copyDict(entry);
        if (root == 0) {
            entries.free(copy);
            return 0;
        }
        entries.external(copy, root, 0);
        return copy;
    }

    /** A new entry with an empty hash that is to have so many fields, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength, final long expireAtMs, final long fields) {
        final boolean isLarge = fields > maxListpackFields;
        final long root = isLarge ? dict.create() : listpack.create();
        final long entry = root == 0
                ? 0
                : entries.create(ValueType.HASH, isLarge ? ValueType.ENCODING_HASHTABLE : ENCODING_LISTPACK, keyAddress,
                        keyLength, EXTERNAL_LENGTH, expireAtMs);
        if (entry != 0) {
            entries.external(entry, root, 0);
        } else if (root != 0) {
            arena.free(root);
        }
        return entry;
    }

    /**
     * Makes a compact hash from elsewhere a large one when it has too many fields, or ones that are too long; false when there is no memory.
     *
     * @param longest
     *            length of the longest field or value, or 0 when that is not to matter.
     */
    public boolean settle(final long entry, final int longest) {
        return sizeWithDue(entry) <= maxListpackFields && longest <= maxListpackValue || conversions.toDict(entry);
    }

    /** Bytes that a large hash keeps behind a field for a value of so many bytes. */
    public static long tailBytes(final int valueLength) {
        return FieldElements.tailLength(valueLength);
    }

    /** Makes a compact hash a large one; false when there is no memory. */
    public boolean enlarge(final long entry) {
        return conversions.toDict(entry);
    }

    /** Adds a key, which must not be there, with an empty hash; returns its slot, or 0 when there is no memory. */
    public long create(final Database database, final long keyHash, final long keyAddress, final int keyLength) {
        final long entry = createEntry(keyAddress, keyLength, Entries.NO_EXPIRY, 0);
        return entry == 0 ? 0 : database.insert(keyHash, entry);
    }

    /** Number of fields. */
    public long size(final long entry) {
        if (!isTimed(entry)) {
            return sizeWithDue(entry);
        }
        if (!isListpack(entry)) {
            return sizeWithDue(entry) - large.countDue(timesOf(entry));
        }
        long size = 0;
        for (boolean more = first(entry, walk); more; more = next(walk)) {
            size++;
        }
        return size;
    }

    /** Number of fields in memory. */
    public long sizeWithDue(final long entry) {
        return isListpack(entry) ? small.size(reference(entry), width(entry)) : dict.size(dictOf(entry));
    }

    /** Goes to a field; false when it is not there. */
    public boolean find(final long entry, final long address, final int length, final HashCursor cursor) {
        return locate(entry, address, length, cursor) && !isDue(cursor);
    }

    /** Goes to a field, due or not; false when it is not there. */
    public boolean locate(final long entry, final long address, final int length, final HashCursor cursor) {
        open(entry, cursor);
        cursor.place = isListpack(cursor.encoding)
                ? small.find(cursor.root, width(cursor.encoding), address, length)
                : large.find(cursor.root, address, length);
        return cursor.place != 0;
    }

    private void open(final long entry, final HashCursor cursor) {
        final int encoding = entries.encoding(entry);
        cursor.at(encoding, isListpack(encoding) ? reference(entry) : dictOf(entry), 0);
        cursor.times = encoding == ENCODING_HASHTABLE_EX ? timesOf(entry) : 0;
    }

    /** Gives a field a value, and no time: {@link #ADDED}, {@link #UPDATED} or {@link #NO_MEMORY}. */
    public int set(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        return isTimed(entry)
                ? setTimed(entry, address, length, newAddress, newLength, false)
                : store(entry, address, length, newAddress, newLength);
    }

    /** As {@link #set}, but the field's time stays as it is. */
    public int setKeepingTime(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        return isTimed(entry)
                ? setTimed(entry, address, length, newAddress, newLength, true)
                : store(entry, address, length, newAddress, newLength);
    }

    /** A field whose time has come is a new one, without a time. */
    private int setTimed(final long entry, final long address, final int length, final long newAddress,
            final int newLength, final boolean keepsTime) {
        final boolean wasThere = find(entry, address, length, walk);
        if (store(entry, address, length, newAddress, newLength) == NO_MEMORY) {
            return NO_MEMORY;
        }
        if ((!wasThere || !keepsTime) && locate(entry, address, length, walk)) {
            expireAtMs(entry, walk, NEVER);
        }
        return wasThere ? UPDATED : ADDED;
    }

    private int store(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        if (isListpack(entry)) {
            if (fitsListpack(entry, address, length, newAddress, newLength)) {
                return setInListpack(entry, address, length, newAddress, newLength);
            }
            if (!conversions.toDict(entry)) {
                return NO_MEMORY;
            }
        }
        return large.set(dictOf(entry), address, length, newAddress, newLength);
    }

    /** When the field at a cursor expires, in ms since 1970, or {@link #NEVER}. */
    public long expireAtMs(final HashCursor cursor) {
        if (cursor.encoding == ENCODING_LISTPACK_EX) {
            return small.expireAtMs(cursor.root, (int) cursor.place);
        }
        return cursor.times == 0 ? NEVER : large.expireAtMs(cursor.times, dict.element(cursor.place));
    }

    /**
     * Sets when the field at a cursor expires. The cursor is of no use any more.
     *
     * @param atMs
     *            ms since 1970, or {@link #NEVER}.
     * @return false when there is no memory; never for a field that does not expire from then on.
     */
    public boolean expireAtMs(final long entry, final HashCursor cursor, final long atMs) {
        if (!isTimed(entry)) {
            if (atMs == NEVER) {
                return true;
            }
            view(cursor);
            if (!isListpack(entry)) {
                return conversions.toTimedDict(entry)
                        && large.times().set(timesOf(entry), fieldAddress, fieldLength, (double) atMs) != NO_MEMORY;
            }
            final int index = indexOf(cursor);
            if (!conversions.toTimedListpack(entry)) {
                return false;
            }
            return refer(entry, small.expireAtMs(reference(entry),
                    listpack.seek(reference(entry), FieldListpack.TRIPLE * index), atMs));
        }
        if (isListpack(entry)) {
            return refer(entry, small.expireAtMs(cursor.root, (int) cursor.place, atMs));
        }
        view(cursor);
        if (atMs == NEVER) {
            large.times().remove(cursor.times, fieldAddress, fieldLength);
            return true;
        }
        return large.times().set(cursor.times, fieldAddress, fieldLength, (double) atMs) != NO_MEMORY;
    }

    /** When the next field expires, due ones included, or {@link #NEVER}. */
    public long nextExpiryMs(final long entry) {
        if (!isTimed(entry)) {
            return NEVER;
        }
        if (!isListpack(entry)) {
            return large.nextExpiryMs(timesOf(entry));
        }
        final long block = reference(entry);
        long next = NEVER;
        for (int at = listpack.first(block); at != Listpack.NONE; at = small.next(block, FieldListpack.TRIPLE, at)) {
            final long atMs = small.expireAtMs(block, at);
            next = atMs == NEVER || next != NEVER && next < atMs ? next : atMs;
        }
        return next;
    }

    /**
     * Goes to a field whose time has come, for {@link #view} and {@link #remove}; false when there is none.
     */
    public boolean findDue(final long entry, final HashCursor cursor) {
        if (!isTimed(entry) || keyspace.expiryPaused()) {
            return false;
        }
        open(entry, cursor);
        if (!isListpack(entry)) {
            cursor.place = large.hasDue(cursor.times) ? large.findFirstDue(cursor.root, cursor.times) : 0;
            return cursor.place != 0;
        }
        cursor.place = listpack.first(cursor.root);
        while (cursor.place != 0 && !isDue(cursor)) {
            cursor.place = small.next(cursor.root, FieldListpack.TRIPLE, (int) cursor.place);
        }
        return cursor.place != 0;
    }

    /** Takes the field at a cursor out. */
    public void remove(final long entry, final HashCursor cursor) {
        if (isListpack(cursor.encoding)) {
            refer(entry, small.remove(cursor.root, width(cursor.encoding), (int) cursor.place));
            return;
        }
        large.remove(cursor.root, cursor.times, cursor.place);
    }

    /** Goes to the first field, in an order that only holds while the hash does not change; false when there is none. */
    public boolean first(final long entry, final HashCursor cursor) {
        return firstWithDue(entry, cursor) && (!isDue(cursor) || next(cursor));
    }

    /** Goes to the next field; false when there is none. */
    public boolean next(final HashCursor cursor) {
        boolean more = nextWithDue(cursor);
        while (more && isDue(cursor)) {
            more = nextWithDue(cursor);
        }
        return more;
    }

    /** As {@link #first}, due fields included. */
    boolean firstWithDue(final long entry, final HashCursor cursor) {
        open(entry, cursor);
        cursor.place = isListpack(cursor.encoding) ? listpack.first(cursor.root) : dict.first(cursor.root);
        return cursor.place != 0;
    }

    /** As {@link #next}, due fields included. */
    boolean nextWithDue(final HashCursor cursor) {
        cursor.place = isListpack(cursor.encoding)
                ? small.next(cursor.root, width(cursor.encoding), (int) cursor.place)
                : dict.next(cursor.root, cursor.place);
        return cursor.place != 0;
    }

    /**
     * Goes to any field, each as likely as the others; there must be one.
     *
     * @return false when chance has only met fields whose time has come: most are such then.
     */
    public boolean random(final long entry, final RandomGenerator source, final HashCursor cursor) {
        open(entry, cursor);
        for (int i = 0; i < RANDOM_TRIES; i++) {
            cursor.place = isListpack(cursor.encoding)
                    ? listpack.seek(cursor.root,
                            width(cursor.encoding) * source.nextInt(small.size(cursor.root, width(cursor.encoding))))
                    : dict.random(cursor.root, source);
            if (!isDue(cursor)) {
                return true;
            }
        }
        return false;
    }

    /** Goes to the field that so many others come before; there must be one. Takes as long as there are fields before it, due ones included. */
    public void seek(final long entry, final long index, final HashCursor cursor) {
        long left = index;
        for (boolean more = first(entry, cursor); more && left > 0; more = next(cursor)) {
            left--;
        }
    }

    /** A number by which {@link #view(long, long)} knows the field at a cursor, until the hash changes. */
    public long member(final HashCursor cursor) {
        return isListpack(cursor.encoding) ? cursor.place : dict.element(cursor.place);
    }

    /** Makes {@link #fieldAddress}, {@link #valueAddress} and their lengths tell a field's bytes, until the next view or change. */
    public void view(final HashCursor cursor) {
        view(cursor.encoding, cursor.root, member(cursor));
    }

    /** As {@link #view(HashCursor)}, for a field as {@link #member} or {@link #scan} have given it. */
    public void view(final long entry, final long member) {
        view(entries.encoding(entry), reference(entry), member);
    }

    /** Absolute address of the name viewed last. */
    public long fieldAddress() {
        return fieldAddress;
    }

    /** Length of the name viewed last. */
    public int fieldLength() {
        return fieldLength;
    }

    /** Absolute address of the value viewed last. */
    public long valueAddress() {
        return valueAddress;
    }

    /** Length of the value viewed last. */
    public int valueLength() {
        return valueLength;
    }

    /**
     * Visits some fields from a cursor on, all of them when the hash is compact. Each field that is there from the call with 0 to the one
     * that answers 0 is visited at least once.
     *
     * @param visitor
     *            gets what {@link #view(long, long)} takes; must not change the hash.
     * @return the cursor to go on with, 0 at the end.
     */
    public long scan(final long entry, final long cursor, final long count, final LongConsumer visitor) {
        if (!isListpack(entry)) {
            scanning = visitor;
            scannedTimes = isTimed(entry) && large.hasDue(timesOf(entry)) ? timesOf(entry) : 0;
            return dict.scan(dictOf(entry), cursor, (int) Math.min(count, Integer.MAX_VALUE), scanVisitor);
        }
        for (boolean more = first(entry, walk); more; more = next(walk)) {
            visitor.accept(walk.place);
        }
        return 0;
    }

    private void visitScanned(final long element) {
        if (scannedTimes == 0 || !large.isDue(scannedTimes, element)) {
            scanning.accept(element);
        }
    }

    private void view(final int encoding, final long root, final long member) {
        if (isListpack(encoding)) {
            listpack.view(root, (int) member);
            fieldAddress = listpack.viewAddress();
            fieldLength = listpack.viewLength();
            values.view(root, listpack.next(root, (int) member));
            valueAddress = values.viewAddress();
            valueLength = values.viewLength();
        } else {
            fieldAddress = large.fieldAddress(member);
            fieldLength = large.fieldLength(member);
            valueAddress = large.valueAddress(member);
            valueLength = large.valueLength(member);
        }
    }

    /** Whether the time of the field at a cursor has come. */
    public boolean isDue(final HashCursor cursor) {
        if (cursor.encoding == ENCODING_LISTPACK_EX) {
            final long atMs = small.expireAtMs(cursor.root, (int) cursor.place);
            return atMs != NEVER && atMs <= keyspace.nowMs() && !keyspace.expiryPaused();
        }
        return cursor.times != 0 && large.hasDue(cursor.times)
                && large.isDue(cursor.times, dict.element(cursor.place));
    }

    /** Whether a listpack remains one when a field is set: as in Redis also one that is there already, for the limit may be lower by now. */
    private boolean fitsListpack(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        final long block = reference(entry);
        final int width = width(entry);
        final long size = small.size(block, width);
        return length <= maxListpackValue && newLength <= maxListpackValue
                && (size < maxListpackFields
                        || size == maxListpackFields && small.find(block, width, address, length) != Listpack.NONE)
                && listpack.bytes(block)
                        + small.addedBytes(width, address, length, newAddress, newLength) <= Listpack.MAX_BYTES;
    }

    private int setInListpack(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        final long block = reference(entry);
        final int position = small.find(block, width(entry), address, length);
        if (position != Listpack.NONE) {
            return refer(entry, small.replaceValue(block, position, newAddress, newLength)) ? UPDATED : NO_MEMORY;
        }
        return refer(entry, small.append(block, width(entry), address, length, newAddress, newLength))
                ? ADDED
                : NO_MEMORY;
    }

    private boolean refer(final long entry, final long block) {
        if (block == 0) {
            return false;
        }
        if (block != reference(entry)) {
            entries.external(entry, block, 0);
        }
        return true;
    }

    /** How many fields come before that at a cursor in a listpack. */
    private int indexOf(final HashCursor cursor) {
        int index = 0;
        for (int at = listpack.first(cursor.root); at != cursor.place; at = small.next(cursor.root,
                width(cursor.encoding), at)) {
            index++;
        }
        return index;
    }

    private static boolean isListpack(final int encoding) {
        return encoding == ENCODING_LISTPACK || encoding == ENCODING_LISTPACK_EX;
    }

    boolean isListpack(final long entry) {
        return isListpack(entries.encoding(entry));
    }

    private static int width(final int encoding) {
        return encoding == ENCODING_LISTPACK ? FieldListpack.PAIR : FieldListpack.TRIPLE;
    }

    private int width(final long entry) {
        return width(entries.encoding(entry));
    }

    /** Whether fields of a hash may expire. */
    public boolean isTimed(final long entry) {
        return ValueType.hasFieldTimes(entries.encoding(entry));
    }

    long reference(final long entry) {
        return entries.externalReference(entry);
    }

    /** The dict of a large hash. */
    public long dictOf(final long entry) {
        final long root = reference(entry);
        return isTimed(entry) ? large.dictOf(root) : root;
    }

    /** The times, {@link io.ringhold.engine.keyspace.ScoredMembers}, of a large hash whose fields may expire. */
    public long timesOf(final long entry) {
        return large.timesOf(reference(entry));
    }
}

package io.ringhold.engine.keyspace;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.Listpack;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Hashes: a listpack of fields and values in turn while they have few and short ones ("listpack"), a dict of {@link FieldElements} beyond
 * that ("hashtable"). The entry refers to the one or the other. Hashes do not turn back. Engine thread; allocates nothing on the heap.
 *
 * <p>
 * What needs memory says so when there is none: the hash is then as it was. A hash may be empty within a command only: the command
 * deletes its key.
 */
public final class HashValues implements ValueOperations {
    /** What {@link #set} answers when there is no memory. */
    public static final int NO_MEMORY = -1;
    /** What {@link #set} answers when the field had another value. */
    public static final int UPDATED = 0;
    /** What {@link #set} answers when the field is new. */
    public static final int ADDED = 1;

    private static final int FREED_AT_ONCE = 64;
    private static final int SAMPLES = 5;

    private final Entries entries;
    private final Elements elements;
    private final FieldElements fields;
    private final KeyHash hash;
    /** Its views are of fields. */
    private final Listpack listpack;
    /** Its views are of values. */
    private final Listpack values;
    private final Dict dict;
    private final HashCursor walk = new HashCursor();
    private long maxListpackFields = 512;
    private long maxListpackValue = 64;
    private long fieldAddress;
    private int fieldLength;
    private long valueAddress;
    private int valueLength;

    HashValues(final Keyspace keyspace) {
        this.entries = keyspace.entries();
        this.elements = keyspace.elements();
        this.fields = new FieldElements(elements);
        this.hash = keyspace.hash();
        this.dict = keyspace.dict();
        this.listpack = new Listpack(keyspace.arena(), MemoryTag.LISTPACKS);
        this.values = new Listpack(keyspace.arena(), MemoryTag.LISTPACKS);
    }

    /** Sets up to where hashes are compact: {@code hash-max-listpack-entries} and {@code hash-max-listpack-value}. */
    public void limits(final long listpackFields, final long listpackValue) {
        maxListpackFields = listpackFields;
        maxListpackValue = listpackValue;
    }

    @Override
    public String encodingName(final long entry) {
        return isListpack(entry) ? "listpack" : "hashtable";
    }

    @Override
    public boolean freeSome(final long entry) {
        if (isListpack(entry)) {
            listpack.free(root(entry));
            return true;
        }
        return dict.freeSome(root(entry), FREED_AT_ONCE);
    }

    @Override
    public long externalBytes(final long entry) {
        final long root = root(entry);
        if (isListpack(entry)) {
            return entries.arena().usableSize(root);
        }
        long bytes = 0;
        long looked = 0;
        for (long slot = dict.first(root); slot != Dict.NONE && looked < SAMPLES; looked++) {
            bytes += elements.usedBytes(dict.element(slot));
            slot = dict.next(root, slot);
        }
        return dict.usedBytes(root) + (looked == 0 ? 0 : bytes * dict.size(root) / looked);
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = entries.create(ValueType.HASH, entries.encoding(entry), keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long root = isListpack(entry) ? listpack.copy(root(entry)) : dictOf(entry);
        if (root == 0) {
            entries.free(copy);
            return 0;
        }
        entries.external(copy, root, 0);
        return copy;
    }

    /** Adds a key, which must not be there, with an empty hash; returns its slot, or 0 when there is no memory. */
    public long create(final Database database, final long keyHash, final long keyAddress, final int keyLength) {
        final long entry = entries.create(ValueType.HASH, ENCODING_LISTPACK, keyAddress, keyLength, EXTERNAL_LENGTH,
                Entries.NO_EXPIRY);
        final long block = entry == 0 ? 0 : listpack.create();
        if (block == 0) {
            if (entry != 0) {
                entries.free(entry);
            }
            return 0;
        }
        entries.external(entry, block, 0);
        return database.insert(keyHash, entry);
    }

    /** Number of fields. */
    public long size(final long entry) {
        return isListpack(entry) ? listpack.count(root(entry)) / 2 : dict.size(root(entry));
    }

    /** Goes to a field; false when it is not there. */
    public boolean find(final long entry, final long address, final int length, final HashCursor cursor) {
        final long root = root(entry);
        if (isListpack(entry)) {
            cursor.at(ENCODING_LISTPACK, root, listpack.find(root, listpack.first(root), address, length, 1));
        } else {
            cursor.at(ENCODING_HASHTABLE, root, dict.find(root, hash.hash(address, length), address, length));
        }
        return cursor.place != 0;
    }

    /** Gives a field a value: {@link #ADDED}, {@link #UPDATED} or {@link #NO_MEMORY}. */
    public int set(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        if (isListpack(entry)) {
            if (fitsListpack(entry, address, length, newAddress, newLength)) {
                return setInListpack(entry, address, length, newAddress, newLength);
            }
            if (!toDict(entry)) {
                return NO_MEMORY;
            }
        }
        return setInDict(root(entry), address, length, newAddress, newLength);
    }

    /** Takes the field at a cursor out. */
    public void remove(final long entry, final HashCursor cursor) {
        if (cursor.encoding == ENCODING_LISTPACK) {
            refer(entry, listpack.delete(cursor.root, (int) cursor.place, 2));
        } else {
            final long element = dict.element(cursor.place);
            dict.remove(cursor.root, cursor.place);
            elements.free(element);
        }
    }

    /** Goes to the first field, in an order that only holds while the hash does not change; false when there is none. */
    public boolean first(final long entry, final HashCursor cursor) {
        final long root = root(entry);
        if (isListpack(entry)) {
            cursor.at(ENCODING_LISTPACK, root, listpack.first(root));
        } else {
            cursor.at(ENCODING_HASHTABLE, root, dict.first(root));
        }
        return cursor.place != 0;
    }

    /** Goes to the next field; false when there is none. */
    public boolean next(final HashCursor cursor) {
        cursor.place = cursor.encoding == ENCODING_LISTPACK
                ? listpack.next(cursor.root, listpack.next(cursor.root, (int) cursor.place))
                : dict.next(cursor.root, cursor.place);
        return cursor.place != 0;
    }

    /** Goes to any field, each as likely as the others; there must be one. */
    public void random(final long entry, final RandomGenerator source, final HashCursor cursor) {
        final long root = root(entry);
        if (isListpack(entry)) {
            cursor.at(ENCODING_LISTPACK, root, listpack.seek(root, 2 * source.nextInt(listpack.count(root) / 2)));
        } else {
            cursor.at(ENCODING_HASHTABLE, root, dict.random(root, source));
        }
    }

    /** A number by which {@link #view(long, long)} knows the field at a cursor, until the hash changes. */
    public long member(final HashCursor cursor) {
        return cursor.encoding == ENCODING_HASHTABLE ? dict.element(cursor.place) : cursor.place;
    }

    /** Makes {@link #fieldAddress}, {@link #valueAddress} and their lengths tell a field's bytes, until the next view or change. */
    public void view(final HashCursor cursor) {
        view(cursor.encoding, cursor.root, member(cursor));
    }

    /** As {@link #view(HashCursor)}, for a field as {@link #member} or {@link #scan} have given it. */
    public void view(final long entry, final long member) {
        view(entries.encoding(entry), root(entry), member);
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
            return dict.scan(root(entry), cursor, (int) Math.min(count, Integer.MAX_VALUE), visitor);
        }
        for (boolean more = first(entry, walk); more; more = next(walk)) {
            visitor.accept(walk.place);
        }
        return 0;
    }

    private void view(final int encoding, final long root, final long member) {
        if (encoding == ENCODING_LISTPACK) {
            listpack.view(root, (int) member);
            fieldAddress = listpack.viewAddress();
            fieldLength = listpack.viewLength();
            values.view(root, listpack.next(root, (int) member));
            valueAddress = values.viewAddress();
            valueLength = values.viewLength();
        } else {
            fieldAddress = elements.memberAddress(member);
            fieldLength = elements.memberLength(member);
            valueAddress = fields.valueAddress(member);
            valueLength = fields.valueLength(member);
        }
    }

    /** Whether a listpack remains one, should the field be new. */
    private boolean fitsListpack(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        final long root = root(entry);
        return length <= maxListpackValue && newLength <= maxListpackValue
                && (listpack.count(root) / 2 < maxListpackFields
                        || listpack.find(root, listpack.first(root), address, length, 1) != Listpack.NONE)
                && (long) listpack.bytes(root) + listpack.addedBytes(address, length)
                        + listpack.addedBytes(newAddress, newLength) <= Listpack.MAX_BYTES;
    }

    private int setInListpack(final long entry, final long address, final int length, final long newAddress,
            final int newLength) {
        final long root = root(entry);
        final int position = listpack.find(root, listpack.first(root), address, length, 1);
        if (position != Listpack.NONE) {
            return refer(entry, listpack.replace(root, listpack.next(root, position), newAddress, newLength))
                    ? UPDATED
                    : NO_MEMORY;
        }
        final int end = listpack.end(root);
        final long withField = listpack.append(root, address, length);
        if (!refer(entry, withField)) {
            return NO_MEMORY;
        }
        if (!refer(entry, listpack.append(withField, newAddress, newLength))) {
            refer(entry, listpack.delete(withField, end, 1));
            return NO_MEMORY;
        }
        return ADDED;
    }

    private int setInDict(final long root, final long address, final int length, final long newAddress,
            final int newLength) {
        final long fieldHash = hash.hash(address, length);
        final long slot = dict.find(root, fieldHash, address, length);
        if (slot == Dict.NONE) {
            return insert(root, fieldHash, address, length, newAddress, newLength) ? ADDED : NO_MEMORY;
        }
        final long element = dict.element(slot);
        final long moved = fields.replace(element, newAddress, newLength);
        if (moved == 0) {
            return NO_MEMORY;
        }
        if (moved != element) {
            dict.replaceElement(slot, moved);
        }
        return UPDATED;
    }

    private boolean insert(final long root, final long fieldHash, final long address, final int length,
            final long newAddress, final int newLength) {
        final long element = fields.create(address, length, newAddress, newLength);
        if (element == 0) {
            return false;
        }
        if (dict.insert(root, fieldHash, element) == Dict.NONE) {
            elements.free(element);
            return false;
        }
        return true;
    }

    private boolean toDict(final long entry) {
        final long root = dictOf(entry);
        if (root == 0) {
            return false;
        }
        listpack.free(root(entry));
        entries.external(entry, root, 0);
        entries.encoding(entry, ENCODING_HASHTABLE);
        return true;
    }

    /** A dict of a hash's fields and values, or 0 when there is no memory. */
    private long dictOf(final long entry) {
        final long root = dict.create();
        if (root == 0) {
            return 0;
        }
        for (boolean more = first(entry, walk); more; more = next(walk)) {
            view(walk);
            if (!insert(root, hash.hash(fieldAddress, fieldLength), fieldAddress, fieldLength, valueAddress,
                    valueLength)) {
                while (!dict.freeSome(root, FREED_AT_ONCE)) {
                    // until it is gone
                }
                return 0;
            }
        }
        return root;
    }

    private boolean refer(final long entry, final long block) {
        if (block == 0) {
            return false;
        }
        if (block != root(entry)) {
            entries.external(entry, block, 0);
        }
        return true;
    }

    private boolean isListpack(final long entry) {
        return entries.encoding(entry) == ENCODING_LISTPACK;
    }

    private long root(final long entry) {
        return entries.externalReference(entry);
    }
}

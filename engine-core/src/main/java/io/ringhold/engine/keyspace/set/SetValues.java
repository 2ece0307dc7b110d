package io.ringhold.engine.keyspace.set;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.Relocation;
import io.ringhold.engine.keyspace.ValueOperations;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.Evacuation;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.dict.DictRelocator;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.intset.Intset;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Decimal;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_INTSET;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Sets: an intset while they have few members that are all integers ("intset"), a listpack while they have few short members
 * ("listpack"), a dict beyond that ("hashtable"). The entry refers to the one or the other. Sets do not turn back. Engine thread;
 * allocates nothing on the heap.
 *
 * <p>
 * What needs memory says so when there is none: the set is then as it was. A set may be empty within a command only: the command
 * deletes its key.
 */
public final class SetValues implements ValueOperations {
    /** What {@link #add} answers when there is no memory. */
    public static final int NO_MEMORY = -1;
    /** What {@link #add} answers when the member is there already. */
    public static final int PRESENT = 0;
    /** What {@link #add} answers when the member is new. */
    public static final int ADDED = 1;

    static final int FREED_AT_ONCE = 64;
    private static final int SAMPLES = 5;

    private final Entries entries;
    private final Elements elements;
    private final KeyHash hash;
    private final Intset intset;
    private final Listpack listpack;
    private final Dict dict;
    private final DictRelocator relocator;
    private final Keyspace keyspace;
    private final SetConversions conversions;
    private final SetCursor walk = new SetCursor();
    private final long scratch;
    private long maxIntsetMembers = 512;
    private long maxListpackMembers = 128;
    private long maxListpackMember = 64;
    private long viewAddress;
    private int viewLength;

    /** The sets of a keyspace, whose shared parts must be there already. */
    public SetValues(final Keyspace keyspace) {
        final Arena arena = keyspace.arena();
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.elements = keyspace.elements();
        this.hash = keyspace.hash();
        this.dict = keyspace.dict();
        this.relocator = new DictRelocator(arena);
        this.intset = new Intset(arena, MemoryTag.LISTPACKS);
        this.listpack = new Listpack(arena, MemoryTag.LISTPACKS);
        final long block = arena.allocate(2L * Decimal.MAX_LENGTH, MemoryTag.SCRATCH);
        if (block == 0) {
            throw new IllegalStateException("no memory in the arena");
        }
        this.scratch = arena.address(block);
        this.conversions = new SetConversions(this, keyspace, intset, scratch + Decimal.MAX_LENGTH);
    }

    /**
     * Sets up to where sets are compact: {@code set-max-intset-entries}, {@code set-max-listpack-entries} and
     * {@code set-max-listpack-value}.
     */
    public void limits(final long intsetMembers, final long listpackMembers, final long listpackMember) {
        maxIntsetMembers = intsetMembers;
        maxListpackMembers = listpackMembers;
        maxListpackMember = listpackMember;
    }

    @Override
    public String encodingName(final long entry) {
        return switch (entries.encoding(entry)) {
            case ENCODING_INTSET -> "intset";
            case ENCODING_LISTPACK -> "listpack";
            default -> "hashtable";
        };
    }

    @Override
    public boolean freeSome(final long entry) {
        if (entries.encoding(entry) == ENCODING_HASHTABLE) {
            return dict.freeSome(root(entry), FREED_AT_ONCE);
        }
        entries.arena().free(root(entry));
        return true;
    }

    @Override
    public long parts(final long entry) {
        return entries.encoding(entry) == ENCODING_HASHTABLE ? size(entry) : 0;
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        final long root = entries.relocateExternal(entry);
        if (entries.encoding(entry) == ENCODING_HASHTABLE) {
            final Evacuation evacuation = entries.arena().evacuation();
            relocation.position = relocator.relocateSome(root, relocation.position, evacuation, evacuation);
        }
        return relocation.position == 0;
    }

    @Override
    public long externalBytes(final long entry) {
        if (entries.encoding(entry) != ENCODING_HASHTABLE) {
            return entries.arena().usableSize(root(entry));
        }
        long bytes = 0;
        long looked = 0;
        for (long slot = dict.first(root(entry)); slot != Dict.NONE && looked < SAMPLES; looked++) {
            bytes += elements.usedBytes(dict.element(slot));
            slot = dict.next(root(entry), slot);
        }
        return dict.usedBytes(root(entry)) + (looked == 0 ? 0 : bytes * size(entry) / looked);
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = entries.create(ValueType.SET, entries.encoding(entry), keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long root = switch (entries.encoding(entry)) {
            case ENCODING_INTSET -> intset.load(intset.address(root(entry)), intset.bytes(root(entry)));
            case ENCODING_LISTPACK -> listpack.copy(root(entry));
            default -> conversions.dictOf(entry);
        };
        if (root == 0) {
            entries.free(copy);
            return 0;
        }
        entries.external(copy, root, 0);
        return copy;
    }

    /** A new entry with an empty set, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength) {
        final long entry = entries.create(ValueType.SET, ENCODING_INTSET, keyAddress, keyLength, EXTERNAL_LENGTH,
                Entries.NO_EXPIRY);
        final long block = entry == 0 ? 0 : intset.create();
        if (block == 0) {
            if (entry != 0) {
                entries.free(entry);
            }
            return 0;
        }
        entries.external(entry, block, 0);
        return entry;
    }

    /** A new entry with an empty set that is to have so many members; otherwise as {@link #createEntry(long, int)}. */
    public long createEntry(final long keyAddress, final int keyLength, final long expireAtMs, final long members) {
        final boolean isLarge = members > Math.max(maxIntsetMembers, maxListpackMembers);
        final long root = isLarge ? dict.create() : intset.create();
        final long entry = root == 0
                ? 0
                : entries.create(ValueType.SET, isLarge ? ENCODING_HASHTABLE : ENCODING_INTSET, keyAddress, keyLength,
                        EXTERNAL_LENGTH, expireAtMs);
        if (entry != 0) {
            entries.external(entry, root, 0);
        } else if (root != 0) {
            entries.arena().free(root);
        }
        return entry;
    }

    /** Makes a compact set from elsewhere a large one when it has too many members; false when there is no memory. */
    public boolean settle(final long entry) {
        final long most = entries.encoding(entry) == ENCODING_INTSET ? maxIntsetMembers : maxListpackMembers;
        return size(entry) <= most || conversions.toDict(entry);
    }

    /** Makes a compact set a large one; false when there is no memory. */
    public boolean enlarge(final long entry) {
        return conversions.toDict(entry);
    }

    /** Adds a key, which must not be there, with an empty set; returns its slot, or 0 when there is no memory. */
    public long create(final Database database, final long keyHash, final long keyAddress, final int keyLength) {
        final long entry = createEntry(keyAddress, keyLength);
        return entry == 0 ? 0 : database.insert(keyHash, entry);
    }

    /** Frees an entry that is in no table, with its set. */
    public void discard(final long entry) {
        keyspace.freeEntry(entry);
    }

    /** Number of members. */
    public long size(final long entry) {
        return switch (entries.encoding(entry)) {
            case ENCODING_INTSET -> intset.count(root(entry));
            case ENCODING_LISTPACK -> listpack.count(root(entry));
            default -> dict.size(root(entry));
        };
    }

    /** True when a string is a member. */
    public boolean contains(final long entry, final long address, final int length) {
        return find(entry, address, length, walk);
    }

    /** Adds a member: {@link #ADDED}, {@link #PRESENT} or {@link #NO_MEMORY}. */
    public int add(final long entry, final long address, final int length) {
        return switch (entries.encoding(entry)) {
            case ENCODING_INTSET -> addToIntset(entry, address, length);
            case ENCODING_LISTPACK -> addToListpack(entry, address, length);
            default -> addToDict(entry, address, length);
        };
    }

    /** Takes a member out; false when it is none. */
    public boolean remove(final long entry, final long address, final int length) {
        if (!find(entry, address, length, walk)) {
            return false;
        }
        remove(entry, walk);
        return true;
    }

    /** Takes the member at a cursor out. */
    public void remove(final long entry, final SetCursor cursor) {
        switch (cursor.encoding) {
            case ENCODING_INTSET -> refer(entry, intset.remove(cursor.root, (int) cursor.place));
            case ENCODING_LISTPACK -> refer(entry, listpack.delete(cursor.root, (int) cursor.place, 1));
            default -> {
                final long element = dict.element(cursor.place);
                dict.remove(cursor.root, cursor.place);
                elements.free(element);
            }
        }
    }

    /** Goes to the first member, in an order that only holds while the set does not change; false when there is none. */
    public boolean first(final long entry, final SetCursor cursor) {
        final int encoding = entries.encoding(entry);
        final long root = root(entry);
        cursor.at(encoding, root, switch (encoding) {
            case ENCODING_INTSET -> 0;
            case ENCODING_LISTPACK -> listpack.first(root);
            default -> dict.first(root);
        });
        return encoding == ENCODING_INTSET ? intset.count(root) > 0 : cursor.place != 0;
    }

    /** Goes to the next member; false when there is none. */
    public boolean next(final SetCursor cursor) {
        switch (cursor.encoding) {
            case ENCODING_INTSET -> {
                cursor.place++;
                return cursor.place < intset.count(cursor.root);
            }
            case ENCODING_LISTPACK -> cursor.place = listpack.next(cursor.root, (int) cursor.place);
            default -> cursor.place = dict.next(cursor.root, cursor.place);
        }
        return cursor.place != 0;
    }

    /** Goes to any member, each as likely as the others; there must be one. */
    public void random(final long entry, final RandomGenerator source, final SetCursor cursor) {
        final int encoding = entries.encoding(entry);
        final long root = root(entry);
        cursor.at(encoding, root, switch (encoding) {
            case ENCODING_INTSET -> source.nextInt(intset.count(root));
            case ENCODING_LISTPACK -> listpack.seek(root, source.nextInt(listpack.count(root)));
            default -> dict.random(root, source);
        });
    }

    /** A number by which {@link #view(long, long)} knows the member at a cursor, until the set changes. */
    public long member(final SetCursor cursor) {
        return cursor.encoding == ENCODING_HASHTABLE ? dict.element(cursor.place) : cursor.place;
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell a member's bytes, until the next view or change. */
    public void view(final SetCursor cursor) {
        view(cursor.encoding, cursor.root, member(cursor));
    }

    /** As {@link #view(SetCursor)}, for a member as {@link #member} or {@link #scan} have given it. */
    public void view(final long entry, final long member) {
        view(entries.encoding(entry), root(entry), member);
    }

    /** Absolute address of the bytes viewed last. */
    public long viewAddress() {
        return viewAddress;
    }

    /** Length of the bytes viewed last. */
    public int viewLength() {
        return viewLength;
    }

    /**
     * Visits some members from a cursor on, all of them when the set is compact. Each member that is there from the call with 0 to the one
     * that answers 0 is visited at least once.
     *
     * @param visitor
     *            gets what {@link #view(long, long)} takes; must not change the set.
     * @return the cursor to go on with, 0 at the end.
     */
    public long scan(final long entry, final long cursor, final long count, final LongConsumer visitor) {
        if (entries.encoding(entry) == ENCODING_HASHTABLE) {
            return dict.scan(root(entry), cursor, (int) Math.min(count, Integer.MAX_VALUE), visitor);
        }
        for (boolean more = first(entry, walk); more; more = next(walk)) {
            visitor.accept(walk.place);
        }
        return 0;
    }

    private boolean find(final long entry, final long address, final int length, final SetCursor cursor) {
        final int encoding = entries.encoding(entry);
        final long root = root(entry);
        switch (encoding) {
            case ENCODING_INTSET -> {
                cursor.at(encoding, root, Decimal.isInteger(address, length)
                        ? intset.find(root, Decimal.parse(address, length))
                        : -1);
                return cursor.place >= 0;
            }
            case ENCODING_LISTPACK -> cursor.at(encoding, root,
                    listpack.find(root, listpack.first(root), address, length, 0));
            default -> cursor.at(encoding, root,
                    dict.find(root, hash.hash(address, length), address, length));
        }
        return cursor.place != 0;
    }

    private void view(final int encoding, final long root, final long member) {
        switch (encoding) {
            case ENCODING_INTSET -> {
                viewAddress = scratch;
                viewLength = (int) (Decimal.write(scratch, intset.get(root, (int) member)) - scratch);
            }
            case ENCODING_LISTPACK -> {
                listpack.view(root, (int) member);
                viewAddress = listpack.viewAddress();
                viewLength = listpack.viewLength();
            }
            default -> {
                viewAddress = elements.memberAddress(member);
                viewLength = elements.memberLength(member);
            }
        }
    }

    private int addToIntset(final long entry, final long address, final int length) {
        final long root = root(entry);
        if (!Decimal.isInteger(address, length)) {
            final boolean staysCompact = intset.count(root) < maxListpackMembers && isShort(length)
                    && isShort(longestText(root));
            if (!(staysCompact ? conversions.toListpack(entry) : conversions.toDict(entry))) {
                return NO_MEMORY;
            }
            return staysCompact ? addToListpack(entry, address, length) : addToDict(entry, address, length);
        }
        final long value = Decimal.parse(address, length);
        if (intset.contains(root, value)) {
            return PRESENT;
        }
        if (intset.count(root) >= maxIntsetMembers) {
            return conversions.toDict(entry) ? addToDict(entry, address, length) : NO_MEMORY;
        }
        return refer(entry, intset.add(root, value));
    }

    private int addToListpack(final long entry, final long address, final int length) {
        final long root = root(entry);
        if (listpack.find(root, listpack.first(root), address, length, 0) != Listpack.NONE) {
            return PRESENT;
        }
        if (listpack.count(root) >= maxListpackMembers || !isShort(length)
                || (long) listpack.bytes(root) + listpack.addedBytes(address, length) > Listpack.MAX_BYTES) {
            return conversions.toDict(entry) ? addToDict(entry, address, length) : NO_MEMORY;
        }
        return refer(entry, listpack.append(root, address, length));
    }

    private int addToDict(final long entry, final long address, final int length) {
        final long root = root(entry);
        final long memberHash = hash.hash(address, length);
        if (dict.find(root, memberHash, address, length) != Dict.NONE) {
            return PRESENT;
        }
        return insert(root, memberHash, address, length) ? ADDED : NO_MEMORY;
    }

    /** Adds a member, which must not be there, to a dict; false when there is no memory. */
    boolean insert(final long root, final long memberHash, final long address, final int length) {
        final long element = elements.create(address, length, 0);
        if (element == 0) {
            return false;
        }
        if (dict.insert(root, memberHash, element) == Dict.NONE) {
            elements.free(element);
            return false;
        }
        return true;
    }

    private int refer(final long entry, final long block) {
        if (block == 0) {
            return NO_MEMORY;
        }
        if (block != root(entry)) {
            entries.external(entry, block, 0);
        }
        return ADDED;
    }

    private boolean isShort(final int length) {
        return length <= maxListpackMember;
    }

    private int longestText(final long block) {
        final int count = intset.count(block);
        return count == 0
                ? 0
                : Math.max(Decimal.length(intset.get(block, 0)), Decimal.length(intset.get(block, count - 1)));
    }

    private long root(final long entry) {
        return entries.externalReference(entry);
    }
}

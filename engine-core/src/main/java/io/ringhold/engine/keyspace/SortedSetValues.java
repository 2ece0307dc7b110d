package io.ringhold.engine.keyspace;

import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.sorted.SortedTree;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_SKIPLIST;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Sorted sets: {@link ScorePairs} while they have few and short members ("listpack"), beyond that {@link ScoredMembers} ("skiplist", as
 * clients expect). The entry refers to the one or the other. Sorted sets do not turn back. Engine thread; allocates nothing on the heap.
 *
 * <p>
 * What needs memory says so when there is none: the set is then as it was. A set may be empty within a command only: the command deletes
 * its key. Scores are never NaN.
 */
public final class SortedSetValues implements ValueOperations {
    /** What {@link #set} answers when there is no memory. */
    public static final int NO_MEMORY = ScoredMembers.NO_MEMORY;
    /** What {@link #set} answers when the member was there. */
    public static final int UPDATED = ScoredMembers.UPDATED;
    /** What {@link #set} answers when the member is new. */
    public static final int ADDED = ScoredMembers.ADDED;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final Elements elements;
    private final Dict dict;
    private final ScoredMembers large;
    private final SortedTree tree;
    /** Works on listpacks without touching what {@link #view} has shown. */
    private final ScorePairs pairs;
    private final Listpack shown;
    private long maxListpackMembers = 128;
    private long maxListpackMember = 64;
    private double score;
    private long viewAddress;
    private int viewLength;

    SortedSetValues(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.elements = keyspace.elements();
        this.dict = keyspace.dict();
        this.large = keyspace.scoredMembers();
        this.tree = large.tree();
        this.pairs = new ScorePairs(arena);
        this.shown = new Listpack(arena, MemoryTag.LISTPACKS);
    }

    /** Sets up to where sorted sets are compact: {@code zset-max-listpack-entries} and {@code zset-max-listpack-value}. */
    public void limits(final long listpackMembers, final long listpackMember) {
        maxListpackMembers = listpackMembers;
        maxListpackMember = listpackMember;
    }

    @Override
    public String encodingName(final long entry) {
        return isListpack(entry) ? "listpack" : "skiplist";
    }

    @Override
    public boolean freeSome(final long entry) {
        final long root = root(entry);
        return isListpack(entry) ? freeListpack(root) : large.freeSome(root);
    }

    @Override
    public long parts(final long entry) {
        return isListpack(entry) ? 0 : size(entry);
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        final long root = entries.relocateExternal(entry);
        return isListpack(entry) || large.relocateSome(root, relocation);
    }

    @Override
    public long externalBytes(final long entry) {
        final long root = root(entry);
        return isListpack(entry) ? arena.usableSize(root) : large.usedBytes(root);
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = entries.create(ValueType.SORTED_SET, entries.encoding(entry), keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long root = isListpack(entry) ? pairs.listpack().copy(root(entry)) : largeOf(entry);
        if (root == 0) {
            entries.free(copy);
            return 0;
        }
        entries.external(copy, root, 0);
        return copy;
    }

    /** A new entry with an empty sorted set, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength) {
        final long entry = entries.create(ValueType.SORTED_SET, ENCODING_LISTPACK, keyAddress, keyLength,
                EXTERNAL_LENGTH, Entries.NO_EXPIRY);
        final long block = entry == 0 ? 0 : pairs.listpack().create();
        if (block == 0) {
            if (entry != 0) {
                entries.free(entry);
            }
            return 0;
        }
        entries.external(entry, block, 0);
        return entry;
    }

    /** A new entry with an empty sorted set that is to have so many members; otherwise as {@link #createEntry(long, int)}. */
    long createEntry(final long keyAddress, final int keyLength, final long expireAtMs, final long members) {
        final boolean isLarge = members > maxListpackMembers;
        final long root = isLarge ? large.create() : pairs.listpack().create();
        final long entry = root == 0
                ? 0
                : entries.create(ValueType.SORTED_SET, isLarge ? ENCODING_SKIPLIST : ENCODING_LISTPACK, keyAddress,
                        keyLength, EXTERNAL_LENGTH, expireAtMs);
        if (entry != 0) {
            entries.external(entry, root, 0);
        } else if (isLarge && root != 0) {
            large.free(root);
        } else if (root != 0) {
            freeListpack(root);
        }
        return entry;
    }

    /** Whether the pairs of a listpack are in order, and all scores are numbers. */
    boolean isInOrder(final long block) {
        return pairs.isInOrder(block, shown);
    }

    /** Makes a compact sorted set from elsewhere a large one when it has too many members; false when there is no memory. */
    boolean settle(final long entry) {
        return !isListpack(entry) || size(entry) <= maxListpackMembers || toLarge(entry);
    }

    /** Makes a compact sorted set a large one; false when there is no memory. */
    boolean enlarge(final long entry) {
        return toLarge(entry);
    }

    /** Adds a key, which must not be there, with an empty sorted set; returns its slot, or 0 when there is no memory. */
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
        final long root = root(entry);
        return isListpack(entry) ? pairs.size(root) : large.size(root);
    }

    /** True when a string is a member, whose score {@link #score} then tells. */
    public boolean find(final long entry, final long address, final int length) {
        final long root = root(entry);
        if (isListpack(entry)) {
            final int position = pairs.find(root, address, length);
            if (position != Listpack.NONE) {
                score = pairs.score(root, position);
            }
            return position != Listpack.NONE;
        }
        final long element = large.find(root, address, length);
        if (element != 0) {
            score = large.score(element);
        }
        return element != 0;
    }

    /** The score of the member found or viewed last. */
    public double score() {
        return score;
    }

    /** Gives a member a score: {@link #ADDED}, {@link #UPDATED} or {@link #NO_MEMORY}. */
    public int set(final long entry, final long address, final int length, final double newScore) {
        if (isListpack(entry)) {
            final long block = root(entry);
            final int old = pairs.find(block, address, length);
            if (old != Listpack.NONE || fitsListpack(block, address, length, newScore)) {
                return setInListpack(entry, old, address, length, newScore);
            }
            if (!toLarge(entry)) {
                return NO_MEMORY;
            }
        }
        return large.set(root(entry), address, length, newScore);
    }

    /** Takes a member out; false when it is none. */
    public boolean remove(final long entry, final long address, final int length) {
        final long root = root(entry);
        if (isListpack(entry)) {
            final int position = pairs.find(root, address, length);
            if (position != Listpack.NONE) {
                pairs.remove(root, position);
            }
            return position != Listpack.NONE;
        }
        return large.remove(root, address, length);
    }

    /** Takes so many members out, beginning with that of a rank; there are as many. */
    public void removeRange(final long entry, final long rank, final long howMany) {
        assert rank >= 0 && rank + howMany <= size(entry);
        final long root = root(entry);
        if (isListpack(entry)) {
            final Listpack listpack = pairs.listpack();
            listpack.delete(root, listpack.seek(root, (int) (2 * rank)), (int) (2 * howMany));
            return;
        }
        for (long i = 0; i < howMany; i++) {
            large.remove(root, tree.element(tree.at(large.treeOf(root), rank)));
        }
    }

    /** Number of members before a member, or -1 when it is none; {@link #score} then tells its score. */
    public long rank(final long entry, final long address, final int length) {
        final long root = root(entry);
        if (!isListpack(entry)) {
            final long element = large.find(root, address, length);
            if (element == 0) {
                return -1;
            }
            score = large.score(element);
            return tree.rank(large.treeOf(root), element);
        }
        final int position = pairs.find(root, address, length);
        if (position == Listpack.NONE) {
            return -1;
        }
        score = pairs.score(root, position);
        long rank = 0;
        for (int at = pairs.first(root); at != position; at = pairs.next(root, at)) {
            rank++;
        }
        return rank;
    }

    /** Number of members with a lower score, or also those with the same. */
    public long countBelow(final long entry, final double bound, final boolean orEqual) {
        final long root = root(entry);
        if (!isListpack(entry)) {
            return tree.countBelow(large.treeOf(root), bound, orEqual);
        }
        long count = 0;
        for (int at = pairs.first(root); at != Listpack.NONE; at = pairs.next(root, at)) {
            final double other = pairs.score(root, at);
            if (orEqual ? other > bound : other >= bound) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Number of members that come before a string, or also that itself, in a set whose scores are all equal. */
    public long countBelow(final long entry, final long address, final int length, final boolean orEqual) {
        final long root = root(entry);
        if (!isListpack(entry)) {
            return tree.countBelow(large.treeOf(root), address, length, orEqual);
        }
        long count = 0;
        for (int at = pairs.first(root); at != Listpack.NONE; at = pairs.next(root, at)) {
            final int order = pairs.compareMember(root, at, address, length);
            if (orEqual ? order > 0 : order >= 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /** Goes to the member of a rank; false when there is none. */
    public boolean at(final long entry, final long rank, final SortedSetCursor cursor) {
        final long root = root(entry);
        if (rank < 0 || rank >= size(entry)) {
            return false;
        }
        if (isListpack(entry)) {
            cursor.at(ENCODING_LISTPACK, root, pairs.listpack().seek(root, (int) (2 * rank)));
        } else {
            cursor.at(ENCODING_SKIPLIST, root, tree.at(large.treeOf(root), rank));
        }
        return true;
    }

    /** Goes to the member behind, or before; false when there is none. */
    public boolean step(final SortedSetCursor cursor, final boolean backwards) {
        if (cursor.encoding == ENCODING_LISTPACK) {
            cursor.place = backwards
                    ? pairs.previous(cursor.root, (int) cursor.place)
                    : pairs.next(cursor.root, (int) cursor.place);
        } else {
            cursor.place = backwards ? tree.previous(cursor.place) : tree.next(cursor.place);
        }
        return cursor.place != 0;
    }

    /** Goes to any member, each as likely as the others; there must be one. */
    public void random(final long entry, final RandomGenerator source, final SortedSetCursor cursor) {
        at(entry, source.nextLong(size(entry)), cursor);
    }

    /** A number by which {@link #view(long, long)} knows the member at a cursor, until the set changes. */
    public long member(final SortedSetCursor cursor) {
        return cursor.encoding == ENCODING_LISTPACK ? cursor.place : tree.element(cursor.place);
    }

    /** Makes {@link #viewAddress}, {@link #viewLength} and {@link #score} tell a member, until the next view or change. */
    public void view(final SortedSetCursor cursor) {
        view(cursor.encoding, cursor.root, member(cursor));
    }

    /** As {@link #view(SortedSetCursor)}, for a member as {@link #member} or {@link #scan} have given it. */
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
        final long root = root(entry);
        if (!isListpack(entry)) {
            return dict.scan(large.dictOf(root), cursor, (int) Math.min(count, Integer.MAX_VALUE), visitor);
        }
        for (int at = pairs.first(root); at != Listpack.NONE; at = pairs.next(root, at)) {
            visitor.accept(at);
        }
        return 0;
    }

    private void view(final int encoding, final long root, final long member) {
        if (encoding == ENCODING_LISTPACK) {
            shown.view(root, (int) member);
            viewAddress = shown.viewAddress();
            viewLength = shown.viewLength();
            score = pairs.score(root, (int) member);
        } else {
            viewAddress = elements.memberAddress(member);
            viewLength = elements.memberLength(member);
            score = tree.score(member);
        }
    }

    private boolean fitsListpack(final long block, final long address, final int length, final double newScore) {
        return length <= maxListpackMember && pairs.size(block) < maxListpackMembers
                && (long) pairs.listpack().bytes(block)
                        + pairs.addedBytes(address, length, newScore) <= Listpack.MAX_BYTES;
    }

    /** The new pair is put in before the old one goes, so that nothing is lost without memory. */
    private int setInListpack(final long entry, final int old, final long address, final int length,
            final double newScore) {
        final long block = root(entry);
        final int place = pairs.placeOf(block, address, length, newScore);
        final int added = pairs.addedBytes(address, length, newScore);
        final long changed = pairs.insert(block, place, address, length, newScore);
        if (changed == 0) {
            return NO_MEMORY;
        }
        if (changed != block) {
            entries.external(entry, changed, 0);
        }
        if (old == Listpack.NONE) {
            return ADDED;
        }
        pairs.remove(changed, place <= old ? old + added : old);
        return UPDATED;
    }

    private boolean toLarge(final long entry) {
        final long created = largeOf(entry);
        if (created == 0) {
            return false;
        }
        pairs.listpack().free(root(entry));
        entries.external(entry, created, 0);
        entries.encoding(entry, ENCODING_SKIPLIST);
        return true;
    }

    /** A large sorted set of an entry's members, or 0 when there is no memory. */
    private long largeOf(final long entry) {
        final long created = large.create();
        if (created == 0) {
            return 0;
        }
        final long root = root(entry);
        if (isListpack(entry) ? addPairs(created, root) : large.addAll(created, root)) {
            return created;
        }
        large.free(created);
        return 0;
    }

    private boolean addPairs(final long created, final long block) {
        final Listpack listpack = pairs.listpack();
        boolean complete = true;
        for (int at = pairs.first(block); complete && at != Listpack.NONE; at = pairs.next(block, at)) {
            final double memberScore = pairs.score(block, at);
            listpack.view(block, at);
            complete = large.add(created, listpack.viewAddress(), listpack.viewLength(), memberScore);
        }
        return complete;
    }

    private boolean freeListpack(final long block) {
        pairs.listpack().free(block);
        return true;
    }

    private boolean isListpack(final long entry) {
        return entries.encoding(entry) == ENCODING_LISTPACK;
    }

    private long root(final long entry) {
        return entries.externalReference(entry);
    }
}

package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.Evacuation;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.dict.DictRelocator;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.sorted.SortedTree;
import io.ringhold.offheap.sorted.SortedTreeRelocator;

import static io.ringhold.engine.keyspace.ScoredMembersDescriptor.DICT_OFFSET;
import static io.ringhold.engine.keyspace.ScoredMembersDescriptor.ROOT_LENGTH;
import static io.ringhold.engine.keyspace.ScoredMembersDescriptor.TREE_OFFSET;

/**
 * Members with scores, found by either: a {@link Dict} and a {@link SortedTree} that refer to the same elements. A large sorted set is one, and so
 * are the times at which fields of hashes expire. Named by the offset of its root; layout: {@link ScoredMembersDescriptor}. Engine thread; allocates nothing on the heap.
 *
 * <p>
 * What needs memory says so when there is none: nothing has changed then.
 */
public final class ScoredMembers {
    /** What {@link #set} answers when there is no memory. */
    public static final int NO_MEMORY = -1;
    /** What {@link #set} answers when the member was there. */
    public static final int UPDATED = 0;
    /** What {@link #set} answers when the member is new. */
    public static final int ADDED = 1;

    /** The stage in which a relocation may begin: tree and elements. */
    public static final int RELOCATED_FIRST = 1;

    private static final int DICT_RELOCATED = 2;
    private static final int FREED_AT_ONCE = 64;
    private static final int SAMPLES = 5;

    private final Arena arena;
    private final Elements elements;
    private final KeyHash hash;
    private final Dict dict;
    private final SortedTree tree;
    private final DictRelocator dictRelocator;
    private final SortedTreeRelocator treeRelocator;
    private final BlockMover elementMover = this::relocateElement;
    private long relocatedDict;

    ScoredMembers(final Keyspace keyspace) {
        this.arena = keyspace.arena();
        this.elements = keyspace.elements();
        this.hash = keyspace.hash();
        this.dict = keyspace.dict();
        this.tree = new SortedTree(elements);
        this.dictRelocator = new DictRelocator(arena);
        this.treeRelocator = new SortedTreeRelocator(elements);
    }

    /** Without members; 0 when there is no memory. */
    public long create() {
        final long root = arena.allocate(ROOT_LENGTH, MemoryTag.SKIPLIST);
        final long newDict = root == 0 ? 0 : dict.create();
        final long newTree = newDict == 0 ? 0 : tree.create();
        if (newTree == 0) {
            if (newDict != 0) {
                dict.freeSome(newDict, 1);
            }
            if (root != 0) {
                arena.free(root);
            }
            return 0;
        }
        arena.putLong(root + DICT_OFFSET, newDict);
        arena.putLong(root + TREE_OFFSET, newTree);
        return root;
    }

    /** Frees some, to be called again until it answers true; before, it may be used for nothing else. */
    public boolean freeSome(final long root) {
        if (treeOf(root) != 0) {
            if (!tree.freeSome(treeOf(root), FREED_AT_ONCE)) {
                return false;
            }
            arena.putLong(root + TREE_OFFSET, 0);
        }
        if (!dict.freeSome(dictOf(root), FREED_AT_ONCE)) {
            return false;
        }
        arena.free(root);
        return true;
    }

    /** Frees all at once. */
    void free(final long root) {
        boolean freed = false;
        while (!freed) {
            freed = freeSome(root);
        }
    }

    /** Moves some of the blocks, not the root; as {@link ValueOperations#relocateSome}, from {@link #RELOCATED_FIRST} or stage 0 on. */
    public boolean relocateSome(final long root, final Relocation relocation) {
        final Evacuation evacuation = arena.evacuation();
        final long ofDict = evacuation.moveReferred(root + DICT_OFFSET);
        final long ofTree = evacuation.moveReferred(root + TREE_OFFSET);
        if (relocation.stage == DICT_RELOCATED) {
            relocation.position = dictRelocator.relocateSome(ofDict, relocation.position, evacuation, BlockMover.STAY);
            return relocation.position == 0;
        }
        relocatedDict = ofDict;
        relocation.position = treeRelocator.relocateSome(ofTree, relocation.position, evacuation, elementMover);
        if (relocation.position == 0) {
            relocation.enter(DICT_RELOCATED);
        }
        return false;
    }

    /** Moves an element that the tree refers to, and tells the dict. */
    private long relocateElement(final long element) {
        final Evacuation evacuation = arena.evacuation();
        if (!evacuation.isAffected(element)) {
            return evacuation.move(element);
        }
        final long address = elements.memberAddress(element);
        final int length = elements.memberLength(element);
        final long slot = dict.find(relocatedDict, hash.hash(address, length), address, length);
        final long moved = evacuation.move(element);
        if (moved != element) {
            dict.replaceElement(slot, moved);
        }
        return moved;
    }

    /** Bytes of memory, those of the members guessed from the first ones. */
    public long usedBytes(final long root) {
        long bytes = 0;
        long looked = 0;
        for (long at = tree.at(treeOf(root), 0); at != SortedTree.NONE && looked < SAMPLES; at = tree.next(at)) {
            bytes += elements.usedBytes(tree.element(at));
            looked++;
        }
        return arena.usableSize(root) + dict.usedBytes(dictOf(root)) + tree.usedBytes(treeOf(root))
                + (looked == 0 ? 0 : bytes * size(root) / looked);
    }

    /** Number of members. */
    long size(final long root) {
        return dict.size(dictOf(root));
    }

    /** The element of a member, or 0 when it is none. */
    public long find(final long root, final long address, final int length) {
        final long slot = dict.find(dictOf(root), hash.hash(address, length), address, length);
        return slot == Dict.NONE ? 0 : dict.element(slot);
    }

    /** The score of an element. */
    public double score(final long element) {
        return tree.score(element);
    }

    /** Gives a member a score: {@link #ADDED}, {@link #UPDATED} or {@link #NO_MEMORY}. */
    public int set(final long root, final long address, final int length, final double score) {
        final long memberHash = hash.hash(address, length);
        final long slot = dict.find(dictOf(root), memberHash, address, length);
        if (slot != Dict.NONE) {
            return tree.update(treeOf(root), dict.element(slot), score) ? UPDATED : NO_MEMORY;
        }
        return insert(root, memberHash, address, length, score) ? ADDED : NO_MEMORY;
    }

    /** Adds a member that is not there; false when there is no memory. */
    public boolean add(final long root, final long address, final int length, final double score) {
        return insert(root, hash.hash(address, length), address, length, score);
    }

    /** Takes a member out; false when it is none. */
    public boolean remove(final long root, final long address, final int length) {
        final long slot = dict.find(dictOf(root), hash.hash(address, length), address, length);
        if (slot == Dict.NONE) {
            return false;
        }
        removeElement(root, slot, dict.element(slot));
        return true;
    }

    /** Takes a member out by its element. */
    void remove(final long root, final long element) {
        final long address = elements.memberAddress(element);
        final int length = elements.memberLength(element);
        removeElement(root, dict.find(dictOf(root), hash.hash(address, length), address, length), element);
    }

    /** Adds the members of another; false when there is no memory for all. */
    public boolean addAll(final long root, final long other) {
        boolean complete = true;
        for (long at = tree.at(treeOf(other), 0); complete && at != SortedTree.NONE; at = tree.next(at)) {
            final long element = tree.element(at);
            complete = add(root, elements.memberAddress(element), elements.memberLength(element),
                    tree.score(element));
        }
        return complete;
    }

    /** The element of the lowest score, or 0 when there is none. */
    public long first(final long root) {
        final long at = tree.at(treeOf(root), 0);
        return at == SortedTree.NONE ? 0 : tree.element(at);
    }

    /** The members by their scores, for reading. */
    public SortedTree tree() {
        return tree;
    }

    long dictOf(final long root) {
        return arena.getLong(root + DICT_OFFSET);
    }

    /** The tree of its members. */
    public long treeOf(final long root) {
        return arena.getLong(root + TREE_OFFSET);
    }

    private boolean insert(final long root, final long memberHash, final long address, final int length,
            final double score) {
        final long element = elements.create(address, length, Double.BYTES);
        if (element == 0) {
            return false;
        }
        arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(score));
        final long slot = dict.insert(dictOf(root), memberHash, element);
        if (slot == Dict.NONE) {
            elements.free(element);
            return false;
        }
        if (!tree.insert(treeOf(root), element)) {
            dict.remove(dictOf(root), slot);
            elements.free(element);
            return false;
        }
        return true;
    }

    private void removeElement(final long root, final long slot, final long element) {
        tree.remove(treeOf(root), element);
        dict.remove(dictOf(root), slot);
        elements.free(element);
    }
}

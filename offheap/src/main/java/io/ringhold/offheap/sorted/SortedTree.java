package io.ringhold.offheap.sorted;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.HEIGHT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_NODES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAVES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.ROOT_LENGTH;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.TOP_OFFSET;

/**
 * Works on the sorted trees of an arena; layout: {@link SortedTreeDescriptor}; why so: see the package. A tree is named by the offset of its
 * root and keeps references to elements of {@link Elements}, whose tail is their score, in the order of score and member; the elements remain
 * their owner's. Scores are never NaN, and 0.0 and -0.0 are equal.
 *
 * <p>
 * A position is where a tree refers to an element: an opaque number that holds until the tree changes; {@link #NONE} is none. Each step takes
 * time in proportion to the height, which is 4 for a million elements. The thread that owns the arena; allocates nothing on the heap.
 */
public final class SortedTree {
    /** No position. */
    public static final long NONE = 0;

    static final int MAX_HEIGHT = 12;
    private static final int INDEX_SHIFT = 48;
    private static final long LEAF_MASK = (1L << INDEX_SHIFT) - 1;
    /** A leaf shares with its neighbour when that has this many free. */
    private static final int WORTH_SHARING = 8;

    private final Arena arena;
    private final MemoryTag tag;
    private final Elements elements;
    private final Nodes nodes;
    private final Ranks ranks;
    private final Reserve reserve;
    /** The inner nodes on the way to the element located last, by their level, and the child taken in each. */
    private final long[] path = new long[MAX_HEIGHT + 1];
    private final int[] taken = new int[MAX_HEIGHT + 1];
    private long leaf;
    private int place;

    /**
     * @param elements
     *            that the trees will refer to, in whose arena they will be.
     */
    public SortedTree(final Elements elements) {
        this(elements, MemoryTag.SKIPLIST);
    }

    /**
     * @param tag
     *            of the nodes.
     */
    public SortedTree(final Elements elements, final MemoryTag tag) {
        this.arena = elements.arena();
        this.tag = tag;
        this.elements = elements;
        this.nodes = new Nodes(elements);
        this.ranks = new Ranks(elements, nodes);
        this.reserve = new Reserve(arena, tag, MAX_HEIGHT);
    }

    /** A tree without elements: its root, or 0 when there is no memory. */
    public long create() {
        final long root = arena.allocate(ROOT_LENGTH, tag);
        final long top = root == 0 ? 0 : arena.allocate(LEAF_LENGTH, tag);
        if (top == 0) {
            if (root != 0) {
                arena.free(root);
            }
            return 0;
        }
        nodes.initLeaf(top, 0);
        arena.putLong(root + TOP_OFFSET, top);
        arena.fill(root + HEIGHT_OFFSET, ROOT_LENGTH - HEIGHT_OFFSET, (byte) 0);
        nodes.addNode(root, true, 1);
        return root;
    }

    /** Number of elements. */
    public long size(final long root) {
        final long top = top(root);
        return height(root) == 0 ? nodes.count(top) : ranks.belowFirst(top, nodes.count(top));
    }

    /** The score of an element. */
    public double score(final long element) {
        return nodes.score(element);
    }

    /** Puts in an element that is not there; false when there is no memory: nothing has changed then. */
    public boolean insert(final long root, final long element) {
        if (!reserve.fill(height(root) + 1)) {
            return false;
        }
        locate(root, element, score(element));
        if (nodes.count(leaf) == LEAF_CAPACITY && share(root)) {
            locate(root, element, score(element));
        }
        if (nodes.count(leaf) == LEAF_CAPACITY) {
            split(root, element);
        } else {
            nodes.insertReference(leaf, place, element);
            added(root, 1, leaf);
        }
        return true;
    }

    /** Takes an element out, by its score and member; false when it is not there. */
    public boolean remove(final long root, final long element) {
        locate(root, element, score(element));
        if (place == nodes.count(leaf) || nodes.reference(leaf, place) != element) {
            return false;
        }
        nodes.removeReference(leaf, place);
        final int height = height(root);
        for (int level = 1; level <= height; level++) {
            nodes.addBelow(path[level], taken[level], -1);
        }
        for (int level = 1; level <= height; level++) {
            shrink(root, level);
            if (level < height && nodes.count(path[level]) > 0) {
                nodes.describeFirst(path[level + 1], taken[level + 1], path[level], false);
            }
        }
        lower(root);
        return true;
    }

    /**
     * Gives an element that is there another score; needs memory only when its rank changes.
     *
     * @return false when there is no memory: nothing has changed then.
     */
    public boolean update(final long root, final long element, final double newScore) {
        locate(root, element, score(element));
        final long position = position(leaf, place);
        final long before = previous(position);
        final long after = next(position);
        final boolean staysInPlace = (before == NONE || compare(element(before), element, newScore) < 0)
                && (after == NONE || compare(element(after), element, newScore) > 0);
        if (staysInPlace) {
            putScore(element, newScore);
            describeFirsts(root);
            return true;
        }
        if (!reserve.fill(height(root) + 1)) {
            return false;
        }
        // The tree does not grow higher by the removal, so the reserve is enough for the insert.
        remove(root, element);
        putScore(element, newScore);
        return insert(root, element);
    }

    /** Number of elements before one that is there. */
    public long rank(final long root, final long element) {
        locate(root, element, score(element));
        long rank = place;
        for (int level = 1; level <= height(root); level++) {
            rank += ranks.belowFirst(path[level], taken[level]);
        }
        return rank;
    }

    /** Number of elements with a lower score, or also those with the same. */
    public long countBelow(final long root, final double bound, final boolean orEqual) {
        return ranks.countBelow(top(root), height(root), bound, orEqual);
    }

    /** Number of elements with a lower member, or also that with the same, in a tree whose scores are all equal. */
    public long countBelow(final long root, final long address, final int length, final boolean orEqual) {
        return ranks.countBelow(top(root), height(root), address, length, orEqual);
    }

    /** The position of a rank, or {@link #NONE} when there are not so many elements. */
    public long at(final long root, final long rank) {
        long left = rank;
        long node = top(root);
        for (int level = height(root); level > 0; level--) {
            int child = 0;
            while (child + 1 < nodes.count(node) && left >= nodes.below(node, child)) {
                left -= nodes.below(node, child);
                child++;
            }
            node = nodes.child(node, child);
        }
        return left < nodes.count(node) ? position(node, (int) left) : NONE;
    }

    /** The element at a position. */
    public long element(final long position) {
        return nodes.reference(position & LEAF_MASK, (int) (position >>> INDEX_SHIFT));
    }

    /** The position behind another, or {@link #NONE}. */
    public long next(final long position) {
        final long node = position & LEAF_MASK;
        final int index = (int) (position >>> INDEX_SHIFT) + 1;
        if (index < nodes.count(node)) {
            return position(node, index);
        }
        return nodes.next(node);
    }

    /** The position before another, or {@link #NONE}. */
    public long previous(final long position) {
        final long node = position & LEAF_MASK;
        final int index = (int) (position >>> INDEX_SHIFT);
        if (index > 0) {
            return position(node, index - 1);
        }
        final long previous = nodes.previous(node);
        return previous == 0 ? NONE : position(previous, nodes.count(previous) - 1);
    }

    /** Moves what is kept ready for the next insert, which belongs to no tree yet. */
    public void relocateReserve(final BlockMover mover) {
        reserve.relocate(mover);
    }

    /** Bytes of memory that are kept ready for the next insert, into whichever tree. */
    public long reservedBytes() {
        return reserve.usedBytes();
    }

    /** Bytes of memory that a tree takes, its elements not included. */
    public long usedBytes(final long root) {
        final long top = top(root);
        long firstLeaf = top;
        for (int level = height(root); level > 0; level--) {
            firstLeaf = nodes.child(firstLeaf, 0);
        }
        return arena.usableSize(root) + arena.getInt(root + LEAVES_OFFSET) * arena.usableSize(firstLeaf)
                + arena.getInt(root + INNER_NODES_OFFSET) * arena.usableSize(top);
    }

    /**
     * Frees a tree in slices, from which it can only be freed on; the state is in the tree. Elements are left alone.
     *
     * @param maxNodes
     *            after which a slice ends.
     * @return true when nothing is left.
     */
    public boolean freeSome(final long root, final int maxNodes) {
        final int height = height(root);
        final long top = top(root);
        int left = maxNodes;
        while (height > 0 && nodes.count(top) > 0) {
            if (left <= 0) {
                return false;
            }
            left--;
            dropLast(top, height);
        }
        arena.free(top);
        arena.free(root);
        return true;
    }

    /** Frees the last node below an inner node that has no children left itself. */
    private void dropLast(final long top, final int height) {
        long parent = top;
        for (int level = height; level > 1; level--) {
            final long child = nodes.child(parent, nodes.count(parent) - 1);
            if (nodes.count(child) == 0) {
                break;
            }
            parent = child;
        }
        final int last = nodes.count(parent) - 1;
        arena.free(nodes.child(parent, last));
        nodes.removeChild(parent, last);
    }

    /** Finds the leaf and the place in it where an element with a score is or would be, and the way there. */
    private void locate(final long root, final long element, final double score) {
        long node = top(root);
        for (int level = height(root); level > 0; level--) {
            int low = 0;
            int high = nodes.count(node) - 1;
            while (low < high) {
                final int middle = low + high + 1 >>> 1;
                if (isAfter(nodes.firstScore(node, middle), nodes.firstElement(node, middle), element, score)) {
                    high = middle - 1;
                } else {
                    low = middle;
                }
            }
            path[level] = node;
            taken[level] = low;
            node = nodes.child(node, low);
        }
        int low = 0;
        int high = nodes.count(node);
        while (low < high) {
            final int middle = low + high >>> 1;
            if (compare(nodes.reference(node, middle), element, score) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        leaf = node;
        place = low;
    }

    private boolean isAfter(final double otherScore, final long other, final long element, final double score) {
        if (otherScore != score) {
            return otherScore > score;
        }
        return other != element && compareMembers(other, element) > 0;
    }

    /** Compares an element with another one, should that have a score. */
    private int compare(final long other, final long element, final double score) {
        if (other == element) {
            return 0;
        }
        final double otherScore = score(other);
        if (otherScore != score) {
            return otherScore < score ? -1 : 1;
        }
        return compareMembers(other, element);
    }

    private int compareMembers(final long a, final long b) {
        return elements.compareMember(a, elements.memberAddress(b), elements.memberLength(b));
    }

    /** Makes room in a full leaf by giving a part to a neighbour below the same inner node. */
    private boolean share(final long root) {
        if (height(root) == 0) {
            return false;
        }
        final long parent = path[1];
        final int index = taken[1];
        final boolean hasRight = index + 1 < nodes.count(parent);
        if (index > 0 && isRoomy(nodes.child(parent, index - 1))) {
            even(parent, index - 1);
        } else if (hasRight && isRoomy(nodes.child(parent, index + 1))) {
            even(parent, index);
        } else {
            return false;
        }
        return true;
    }

    private boolean isRoomy(final long node) {
        return LEAF_CAPACITY - nodes.count(node) >= WORTH_SHARING;
    }

    private void even(final long parent, final int index) {
        final long left = nodes.child(parent, index);
        final long right = nodes.child(parent, index + 1);
        final int difference = nodes.count(left) - nodes.count(right);
        if (difference > 0) {
            nodes.moveRight(left, right, difference / 2, true);
        } else {
            nodes.moveLeft(left, right, -difference / 2, true);
        }
        nodes.describe(parent, index, left, true);
        nodes.describe(parent, index + 1, right, true);
    }

    /** Splits the located leaf, which is full, and puts an element in; at the ends of the tree the full part stays full. */
    private void split(final long root, final long element) {
        final long right = reserve.takeLeaf();
        final boolean isAppended = place == LEAF_CAPACITY && nodes.next(leaf) == 0;
        final boolean isPrepended = place == 0 && nodes.previous(leaf) == 0;
        final int kept = isAppended ? LEAF_CAPACITY : isPrepended ? 0 : LEAF_CAPACITY / 2;
        nodes.initLeaf(right, leaf);
        nodes.addNode(root, true, 1);
        nodes.moveRight(leaf, right, LEAF_CAPACITY - kept, true);
        if (place > kept || isAppended) {
            nodes.insertReference(right, place - kept, element);
        } else {
            nodes.insertReference(leaf, place, element);
        }
        attach(root, leaf, right);
    }

    /** Puts a new node, and what becomes of that above it, behind the node that it was split from. */
    private void attach(final long root, final long splitLeaf, final long newLeaf) {
        final int height = height(root);
        // Inner nodes elsewhere must split evenly even behind their last child, or inserts there would leave one child in each.
        final boolean isAppended = nodes.next(newLeaf) == 0;
        long split = splitLeaf;
        long added = newLeaf;
        for (int level = 1; level <= height; level++) {
            final long node = path[level];
            final int behind = taken[level] + 1;
            nodes.describe(node, behind - 1, split, level == 1);
            if (nodes.count(node) < INNER_CAPACITY) {
                nodes.insertChild(node, behind, added, level == 1);
                added(root, level + 1, node);
                return;
            }
            final long right = reserve.takeInner();
            final int kept = isAppended ? INNER_CAPACITY : INNER_CAPACITY / 2;
            nodes.initInner(right);
            nodes.addNode(root, false, 1);
            nodes.moveRight(node, right, INNER_CAPACITY - kept, false);
            if (behind > kept || isAppended) {
                nodes.insertChild(right, behind - kept, added, level == 1);
            } else {
                nodes.insertChild(node, behind, added, level == 1);
            }
            split = node;
            added = right;
        }
        final long top = reserve.takeInner();
        nodes.initInner(top);
        nodes.addNode(root, false, 1);
        nodes.insertChild(top, 0, split, height == 0);
        nodes.insertChild(top, 1, added, height == 0);
        arena.putLong(root + TOP_OFFSET, top);
        arena.putInt(root + HEIGHT_OFFSET, height + 1);
    }

    /** Notes in the inner nodes from a level on that there is one more element below. */
    private void added(final long root, final int fromLevel, final long below) {
        long child = below;
        for (int level = fromLevel; level <= height(root); level++) {
            nodes.addBelow(path[level], taken[level], 1);
            if (level > 1 || place == 0) {
                nodes.describeFirst(path[level], taken[level], child, level == 1);
            }
            child = path[level];
        }
    }

    /** Notes in the inner nodes what the located element's score is, if it is the first below them. */
    private void describeFirsts(final long root) {
        if (place != 0) {
            return;
        }
        long child = leaf;
        for (int level = 1; level <= height(root); level++) {
            nodes.describeFirst(path[level], taken[level], child, level == 1);
            child = path[level];
        }
    }

    /** After one of its children has lost an entry: joins that with a neighbour when both have room in one. */
    private void shrink(final long root, final int level) {
        final long node = path[level];
        final int index = taken[level];
        final boolean areLeaves = level == 1;
        final long child = nodes.child(node, index);
        final int capacity = areLeaves ? LEAF_CAPACITY : INNER_CAPACITY;
        final int count = nodes.count(child);
        if (count == 0) {
            drop(root, node, index, areLeaves);
        } else if (count < capacity / 2 && index + 1 < nodes.count(node)
                && count + nodes.count(nodes.child(node, index + 1)) <= capacity * 3 / 4) {
            join(root, node, index, areLeaves);
        } else if (count < capacity / 2 && index > 0
                && count + nodes.count(nodes.child(node, index - 1)) <= capacity * 3 / 4) {
            join(root, node, index - 1, areLeaves);
        } else if (!areLeaves || place == 0) {
            nodes.describeFirst(node, index, child, areLeaves);
        }
    }

    private void join(final long root, final long parent, final int index, final boolean areLeaves) {
        final long left = nodes.child(parent, index);
        final long right = nodes.child(parent, index + 1);
        nodes.moveLeft(left, right, nodes.count(right), areLeaves);
        drop(root, parent, index + 1, areLeaves);
        nodes.describe(parent, index, left, areLeaves);
    }

    private void drop(final long root, final long parent, final int index, final boolean isLeaf) {
        final long child = nodes.child(parent, index);
        if (isLeaf) {
            nodes.unlink(child);
        }
        arena.free(child);
        nodes.removeChild(parent, index);
        nodes.addNode(root, isLeaf, -1);
    }

    /** Takes inner nodes with a single child away from the top. */
    private void lower(final long root) {
        while (height(root) > 0 && nodes.count(top(root)) == 1) {
            final long top = top(root);
            arena.putLong(root + TOP_OFFSET, nodes.child(top, 0));
            arena.putInt(root + HEIGHT_OFFSET, height(root) - 1);
            arena.free(top);
            nodes.addNode(root, false, -1);
        }
    }

    private void putScore(final long element, final double score) {
        arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(score));
    }

    private long top(final long root) {
        return arena.getLong(root + TOP_OFFSET);
    }

    private int height(final long root) {
        return arena.getInt(root + HEIGHT_OFFSET);
    }

    private static long position(final long leaf, final int index) {
        return leaf | (long) index << INDEX_SHIFT;
    }
}

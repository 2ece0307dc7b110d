package io.ringhold.engine.tracking;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.sorted.SortedTree;

/**
 * Strings in their order, each with a number and an era: the prefixes of one client, keys that have changed. A {@link SortedTree} of elements whose scores
 * are all 0, so that the bytes decide. A position is good until the next {@link #add} or removal. Engine thread; allocates nothing on the heap.
 */
public final class StringTree {
    /** No position. */
    public static final long NONE = SortedTree.NONE;

    private static final int NUMBER_OFFSET = Double.BYTES;
    private static final int ERA_OFFSET = NUMBER_OFFSET + Long.BYTES;
    private static final int TAIL_LENGTH = ERA_OFFSET + Integer.BYTES;
    private static final int FREED_AT_ONCE = 64;

    private final Arena arena;
    private final Elements elements;
    private final SortedTree tree;
    private long root;

    StringTree(final Elements elements, final SortedTree tree) {
        this.arena = elements.arena();
        this.elements = elements;
        this.tree = tree;
    }

    public long size() {
        return root == 0 ? 0 : tree.size(root);
    }

    /** The first position, or {@link #NONE}. */
    public long first() {
        return root == 0 ? NONE : tree.at(root, 0);
    }

    /** The position behind another, or {@link #NONE}. */
    public long next(final long position) {
        return tree.next(position);
    }

    /** Absolute address of the string at a position. */
    public long address(final long position) {
        return elements.memberAddress(tree.element(position));
    }

    /** Length of the string at a position. */
    public int length(final long position) {
        return elements.memberLength(tree.element(position));
    }

    /** The number of the string at a position. */
    long number(final long position) {
        return arena.getLong(numberOffset(tree.element(position)));
    }

    void number(final long position, final long number) {
        arena.putLong(numberOffset(tree.element(position)), number);
    }

    /** The era of the string at a position. */
    int era(final long position) {
        return arena.getInt(eraOffset(tree.element(position)));
    }

    void era(final long position, final int era) {
        arena.putInt(eraOffset(tree.element(position)), era);
    }

    /** The position of the first string that is not below another, or {@link #NONE}. */
    long ceiling(final long address, final int length) {
        return root == 0 ? NONE : tree.at(root, tree.countBelow(root, address, length, false));
    }

    /** The position of a string, or {@link #NONE}. */
    long find(final long address, final int length) {
        final long position = ceiling(address, length);
        return position != NONE && length(position) == length && Memory.equals(address(position), address, length)
                ? position
                : NONE;
    }

    /**
     * The position of the first string that another begins with, or that begins with it, or {@link #NONE}. Those in the tree must not begin with
     * one another, unless one of them is empty.
     */
    long overlapping(final long address, final int length) {
        if (size() == 0) {
            return NONE;
        }
        if (length(first()) == 0) {
            return first();
        }
        final long below = tree.countBelow(root, address, length, false);
        if (below > 0) {
            final long previous = tree.at(root, below - 1);
            if (isPrefix(address(previous), length(previous), address, length)) {
                return previous;
            }
        }
        final long next = tree.at(root, below);
        return next != NONE && isPrefix(address, length, address(next), length(next)) ? next : NONE;
    }

    /** Puts in a string that is not there, of era 0; false when there is no memory: nothing has changed then. */
    boolean add(final long address, final int length, final long number) {
        return add(address, length, number, 0);
    }

    /** Puts in a string that is not there; false when there is no memory: nothing has changed then. */
    boolean add(final long address, final int length, final long number, final int era) {
        if (root == 0) {
            root = tree.create();
        }
        final long element = root == 0 ? 0 : elements.create(address, length, TAIL_LENGTH);
        if (element == 0) {
            return false;
        }
        arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(0));
        arena.putLong(numberOffset(element), number);
        arena.putInt(eraOffset(element), era);
        if (!tree.insert(root, element)) {
            elements.free(element);
            return false;
        }
        return true;
    }

    /** Takes out the string at a position. */
    void remove(final long position) {
        final long element = tree.element(position);
        tree.remove(root, element);
        elements.free(element);
    }

    /** Takes all out. */
    void clear() {
        for (long position = first(); position != NONE; position = tree.next(position)) {
            elements.free(tree.element(position));
        }
        while (root != 0 && !tree.freeSome(root, FREED_AT_ONCE)) {
            // until nothing is left
        }
        root = 0;
    }

    /** True when a string begins with a prefix. */
    static boolean isPrefix(final long prefixAddress, final int prefixLength, final long address, final int length) {
        return prefixLength <= length && Memory.equals(prefixAddress, address, prefixLength);
    }

    private long numberOffset(final long element) {
        return elements.tailOffset(element) + NUMBER_OFFSET;
    }

    private long eraOffset(final long element) {
        return elements.tailOffset(element) + ERA_OFFSET;
    }
}

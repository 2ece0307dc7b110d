package io.ringhold.tools.memory.gather;

import java.util.Arrays;
import java.util.function.ObjIntConsumer;

import org.agrona.collections.Long2LongHashMap;

/**
 * Groups keys by their patterns in a trie of {@link KeyTokens} whose size is bounded.
 *
 * <p>
 * A node with more than {@value #MAX_CHILDREN} children is crowded: those that less than a fiftieth of its keys pass through become one, {@code *},
 * with what is below them; so names of people vary as ids do, while the few parts that stand for kinds of keys stay. When there are more than
 * {@link #maxNodes} nodes in all, the leaves with the fewest keys are merged into their parents, as in the Space-Saving algorithm (Metwally,
 * Agrawal, El Abbadi, 2005) the rarest counters are given up. Sums are always right; only how fine the groups are varies.
 *
 * <p>
 * Nodes are numbers, and what they hold stands in arrays. One thread; a key whose pattern is known allocates nothing.
 */
final class PatternTree {
    static final int ROOT = 0;
    static final int MAX_CHILDREN = 64;
    /** Parts of a key beyond these are one that varies. */
    static final int MAX_DEPTH = 8;

    private static final int NONE = -1;
    /** In the place of the parent of a node that is not in use. */
    private static final int RELEASED = -2;
    private static final int RARE_DIVISOR = 50;
    private static final int INITIAL_NODES = 256;
    private static final long PARENT_FACTOR = 0x9e3779b97f4a7c15L;

    private final int maxNodes;
    private final Counters counters = new Counters(INITIAL_NODES);
    private final KeyTokens tokens = new KeyTokens();
    private final Long2LongHashMap children = new Long2LongHashMap(NONE);
    private byte[][] parts = new byte[INITIAL_NODES][];
    private long[] hashes = new long[INITIAL_NODES];
    private long[] passed = new long[INITIAL_NODES];
    private int[] parents = new int[INITIAL_NODES];
    private int[] firstChild = new int[INITIAL_NODES];
    private int[] nextSibling = new int[INITIAL_NODES];
    private int[] childCounts = new int[INITIAL_NODES];
    private boolean[] crowded = new boolean[INITIAL_NODES];
    private boolean[] folded = new boolean[INITIAL_NODES];
    private int used = 1;
    private int free = NONE;
    private int nodes = 1;

    PatternTree(final int maxNodes) {
        this.maxNodes = maxNodes;
        parts[ROOT] = new byte[0];
        parents[ROOT] = NONE;
        firstChild[ROOT] = NONE;
        nextSibling[ROOT] = NONE;
    }

    /** Counts a key. */
    void add(final KeyFigures key, final boolean isExpired) {
        counters.add(node(key), key, isExpired);
    }

    /** Counts a key of the older dump. */
    void addBefore(final KeyFigures key) {
        counters.addBefore(node(key), key.bytes);
    }

    /** Merges what is still crowded, before the result is read. */
    void finish() {
        for (int node = 0; node < used; node++) {
            if (parents[node] != RELEASED && crowded[node]) {
                mergeRare(node);
            }
        }
    }

    Counters counters() {
        return counters;
    }

    int size() {
        return nodes;
    }

    /** What the node adds to its parent's pattern. */
    byte[] part(final int node) {
        return parts[node];
    }

    /** Whether keys with more parts count as if they ended here. */
    boolean isFolded(final int node) {
        return folded[node];
    }

    void forEachChild(final int node, final ObjIntConsumer<byte[]> visitor) {
        for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
            visitor.accept(parts[child], child);
        }
    }

    /** The node where a key ends; made when it is not there. */
    private int node(final KeyFigures key) {
        if (nodes > maxNodes) {
            prune();
        }
        tokens.open(key.key(), key.keyLength());
        int node = ROOT;
        passed[ROOT]++;
        for (int depth = 1; !folded[node] && tokens.next(); depth++) {
            if (depth == MAX_DEPTH && tokens.hasMore()) {
                tokens.takeRest();
            }
            final int child = step(node);
            if (child == NONE) {
                break;
            }
            node = child;
            passed[node]++;
        }
        return node;
    }

    /** The child that the tokens tell; {@link #NONE} in the case, of 2^64, that another part has the same hash. */
    private int step(final int parent) {
        final long hash = KeyTokens.hash(tokens.token(), tokens.length());
        int child = lookUp(parent, hash);
        if (child == NONE) {
            if (childCounts[parent] >= MAX_CHILDREN) {
                crowded[parent] = true;
                mergeRare(parent);
                child = lookUp(parent, hash);
            }
            return child == NONE ? create(parent, Arrays.copyOf(tokens.token(), tokens.length()), hash) : child;
        }
        return isPart(child, tokens.token(), tokens.length()) ? child : NONE;
    }

    private boolean isPart(final int node, final byte[] part, final int length) {
        return Arrays.equals(parts[node], 0, parts[node].length, part, 0, length);
    }

    private int lookUp(final int parent, final long hash) {
        final int node = (int) children.get(childKey(parent, hash));
        return node != NONE && parents[node] == parent ? node : NONE;
    }

    private static long childKey(final int parent, final long hash) {
        return hash ^ (parent + 1) * PARENT_FACTOR;
    }

    private int create(final int parent, final byte[] part, final long hash) {
        final int node;
        if (free != NONE) {
            node = free;
            free = nextSibling[node];
        } else {
            node = used++;
            growTo(used);
        }
        parts[node] = part;
        hashes[node] = hash;
        passed[node] = 0;
        firstChild[node] = NONE;
        childCounts[node] = 0;
        crowded[node] = false;
        folded[node] = false;
        nodes++;
        link(parent, node);
        return node;
    }

    private void growTo(final int wanted) {
        if (wanted <= parts.length) {
            return;
        }
        final int size = 2 * parts.length;
        parts = Arrays.copyOf(parts, size);
        hashes = Arrays.copyOf(hashes, size);
        passed = Arrays.copyOf(passed, size);
        parents = Arrays.copyOf(parents, size);
        firstChild = Arrays.copyOf(firstChild, size);
        nextSibling = Arrays.copyOf(nextSibling, size);
        childCounts = Arrays.copyOf(childCounts, size);
        crowded = Arrays.copyOf(crowded, size);
        folded = Arrays.copyOf(folded, size);
        counters.grow(size);
    }

    private void link(final int parent, final int node) {
        parents[node] = parent;
        nextSibling[node] = firstChild[parent];
        firstChild[parent] = node;
        childCounts[parent]++;
        children.put(childKey(parent, hashes[node]), node);
    }

    private void unlink(final int node) {
        final int parent = parents[node];
        children.remove(childKey(parent, hashes[node]));
        childCounts[parent]--;
        if (firstChild[parent] == node) {
            firstChild[parent] = nextSibling[node];
            return;
        }
        int before = firstChild[parent];
        while (nextSibling[before] != node) {
            before = nextSibling[before];
        }
        nextSibling[before] = nextSibling[node];
    }

    private void mergeRare(final int parent) {
        final int[] rare = new int[childCounts[parent]];
        int count = 0;
        for (int child = firstChild[parent]; child != NONE; child = nextSibling[child]) {
            if (!isWildcard(child) && passed[child] * RARE_DIVISOR < passed[parent]) {
                rare[count++] = child;
            }
        }
        for (int i = 0; i < count; i++) {
            mergeIntoWildcard(rare[i]);
        }
    }

    private boolean isWildcard(final int node) {
        return KeyTokens.isWildcard(parts[node], parts[node].length);
    }

    private void mergeIntoWildcard(final int node) {
        final int parent = parents[node];
        final byte[] part = KeyTokens.wildcardOf(parts[node]);
        final long hash = KeyTokens.hash(part, part.length);
        final int wildcard = lookUp(parent, hash);
        absorb(wildcard == NONE ? create(parent, part, hash) : wildcard, node);
    }

    /** Adds a node with all that is below it to another, and gives it up. */
    private void absorb(final int into, final int node) {
        counters.move(node, into);
        passed[into] += passed[node];
        crowded[into] |= crowded[node];
        folded[into] |= folded[node];
        while (firstChild[node] != NONE) {
            final int child = firstChild[node];
            final int same = lookUp(into, hashes[child]);
            if (same == NONE) {
                unlink(child);
                link(into, child);
            } else {
                absorb(same, child);
            }
        }
        release(node);
    }

    private void release(final int node) {
        unlink(node);
        parents[node] = RELEASED;
        parts[node] = null;
        nextSibling[node] = free;
        free = node;
        nodes--;
    }

    /** Merges leaves, the rarest first, until a quarter of the nodes is free again. */
    private void prune() {
        final int target = maxNodes - maxNodes / 4;
        for (long most = 1; nodes > target && most > 0; most *= 2) {
            for (int node = 1; node < used && nodes > target; node++) {
                if (parents[node] != RELEASED && firstChild[node] == NONE && passed[node] <= most) {
                    pruneLeaf(node);
                }
            }
        }
    }

    private void pruneLeaf(final int node) {
        final int parent = parents[node];
        if (!isWildcard(node) && childCounts[parent] > 1) {
            mergeIntoWildcard(node);
        } else if (hasOnlyWildcardLeaves(parent)) {
            folded[parent] = true;
            while (firstChild[parent] != NONE) {
                final int child = firstChild[parent];
                counters.move(child, parent);
                release(child);
            }
        }
    }

    private boolean hasOnlyWildcardLeaves(final int parent) {
        for (int child = firstChild[parent]; child != NONE; child = nextSibling[child]) {
            if (firstChild[child] != NONE || childCounts[parent] > 1 && !isWildcard(child)) {
                return false;
            }
        }
        return parent != ROOT;
    }
}

package io.ringhold.offheap.sorted;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.HEIGHT_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_NODES_OFFSET;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAVES_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

/** Looks through all nodes of a sorted tree: what inner nodes say of their children, order, chain of leaves and fill. */
final class SortedTreeChecker {
    private final Arena arena;
    private final Elements elements;
    private final Nodes nodes;
    private final List<Long> leaves = new ArrayList<>();
    private int innerNodes;

    SortedTreeChecker(final Elements elements) {
        this.arena = elements.arena();
        this.elements = elements;
        this.nodes = new Nodes(elements);
    }

    void check(final long root) {
        leaves.clear();
        innerNodes = 0;
        checkNode(arena.getLong(root), arena.getInt(root + HEIGHT_OFFSET), true);
        assertThat(arena.getInt(root + LEAVES_OFFSET)).isEqualTo(leaves.size());
        assertThat(arena.getInt(root + INNER_NODES_OFFSET)).isEqualTo(innerNodes);
        long last = 0;
        for (int i = 0; i < leaves.size(); i++) {
            final long leaf = leaves.get(i);
            assertThat(nodes.previous(leaf)).isEqualTo(i == 0 ? 0 : leaves.get(i - 1));
            assertThat(nodes.next(leaf)).isEqualTo(i + 1 == leaves.size() ? 0 : leaves.get(i + 1));
            for (int place = 0; place < nodes.count(leaf); place++) {
                final long element = nodes.reference(leaf, place);
                assertThat(last == 0 || isBefore(last, element)).isTrue();
                last = element;
            }
        }
    }

    /** Returns the number of elements below. */
    private long checkNode(final long node, final int level, final boolean isTop) {
        final int count = nodes.count(node);
        if (level == 0) {
            assertThat(count).isBetween(isTop ? 0 : 1, LEAF_CAPACITY);
            leaves.add(node);
            return count;
        }
        innerNodes++;
        assertThat(count).isBetween(isTop ? 2 : 1, INNER_CAPACITY);
        final int capacity = level == 1 ? LEAF_CAPACITY : INNER_CAPACITY;
        long below = 0;
        for (int i = 0; i < count; i++) {
            final long child = nodes.child(node, i);
            final long belowChild = checkNode(child, level - 1, false);
            assertThat(nodes.below(node, i)).isEqualTo(belowChild);
            final long first = firstOf(child, level - 1);
            assertThat(nodes.firstElement(node, i)).isEqualTo(first);
            assertThat(nodes.firstScore(node, i) == nodes.score(first)).isTrue();
            if (i > 0) {
                assertThat(nodes.count(nodes.child(node, i - 1)) + nodes.count(child)).isGreaterThan(capacity / 2);
            }
            below += belowChild;
        }
        return below;
    }

    private long firstOf(final long node, final int level) {
        long leaf = node;
        for (int i = level; i > 0; i--) {
            leaf = nodes.child(leaf, 0);
        }
        return nodes.reference(leaf, 0);
    }

    private boolean isBefore(final long element, final long other) {
        final double score = nodes.score(element);
        final double otherScore = nodes.score(other);
        return score < otherScore || score == otherScore
                && elements.compareMember(element, elements.memberAddress(other), elements.memberLength(other)) < 0;
    }
}

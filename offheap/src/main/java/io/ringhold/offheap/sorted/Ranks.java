package io.ringhold.offheap.sorted;

import io.ringhold.offheap.element.Elements;

/**
 * Goes down from the top node of a sorted tree to count what lies before a bound, or to a rank. The thread that owns the arena; allocates
 * nothing and keeps nothing.
 */
final class Ranks {
    private final Elements elements;
    private final Nodes nodes;

    Ranks(final Elements elements, final Nodes nodes) {
        this.elements = elements;
        this.nodes = nodes;
    }

    /** Elements below the first children of an inner node. */
    long belowFirst(final long inner, final int children) {
        long count = 0;
        for (int i = 0; i < children; i++) {
            count += nodes.below(inner, i);
        }
        return count;
    }

    /** Number of elements with a lower score, or also those with the same. */
    long countBelow(final long top, final int height, final double bound, final boolean orEqual) {
        long count = 0;
        long node = top;
        for (int level = height; level > 0; level--) {
            int low = 0;
            int high = nodes.count(node) - 1;
            while (low < high) {
                final int middle = low + high + 1 >>> 1;
                if (isBelow(nodes.firstScore(node, middle), bound, orEqual)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            count += belowFirst(node, low);
            node = nodes.child(node, low);
        }
        int low = 0;
        int high = nodes.count(node);
        while (low < high) {
            final int middle = low + high >>> 1;
            if (isBelow(nodes.score(nodes.reference(node, middle)), bound, orEqual)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return count + low;
    }

    /** Number of elements with a lower member, or also that with the same, where all scores are equal. */
    long countBelow(final long top, final int height, final long address, final int length, final boolean orEqual) {
        long count = 0;
        long node = top;
        for (int level = height; level > 0; level--) {
            int low = 0;
            int high = nodes.count(node) - 1;
            while (low < high) {
                final int middle = low + high + 1 >>> 1;
                if (isBelow(nodes.firstElement(node, middle), address, length, orEqual)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            count += belowFirst(node, low);
            node = nodes.child(node, low);
        }
        int low = 0;
        int high = nodes.count(node);
        while (low < high) {
            final int middle = low + high >>> 1;
            if (isBelow(nodes.reference(node, middle), address, length, orEqual)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return count + low;
    }

    private static boolean isBelow(final double score, final double bound, final boolean orEqual) {
        return orEqual ? score <= bound : score < bound;
    }

    private boolean isBelow(final long element, final long address, final int length, final boolean orEqual) {
        final int order = elements.compareMember(element, address, length);
        return orEqual ? order <= 0 : order < 0;
    }
}

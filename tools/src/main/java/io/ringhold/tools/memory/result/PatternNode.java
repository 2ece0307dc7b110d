package io.ringhold.tools.memory.result;

import java.util.List;

/**
 * A prefix that keys have in common, in the tree of all of them.
 *
 * @param pattern
 *            from the start, {@code *} for parts that vary.
 * @param label
 *            the part that this node adds.
 * @param own
 *            keys that end here.
 * @param total
 *            these and the keys of all nodes below.
 * @param children
 *            the largest first.
 */
public record PatternNode(String pattern, String label, Tally own, Tally total, List<PatternNode> children) {
    /** Copies the list. */
    public PatternNode {
        children = List.copyOf(children);
    }
}

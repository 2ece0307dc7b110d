package io.ringhold.tools.memory.gather;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.text.KeyText;

/** Makes the result of a {@link PatternTree}. */
final class Patterns {
    private static final String OTHERS = "(others)";

    private final PatternTree tree;
    private final int mostChildren;
    private final List<Share> shares = new ArrayList<>();
    private final List<Growth.Change> changes = new ArrayList<>();

    /**
     * @param mostChildren
     *            of a node in the result; smaller ones become one.
     */
    Patterns(final PatternTree tree, final int mostChildren) {
        this.tree = tree;
        this.mostChildren = mostChildren;
    }

    /** The tree, whose walk also finds {@link #shares} and {@link #changes}. */
    PatternNode tree() {
        return node(PatternTree.ROOT, new byte[0]);
    }

    /** Patterns of whole keys, the largest first. */
    List<Share> shares(final int most) {
        return shares.stream().sorted(Comparator.<Share>comparingLong(share -> share.tally().bytes()).reversed()
                .thenComparing(Share::name)).limit(most).toList();
    }

    /** How patterns have changed, those that changed most first. */
    List<Growth.Change> changes(final int most) {
        return changes.stream().filter(change -> change.bytes() != 0 || change.keysBefore() != change.keysNow())
                .sorted(Comparator.<Growth.Change>comparingLong(change -> Math.abs(change.bytes())).reversed()
                        .thenComparing(Growth.Change::name))
                .limit(most).toList();
    }

    private PatternNode node(final int node, final byte[] prefix) {
        final byte[] pattern = join(prefix, tree.part(node));
        final Tally own = tree.counters().tally(node);
        final List<PatternNode> children = new ArrayList<>();
        tree.forEachChild(node, (_, child) -> children.add(node(child, pattern)));
        note(node, pattern, own);
        children.removeIf(child -> child.total().keys() == 0);
        children.sort(Comparator.<PatternNode>comparingLong(child -> child.total().bytes()).reversed()
                .thenComparing(PatternNode::pattern));
        Tally total = own;
        for (final PatternNode child : children) {
            total = total.plus(child.total());
        }
        final String end = tree.isFolded(node) ? "..." : "";
        return new PatternNode(text(pattern) + end, text(tree.part(node)) + end, own, total,
                limited(children, text(pattern)));
    }

    private void note(final int node, final byte[] pattern, final Tally own) {
        final Counters counters = tree.counters();
        final String name = pattern.length == 0 ? "(empty name)" : text(pattern) + (tree.isFolded(node) ? "..." : "");
        if (own.keys() > 0) {
            shares.add(new Share(name, own));
        }
        if (own.keys() > 0 || counters.keysBefore(node) > 0) {
            changes.add(new Growth.Change(name, counters.keysBefore(node), own.keys(), counters.bytesBefore(node),
                    own.bytes()));
        }
    }

    private List<PatternNode> limited(final List<PatternNode> sorted, final String pattern) {
        if (sorted.size() <= mostChildren) {
            return sorted;
        }
        final List<PatternNode> kept = new ArrayList<>(sorted.subList(0, mostChildren - 1));
        Tally others = Tally.NONE;
        for (final PatternNode child : sorted.subList(mostChildren - 1, sorted.size())) {
            others = others.plus(child.total());
        }
        kept.add(new PatternNode(pattern + OTHERS, OTHERS, others, others, List.of()));
        return kept;
    }

    private static byte[] join(final byte[] prefix, final byte[] part) {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(prefix);
        joined.writeBytes(part);
        return joined.toByteArray();
    }

    private static String text(final byte[] bytes) {
        return KeyText.of(bytes, 0, bytes.length);
    }
}

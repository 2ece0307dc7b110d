package io.ringhold.server.oracle.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Reply;

/**
 * When two replies to the same command count as the same.
 *
 * @param kind      how they are compared
 * @param tolerance by how much integers may differ, for {@link Kind#TTL}
 */
public record Rule(Kind kind, long tolerance) {
    /** Byte for byte. */
    public static final Rule EXACT = new Rule(Kind.EXACT, 0);
    /** Aggregates as multisets. */
    public static final Rule SORTED = new Rule(Kind.SORTED, 0);
    /** The same scalars, in whatever order. */
    public static final Rule WORDS = new Rule(Kind.WORDS, 0);
    /** Only the type. */
    public static final Rule TYPE = new Rule(Kind.TYPE, 0);
    /** All but integers and ports. */
    public static final Rule SHAPE = new Rule(Kind.SHAPE, 0);

    private static final Pattern PORT = Pattern.compile("(?<=^127\\.0\\.0\\.1:)\\d+$");

    /** The ways to compare; errors are compared byte for byte in all but {@link #ERROR_PREFIX}. */
    public enum Kind {
        /** Byte for byte. */
        EXACT,
        /** An aggregate of the same type with the same items in any order. */
        SORTED,
        /** The same scalars at any depth, in any order. */
        WORDS,
        /** A map, or an array of keys and values, with the same pairs in any order. */
        PAIRS_SORTED,
        /** A map, or an array of keys and values, with the same keys in this order, and values of the same types. */
        FIELDS,
        /** Integers that are at most so far apart, and equal when negative. */
        TTL,
        /** Aggregates with as many items of the same shape, any integers, and strings that are equal but for a local port. */
        SHAPE,
        /** Of the same type. */
        TYPE,
        /** Errors with the same first word. */
        ERROR_PREFIX
    }

    /** Integers up to {@code tolerance} apart. */
    public static Rule ttl(long tolerance) {
        return new Rule(Kind.TTL, tolerance);
    }

    /** Whether the replies count as the same. */
    public boolean matches(Reply a, Reply b) {
        if (a.equals(b)) {
            return true;
        }
        if (a.type() != b.type()) {
            return false;
        }
        if (kind == Kind.ERROR_PREFIX) {
            return a.isError() && firstWord(a).equals(firstWord(b));
        }
        if (a.isError() || a.isNull() != b.isNull()) {
            return false;
        }
        return switch (kind) {
            case EXACT, ERROR_PREFIX -> false;
            case TYPE -> true;
            case TTL -> isClose(a, b);
            case SORTED -> groups(a, 1).equals(groups(b, 1));
            case WORDS -> words(a).sorted().toList().equals(words(b).sorted().toList());
            case PAIRS_SORTED -> groups(a, 2).equals(groups(b, 2));
            case FIELDS -> hasSameFields(a, b);
            case SHAPE -> hasSameShape(a, b);
        };
    }

    private boolean isClose(Reply a, Reply b) {
        if (!(a instanceof Reply.Scalar x && b instanceof Reply.Scalar y && a.type() == ':')) {
            return false;
        }
        return x.number() >= 0 && y.number() >= 0 && Math.abs(x.number() - y.number()) <= tolerance;
    }

    /** The items of a reply in groups of a size, as the bytes on the wire, in order. */
    public static List<Bytes> groups(Reply reply, int size) {
        List<Reply> items = reply instanceof Reply.Aggregate aggregate ? aggregate.items() : List.of(reply);
        List<Bytes> groups = new ArrayList<>();
        for (int i = 0; i < items.size(); i += size) {
            List<Reply> group = items.subList(i, Math.min(items.size(), i + size));
            groups.add(Bytes.of(new Reply.Aggregate('*', group).wire()));
        }
        groups.sort(Comparator.naturalOrder());
        return groups;
    }

    private static Stream<Bytes> words(Reply reply) {
        return reply instanceof Reply.Aggregate aggregate
                ? aggregate.items().stream().flatMap(Rule::words)
                : Stream.of(Bytes.of(reply.wire()));
    }

    private static boolean hasSameFields(Reply a, Reply b) {
        if (!(a instanceof Reply.Aggregate x && b instanceof Reply.Aggregate y)
                || x.items().size() != y.items().size()) {
            return false;
        }
        for (int i = 0; i < x.items().size(); i++) {
            Reply left = x.items().get(i);
            Reply right = y.items().get(i);
            if (i % 2 == 0 ? !left.equals(right) : left.type() != right.type()) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSameShape(Reply a, Reply b) {
        if (a instanceof Reply.Aggregate x && b instanceof Reply.Aggregate y) {
            return x.items().size() == y.items().size()
                    && IntStream.range(0, x.items().size())
                            .allMatch(i -> SHAPE.matches(x.items().get(i), y.items().get(i)));
        }
        return a.type() == ':'
                || PORT.matcher(a.text()).replaceFirst("").equals(PORT.matcher(b.text()).replaceFirst(""));
    }

    private static String firstWord(Reply error) {
        return Arrays.asList(error.text().split(" ", 2)).getFirst();
    }
}

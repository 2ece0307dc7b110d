package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.util.Doubles;
import io.ringhold.offheap.memory.Memory;

/**
 * A part of a sorted set, between two ranks, scores or members, from either end: read from the arguments first, then found in a set.
 * Made once and used again and again. Engine thread.
 */
final class Range {
    private static final String NOT_A_SCORE = "ERR min or max is not a float";
    private static final String NOT_A_MEMBER = "ERR min or max not valid string range item";
    private static final long NO_LIMIT = -1;

    private Kind kind;
    private boolean backwards;
    private long offset;
    private long limit;
    private long start;
    private long end;
    private double minScore;
    private double maxScore;
    private boolean minExclusive;
    private boolean maxExclusive;
    /** Arguments whose text behind the first character is the lowest and the highest member. */
    private int minMember;
    private int maxMember;
    private long firstRank;
    private long count;

    /** What a range goes by. */
    enum Kind {
        RANK, SCORE, MEMBER
    }

    /** Begins a range without limit. */
    void begin(final Kind newKind, final boolean fromEnd) {
        kind = newKind;
        backwards = fromEnd;
        offset = 0;
        limit = NO_LIMIT;
    }

    void limit(final long newOffset, final long newLimit) {
        offset = newOffset;
        limit = newLimit;
    }

    boolean isBackwards() {
        return backwards;
    }

    /** Reads both ends; false when the error has been sent. Scores and members come highest first when the range is backwards. */
    boolean parse(final CommandContext context, final int argument) {
        final int min = backwards && kind != Kind.RANK ? argument + 1 : argument;
        final int max = min == argument ? argument + 1 : argument;
        return switch (kind) {
            case RANK -> parseRanks(context, argument);
            case SCORE -> parseScores(context, min, max);
            case MEMBER -> parseMembers(context, min, max);
        };
    }

    private boolean parseRanks(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        start = context.integer();
        if (!context.parseInteger(argument + 1)) {
            return false;
        }
        end = context.integer();
        return true;
    }

    private boolean parseScores(final CommandContext context, final int min, final int max) {
        minExclusive = isExclusive(context, min);
        maxExclusive = isExclusive(context, max);
        minScore = parseScore(context, min, minExclusive);
        maxScore = parseScore(context, max, maxExclusive);
        if (Double.isNaN(minScore) || Double.isNaN(maxScore)) {
            context.reply().error(NOT_A_SCORE);
            return false;
        }
        return true;
    }

    private static boolean isExclusive(final CommandContext context, final int argument) {
        return context.argumentLength(argument) > 0 && Memory.getByte(context.argument(argument)) == '(';
    }

    private static double parseScore(final CommandContext context, final int argument, final boolean exclusive) {
        final int skipped = exclusive ? 1 : 0;
        return Doubles.parseLeniently(context.argument(argument) + skipped,
                context.argumentLength(argument) - skipped, true);
    }

    private boolean parseMembers(final CommandContext context, final int min, final int max) {
        if (!isMemberBound(context, min) || !isMemberBound(context, max)) {
            context.reply().error(NOT_A_MEMBER);
            return false;
        }
        minMember = min;
        maxMember = max;
        return true;
    }

    private static boolean isMemberBound(final CommandContext context, final int argument) {
        final int length = context.argumentLength(argument);
        final int first = length == 0 ? 0 : Memory.getByte(context.argument(argument));
        return first == '(' || first == '[' || length == 1 && (first == '-' || first == '+');
    }

    /** Finds the range in a set: {@link #firstRank} and {@link #count} tell it. */
    void find(final CommandContext context, final long entry) {
        final SortedSetValues values = context.sortedSets();
        final long size = values.size(entry);
        if (kind == Kind.RANK) {
            findRanks(size);
            return;
        }
        final long low;
        final long high;
        if (kind == Kind.SCORE) {
            low = values.countBelow(entry, minScore, minExclusive);
            high = values.countBelow(entry, maxScore, !maxExclusive);
        } else {
            low = countBelow(context, entry, minMember, true, size);
            high = countBelow(context, entry, maxMember, false, size);
        }
        final long found = Math.max(0, high - low);
        if (offset < 0 || offset >= found) {
            findNone();
            return;
        }
        firstRank = backwards ? high - 1 - offset : low + offset;
        count = limit < 0 ? found - offset : Math.min(limit, found - offset);
    }

    private void findRanks(final long size) {
        final long from = Math.max(0, start < 0 ? start + size : start);
        final long to = Math.min(size - 1, end < 0 ? end + size : end);
        if (from > to) {
            findNone(); // how many there are would overflow when the ends are far apart
            return;
        }
        count = to - from + 1;
        firstRank = backwards ? size - 1 - from : from;
    }

    private void findNone() {
        firstRank = 0;
        count = 0;
    }

    private static long countBelow(final CommandContext context, final long entry, final int argument,
            final boolean isMin, final long size) {
        final long address = context.argument(argument);
        final int first = Memory.getByte(address);
        if (first == '-') {
            return 0;
        }
        if (first == '+') {
            return size;
        }
        return context.sortedSets().countBelow(entry, address + 1, context.argumentLength(argument) - 1,
                (first == '(') == isMin);
    }

    /** Rank of the member that comes first in the range's direction. */
    long firstRank() {
        return firstRank;
    }

    /** Lowest rank in the range. */
    long lowestRank() {
        return backwards ? firstRank - count + 1 : firstRank;
    }

    long count() {
        return count;
    }
}

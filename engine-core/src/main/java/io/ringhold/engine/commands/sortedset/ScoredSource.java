package io.ringhold.engine.commands.sortedset;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;

/**
 * A set or sorted set that ZUNION and its like read; the members of a set have the score 1, and what is not there has no members. Made once and
 * used again and again. Engine thread.
 */
final class ScoredSource {
    private final SetCursor setCursor = new SetCursor();
    private final SortedSetCursor sortedCursor = new SortedSetCursor();
    private SetValues sets;
    private SortedSetValues sortedSets;
    private long entry;
    private boolean isSet;
    private double weight;
    private double score;

    /** Takes the value of a key; false when it is of another type, which has been replied. */
    boolean open(final CommandContext context, final int argument) {
        sets = context.sets();
        sortedSets = context.sortedSets();
        weight = 1;
        entry = 0;
        final long slot = context.findForRead(argument);
        if (slot == 0) {
            return true;
        }
        entry = context.entry(slot);
        isSet = context.keyspace().entries().type(entry) == ValueType.SET;
        return isSet || context.requireType(slot, ValueType.SORTED_SET);
    }

    void weight(final double newWeight) {
        weight = newWeight;
    }

    long size() {
        if (entry == 0) {
            return 0;
        }
        return isSet ? sets.size(entry) : sortedSets.size(entry);
    }

    boolean isSameAs(final ScoredSource other) {
        return entry == other.entry;
    }

    /** Goes to the first member; false when there is none. */
    boolean first() {
        if (entry == 0) {
            return false;
        }
        return isSet ? sets.first(entry, setCursor) : sortedSets.at(entry, 0, sortedCursor);
    }

    /** Goes to the next member; false when there is none. */
    boolean next() {
        return isSet ? sets.next(setCursor) : sortedSets.step(sortedCursor, false);
    }

    /** Makes {@link #address}, {@link #length} and {@link #weighted} tell the member, until the next view. */
    void view() {
        if (isSet) {
            sets.view(setCursor);
            score = 1;
        } else {
            sortedSets.view(sortedCursor);
            score = sortedSets.score();
        }
    }

    long address() {
        return isSet ? sets.viewAddress() : sortedSets.viewAddress();
    }

    int length() {
        return isSet ? sets.viewLength() : sortedSets.viewLength();
    }

    /** True when a string is a member, of whose score {@link #weighted} then tells. */
    boolean find(final long address, final int length) {
        if (entry == 0) {
            return false;
        }
        if (isSet) {
            score = 1;
            return sets.contains(entry, address, length);
        }
        final boolean found = sortedSets.find(entry, address, length);
        score = sortedSets.score();
        return found;
    }

    /** The score viewed or found last, times the weight. */
    double weighted() {
        return score * weight;
    }
}

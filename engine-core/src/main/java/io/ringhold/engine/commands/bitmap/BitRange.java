package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;

/**
 * A range as BITCOUNT and BITPOS take it: first and last, of bytes or bits, negative ones counting from the end. Used
 * again for each command. Engine thread.
 */
final class BitRange {
    private long first;
    private long last;
    private boolean endGiven;
    private boolean inBits;
    private long from;
    private long to;

    /** Begins with the whole string. */
    void whole() {
        first = 0;
        last = -1;
        endGiven = false;
        inBits = false;
    }

    /** Reads the first index; replies with an error and answers false when it is no number. */
    boolean parseFirst(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        first = context.integer();
        return true;
    }

    /** Reads the last index; otherwise as {@link #parseFirst}. */
    boolean parseLast(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument)) {
            return false;
        }
        last = context.integer();
        endGiven = true;
        return true;
    }

    /** Reads BIT or BYTE; replies with a syntax error and answers false when it is neither. */
    boolean parseUnit(final CommandContext context, final int argument) {
        inBits = context.is(argument, "BIT");
        if (inBits || context.is(argument, "BYTE")) {
            return true;
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return false;
    }

    /** Fits the range to a string of so many bytes; false when nothing is left of it. */
    boolean fit(final long lengthBytes) {
        final long length = inBits ? lengthBytes * 8 : lengthBytes;
        final long start = Math.max(0, first < 0 ? length + first : first);
        final long end = Math.min(length - 1, Math.max(0, last < 0 ? length + last : last));
        final int unit = inBits ? 1 : 8;
        from = start <= end ? start * unit : 0;
        to = start <= end ? (end + 1) * unit : 0;
        return start <= end;
    }

    /** True when both ends count from the string's end and are in the wrong order. */
    boolean isReversed() {
        return first < 0 && last < 0 && first > last;
    }

    /** True when the last index was given. */
    boolean isEndGiven() {
        return endGiven;
    }

    /** Index of the first bit; after {@link #fit}. */
    long from() {
        return from;
    }

    /** Index of the bit behind the last; after {@link #fit}. */
    long to() {
        return to;
    }
}

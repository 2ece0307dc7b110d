package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.memory.Memory;

/**
 * Reads stream ids: {@code ms-seq}, {@code ms} alone, and in ranges {@code -}, {@code +} and an exclusive {@code (id}. Numbers are read as C's
 * strtoull does when they are not plain, as in Redis. Made once and used again and again. Engine thread; allocates nothing.
 */
final class IdArgument {
    private static final String INVALID = "ERR Invalid stream ID specified as stream command argument";
    private static final int MAX_TEXT = 127;
    private static final int BASE = 10;

    private long ms;
    private long seq;
    private boolean anySequence;
    private long number;

    long ms() {
        return ms;
    }

    long seq() {
        return seq;
    }

    /** True when the id was {@code ms-*}. */
    boolean isAnySequence() {
        return anySequence;
    }

    void set(final long newMs, final long newSeq) {
        ms = newMs;
        seq = newSeq;
    }

    /** Reads an id of numbers, 0 being the sequence when there is none; replies with an error otherwise. */
    boolean parse(final CommandContext context, final int argument) {
        return isId(context, argument) || invalid(context);
    }

    /** As {@link #parse}, where {@code ms-*} is good, too. */
    boolean parseNew(final CommandContext context, final int argument) {
        return read(context.argument(argument), context.argumentLength(argument), 0, true) || invalid(context);
    }

    /** As {@link #parse}, where {@code -} and {@code +} are the least and the greatest id. */
    boolean parseOrEnd(final CommandContext context, final int argument) {
        return readOrEnd(context, argument, 0) || invalid(context);
    }

    /** As {@link #parse}, but replies nothing. */
    boolean isId(final CommandContext context, final int argument) {
        return read(context.argument(argument), context.argumentLength(argument), 0, false);
    }

    /** Reads where a range starts; what is set then is in the range. */
    boolean parseStart(final CommandContext context, final int argument) {
        if (!isExclusive(context, argument)) {
            return parseOrEnd(context, argument);
        }
        if (!read(context.argument(argument) + 1, context.argumentLength(argument) - 1, 0, false)) {
            return invalid(context);
        }
        if (ms == -1 && seq == -1) {
            context.reply().error("ERR invalid start ID for the interval");
            return false;
        }
        increment();
        return true;
    }

    /** Reads where a range ends; what is set then is in the range. */
    boolean parseEnd(final CommandContext context, final int argument) {
        if (!isExclusive(context, argument)) {
            return readOrEnd(context, argument, -1) || invalid(context);
        }
        if (!read(context.argument(argument) + 1, context.argumentLength(argument) - 1, -1, false)) {
            return invalid(context);
        }
        if (ms == 0 && seq == 0) {
            context.reply().error("ERR invalid end ID for the interval");
            return false;
        }
        decrement();
        return true;
    }

    /** The next id; of the greatest one the least. */
    void increment() {
        seq++;
        ms += seq == 0 ? 1 : 0;
    }

    /** The id before; of the least one the greatest. */
    void decrement() {
        ms -= seq == 0 ? 1 : 0;
        seq--;
    }

    /** True when an argument is one character, up to a NUL. */
    static boolean isOnly(final CommandContext context, final int argument, final char character) {
        final long address = context.argument(argument);
        final int length = context.argumentLength(argument);
        return length > 0 && Memory.getByte(address) == character && (length == 1 || Memory.getByte(address + 1) == 0);
    }

    private static boolean invalid(final CommandContext context) {
        context.reply().error(INVALID);
        return false;
    }

    private static boolean isExclusive(final CommandContext context, final int argument) {
        return context.argumentLength(argument) > 1 && Memory.getByte(context.argument(argument)) == '(';
    }

    private boolean readOrEnd(final CommandContext context, final int argument, final long missingSequence) {
        if (isOnly(context, argument, '-')) {
            set(0, 0);
            return true;
        }
        if (isOnly(context, argument, '+')) {
            set(-1, -1);
            return true;
        }
        return read(context.argument(argument), context.argumentLength(argument), missingSequence, false);
    }

    private boolean read(final long address, final int length, final long missingSequence, final boolean isNew) {
        anySequence = false;
        if (length > MAX_TEXT) {
            return false;
        }
        final int end = find(address, length, (byte) 0);
        final int dash = find(address, end, (byte) '-');
        if (!readNumber(address, dash)) {
            return false;
        }
        final long readMs = number;
        long readSeq = missingSequence;
        if (dash < end) {
            anySequence = isNew && end == dash + 2 && Memory.getByte(address + dash + 1) == '*';
            if (!anySequence && !readNumber(address + dash + 1, end - dash - 1)) {
                return false;
            }
            readSeq = anySequence ? 0 : number;
        }
        set(readMs, readSeq);
        return true;
    }

    private static int find(final long address, final int length, final byte searched) {
        int at = 0;
        while (at < length && Memory.getByte(address + at) != searched) {
            at++;
        }
        return at;
    }

    /** White space, a sign and digits; of a negative number its complement, unless nothing else is unusual about it. */
    private boolean readNumber(final long address, final int length) {
        int at = 0;
        while (at < length && isSpace(Memory.getByte(address + at))) {
            at++;
        }
        final byte sign = at < length ? Memory.getByte(address + at) : 0;
        final boolean negative = sign == '-';
        if (negative && at == 0 && length > 1 && Memory.getByte(address + 1) != '0') {
            return false;
        }
        if (negative || sign == '+') {
            at++;
        }
        long value = 0;
        final int first = at;
        for (; at < length; at++) {
            final int digit = Memory.getByte(address + at) - '0';
            if (digit < 0 || digit >= BASE || Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, BASE)) > 0) {
                return false;
            }
            value = value * BASE + digit;
        }
        number = negative ? -value : value;
        return at > first;
    }

    private static boolean isSpace(final int character) {
        return character == ' ' || character >= '\t' && character <= '\r';
    }
}

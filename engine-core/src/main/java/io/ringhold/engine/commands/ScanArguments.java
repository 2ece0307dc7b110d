package io.ringhold.engine.commands;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.util.GlobPattern;
import io.ringhold.offheap.memory.Memory;

/**
 * What SCAN, SSCAN, HSCAN and ZSCAN are given: a cursor, MATCH, COUNT and an option of their own. Made once and used again and again:
 * first {@link #parseCursor}, then {@link #parseOptions}. Engine thread; allocates nothing.
 */
public final class ScanArguments {
    private static final int DEFAULT_COUNT = 10;

    private long cursor;
    private long count;
    private long patternAddress;
    private int patternLength;

    /** An option that only one of the commands has. */
    public interface Extra {
        /** None. */
        Extra NONE = (context, argument) -> 0;

        /** How many arguments the option at an argument takes, 0 when it is none. */
        int accept(CommandContext context, int argument);
    }

    /** Forgets pattern and count of the command before. */
    public void begin() {
        patternAddress = 0;
        count = DEFAULT_COUNT;
    }

    /**
     * Reads a cursor as C's strtoul would: 64 bits without sign, with a sign allowed in front, up to a NUL; nothing at all is 0.
     *
     * @return false when the error has been sent.
     */
    public boolean parseCursor(final CommandContext context, final int argument) {
        begin();
        if (readCursor(context.argument(argument), context.argumentLength(argument))) {
            return true;
        }
        context.reply().error("ERR invalid cursor");
        return false;
    }

    /** Reads the options from an argument to the last; false when the error has been sent. */
    public boolean parseOptions(final CommandContext context, final int from, final Extra extra) {
        int argument = from;
        while (argument < context.argumentCount()) {
            final boolean hasValue = argument + 1 < context.argumentCount();
            if (hasValue && context.is(argument, "COUNT")) {
                if (!context.parseInteger(argument + 1)) {
                    return false;
                }
                count = context.integer();
                if (count < 1) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                    return false;
                }
                argument += 2;
            } else if (hasValue && context.is(argument, "MATCH")) {
                pattern(context, argument + 1);
                argument += 2;
            } else {
                final int taken = extra.accept(context, argument);
                if (taken == 0) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                    return false;
                }
                argument += taken;
            }
        }
        return true;
    }

    /** Takes a pattern; a lone star is as good as none. */
    public void pattern(final CommandContext context, final int argument) {
        patternAddress = context.argument(argument);
        patternLength = context.argumentLength(argument);
        if (patternLength == 1 && Memory.getByte(patternAddress) == '*') {
            patternAddress = 0;
        }
    }

    /** Where to go on. */
    public long cursor() {
        return cursor;
    }

    /** About how many to look at; at least 1. */
    public long count() {
        return count;
    }

    /** True when a name at an absolute address matches the pattern, or there is none. */
    public boolean matches(final long address, final int length) {
        return patternAddress == 0 || GlobPattern.matches(patternAddress, patternLength, address, length);
    }

    private boolean readCursor(final long address, final int argumentLength) {
        int length = 0;
        while (length < argumentLength && Memory.getByte(address + length) != 0) {
            length++;
        }
        if (length == 0) {
            cursor = 0;
            return true;
        }
        final int first = Memory.getByte(address);
        int at = first == '-' || first == '+' ? 1 : 0;
        if (at == length) {
            return false;
        }
        long value = 0;
        for (; at < length; at++) {
            final int digit = Memory.getByte(address + at) - '0';
            if (digit < 0 || digit > 9 || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false;
            }
            value = value * 10 + digit;
        }
        cursor = first == '-' ? -value : value;
        return true;
    }
}

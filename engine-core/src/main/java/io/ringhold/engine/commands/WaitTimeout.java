package io.ringhold.engine.commands;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.util.LongDouble;

/** The time that a blocking command waits, given in seconds with or without a fraction; 0 is without end. */
public final class WaitTimeout {
    /** {@link #parseNs} has replied with an error. */
    public static final long INVALID = -1;

    private static final long MS_PER_SECOND = 1000;
    private static final long NS_PER_MS = 1_000_000;
    private static final String NO_NUMBER = "ERR timeout is not a float or out of range";
    private static final String NEGATIVE = "ERR timeout is negative";
    private static final String OUT_OF_RANGE = "ERR timeout is out of range";

    private WaitTimeout() {}

    /** Reads an argument; ns, {@link Long#MAX_VALUE} for no end, or {@link #INVALID}. Allocates for fractions only. */
    public static long parseNs(final CommandContext context, final int argument) {
        final long ms;
        if (context.isInteger(argument) && context.integer() == (int) context.integer()) {
            ms = context.integer() * MS_PER_SECOND;
        } else {
            final LongDouble seconds = context.argumentLength(argument) > LongDouble.MAX_TEXT
                    ? null
                    : LongDouble.parse(context.text(argument));
            if (seconds == null) {
                context.reply().error(NO_NUMBER);
                return INVALID;
            }
            ms = seconds.ceilingOfProduct(MS_PER_SECOND);
        }
        if (ms < 0) {
            context.reply().error(NEGATIVE);
            return INVALID;
        }
        if (ms > Long.MAX_VALUE - context.nowMs()) {
            context.reply().error(OUT_OF_RANGE);
            return INVALID;
        }
        return ms == 0 || ms > Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE : ms * NS_PER_MS;
    }
}

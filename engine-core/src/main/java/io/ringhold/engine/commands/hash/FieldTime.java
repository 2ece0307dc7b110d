package io.ringhold.engine.commands.hash;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.hash.HashValues;

/** Reads when fields are to expire. Engine thread; allocates for errors only. */
final class FieldTime {
    /** An error has been replied. */
    static final long INVALID = -1;
    /** ms since 1970 below which a field's time must be: what Redis has room for. */
    private static final long END_MS = 1L << 46;
    private static final long MS_PER_SECOND = 1000;

    private FieldTime() {}

    /** Milliseconds since 1970 at which an argument tells fields to expire, at least 1; or {@link #INVALID}. */
    static long parse(final CommandContext context, final int argument, final boolean isMs, final boolean isAbsolute) {
        if (!context.parseInteger(argument)) {
            return INVALID;
        }
        final long given = context.integer();
        if (given < 0) {
            context.reply().error("ERR invalid expire time, must be >= 0");
            return INVALID;
        }
        final long ms = isMs || given > END_MS ? given : given * MS_PER_SECOND;
        final long base = isAbsolute ? 0 : context.nowMs();
        if (ms >= END_MS - base) {
            context.reply().error("ERR invalid expire time in '" + context.command().fullName() + "' command");
            return INVALID;
        }
        return Math.max(HashValues.NEVER + 1, base + ms);
    }
}

package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;

/** The arguments of XREAD and XREADGROUP in front of the ids. Made once and used again and again. Engine thread; allocates for errors only. */
final class ReadOptions {
    /** No BLOCK. */
    static final long NO_WAIT = -1;

    private static final long NS_PER_MS = 1_000_000;

    private long count;
    private long timeoutNs;
    private int group;
    private boolean withoutAcknowledgement;
    private int firstKey;
    private int keys;

    /** How many entries of each stream at most; 0 is all. */
    long count() {
        return count;
    }

    /** How long to wait, or {@link #NO_WAIT}. */
    long timeoutNs() {
        return timeoutNs;
    }

    /** Argument that is the group; the consumer is the next one. */
    int group() {
        return group;
    }

    /** NOACK. */
    boolean isWithoutAcknowledgement() {
        return withoutAcknowledgement;
    }

    int firstKey() {
        return firstKey;
    }

    int keys() {
        return keys;
    }

    /** Replies with an error and answers false when something is wrong. */
    boolean parse(final CommandContext context, final boolean ofGroup) {
        count = 0;
        timeoutNs = NO_WAIT;
        group = 0;
        withoutAcknowledgement = false;
        firstKey = 0;
        int at = 1;
        while (at > 0 && at < context.argumentCount() && firstKey == 0) {
            at = option(context, at, ofGroup);
        }
        if (at <= 0) {
            return false;
        }
        if (firstKey == 0) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        if (ofGroup && group == 0) {
            context.reply().error("ERR Missing GROUP option for XREADGROUP");
            return false;
        }
        return true;
    }

    /** The argument behind an option; 0 after an error. */
    private int option(final CommandContext context, final int at, final boolean ofGroup) {
        final int more = context.argumentCount() - at - 1;
        if (more >= 1 && context.is(at, "BLOCK")) {
            return parseTimeout(context, at + 1) ? at + 2 : 0;
        }
        if (more >= 1 && context.is(at, "COUNT")) {
            if (!context.parseInteger(at + 1)) {
                return 0;
            }
            count = Math.max(0, context.integer());
            return at + 2;
        }
        if (more >= 1 && context.is(at, "STREAMS")) {
            return streams(context, at + 1);
        }
        if (more >= 2 && context.is(at, "GROUP")) {
            group = at + 1;
            return ofGroup ? at + 3 : refuse(context, "GROUP");
        }
        if (context.is(at, "NOACK")) {
            withoutAcknowledgement = true;
            return ofGroup ? at + 1 : refuse(context, "NOACK");
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return 0;
    }

    private static int refuse(final CommandContext context, final String option) {
        context.reply().error("ERR The " + option
                + " option is only supported by XREADGROUP. You called XREAD instead.");
        return 0;
    }

    private int streams(final CommandContext context, final int first) {
        final int given = context.argumentCount() - first;
        if (given % 2 != 0) {
            context.reply().error(
                    "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.");
            return 0;
        }
        firstKey = first;
        keys = given / 2;
        return first;
    }

    private boolean parseTimeout(final CommandContext context, final int argument) {
        if (!context.parseInteger(argument, "ERR timeout is not an integer or out of range")) {
            return false;
        }
        final long ms = context.integer();
        if (ms < 0) {
            context.reply().error("ERR timeout is negative");
            return false;
        }
        if (ms > Long.MAX_VALUE - context.nowMs()) {
            context.reply().error("ERR timeout is out of range");
            return false;
        }
        timeoutNs = ms == 0 || ms > Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE : ms * NS_PER_MS;
        return true;
    }
}

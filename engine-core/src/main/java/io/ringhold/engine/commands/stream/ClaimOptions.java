package io.ringhold.engine.commands.stream;

import java.util.Locale;

import io.ringhold.engine.command.CommandContext;

/** The options of XCLAIM behind the ids. Made once and used again and again. Engine thread; allocates for errors only. */
final class ClaimOptions {
    private static final long NOT_GIVEN = -1;

    private final IdArgument lastId = new IdArgument();
    private long deliveredMs;
    private long retryCount;
    private boolean forced;
    private boolean idsOnly;

    /** LASTID; 0-0 when it was not given. */
    IdArgument lastId() {
        return lastId;
    }

    /** When the entries count as delivered: now, or as IDLE or TIME say. */
    long deliveredMs() {
        return deliveredMs;
    }

    /** RETRYCOUNT; less than 0 when it was not given. */
    long retryCount() {
        return retryCount;
    }

    /** FORCE. */
    boolean isForced() {
        return forced;
    }

    /** JUSTID. */
    boolean isIdsOnly() {
        return idsOnly;
    }

    /** Replies with an error and answers false when something is wrong. */
    boolean parse(final CommandContext context, final int first) {
        lastId.set(0, 0);
        deliveredMs = NOT_GIVEN;
        retryCount = NOT_GIVEN;
        forced = false;
        idsOnly = false;
        int at = first;
        while (at > 0 && at < context.argumentCount()) {
            at = option(context, at);
        }
        if (deliveredMs < 0 || deliveredMs > context.nowMs()) {
            deliveredMs = context.nowMs();
        }
        return at > 0;
    }

    /** The argument behind an option; 0 after an error. */
    private int option(final CommandContext context, final int at) {
        final boolean more = at + 1 < context.argumentCount();
        if (context.is(at, "FORCE")) {
            forced = true;
            return at + 1;
        }
        if (context.is(at, "JUSTID")) {
            idsOnly = true;
            return at + 1;
        }
        if (more && context.is(at, "LASTID")) {
            return lastId.parse(context, at + 1) ? at + 2 : 0;
        }
        if (more && context.is(at, "RETRYCOUNT")) {
            if (!number(context, at)) {
                return 0;
            }
            retryCount = context.integer();
            return at + 2;
        }
        if (more && (context.is(at, "IDLE") || context.is(at, "TIME"))) {
            if (!number(context, at)) {
                return 0;
            }
            deliveredMs = context.is(at, "IDLE") ? context.nowMs() - context.integer() : context.integer();
            return at + 2;
        }
        context.reply().error("ERR Unrecognized XCLAIM option '" + context.quoted(at) + "'");
        return 0;
    }

    private static boolean number(final CommandContext context, final int option) {
        return context.isInteger(option + 1) || context.parseInteger(option + 1,
                "ERR Invalid " + context.quoted(option).toUpperCase(Locale.ROOT)
                        + " option argument for XCLAIM");
    }
}

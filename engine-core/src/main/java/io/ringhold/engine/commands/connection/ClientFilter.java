package io.ringhold.engine.commands.connection;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;

/** Which clients a CLIENT KILL with filters is about: those that pass all filters given. */
final class ClientFilter {
    private static final long ANY = 0;

    private long id = ANY;
    private ClientType type;
    private String peer;
    private String local;
    private long minAgeSeconds = ANY;
    private boolean skipMe = true;

    /** Reads filters up to the last argument; false when the error has been sent. */
    boolean parse(final CommandContext context, final int fromArgument) {
        for (int i = fromArgument; i < context.argumentCount(); i += 2) {
            if (i + 1 == context.argumentCount()) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return false;
            }
            if (!parseOne(context, i, i + 1)) {
                return false;
            }
        }
        return true;
    }

    boolean matches(final Session session, final Session self, final long nowMs) {
        return (id == ANY || session.id() == id)
                && (type == null || type == ClientType.of(session))
                && (peer == null || session.address().peer().equals(peer))
                && (local == null || session.address().local().equals(local))
                && (minAgeSeconds == ANY || (nowMs - session.createdAtMs()) / 1000 >= minAgeSeconds)
                && !(skipMe && session == self);
    }

    private boolean parseOne(final CommandContext context, final int name, final int value) {
        if (context.is(name, "ID")) {
            id = positive(context, value, "ERR client-id should be greater than 0",
                    "ERR client-id should be greater than 0");
            return id != ANY;
        }
        if (context.is(name, "MAXAGE")) {
            minAgeSeconds = positive(context, value, "ERR maxage is not an integer or out of range",
                    "ERR maxage should be greater than 0");
            return minAgeSeconds != ANY;
        }
        if (context.is(name, "TYPE")) {
            type = ClientType.parse(context, value);
            return type != null;
        }
        if (context.is(name, "ADDR")) {
            peer = context.text(value);
        } else if (context.is(name, "LADDR")) {
            local = context.text(value);
        } else if (context.is(name, "USER")) {
            return isKnownUser(context, value);
        } else if (context.is(name, "SKIPME") && (context.is(value, "YES") || context.is(value, "NO"))) {
            skipMe = context.is(value, "YES");
        } else {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        return true;
    }

    /** All clients are the default user, so a filter by that user lets all pass. */
    private static boolean isKnownUser(final CommandContext context, final int value) {
        if (context.text(value).equals("default")) {
            return true;
        }
        context.reply().error("ERR No such user '" + context.quoted(value) + "'");
        return false;
    }

    private static long positive(final CommandContext context, final int value, final String notAnInteger,
            final String notPositive) {
        if (!context.parseInteger(value, notAnInteger)) {
            return ANY;
        }
        if (context.integer() <= 0) {
            context.reply().error(notPositive);
            return ANY;
        }
        return context.integer();
    }
}

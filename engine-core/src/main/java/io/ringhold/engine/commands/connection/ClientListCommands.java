package io.ringhold.engine.commands.connection;

import java.util.function.Predicate;

import io.ringhold.engine.blocking.WaitingClient;
import io.ringhold.engine.client.ClientDescription;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.ScratchText;

/** CLIENT LIST, INFO, KILL and UNBLOCK: looking at connections, closing them, ending their waits. Engine thread; allocates. */
public final class ClientListCommands implements CommandGroupHandlers {
    private static final String FORMAT = "txt:";

    /** The lines of many clients would not fit on the heap. */
    private final ScratchText text = new ScratchText();
    private final StringBuilder line = new StringBuilder();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("client-list", this::list);
        binder.bind("client-info", this::info);
        binder.bind("client-kill", this::kill);
        binder.bind("client-unblock", this::unblock);
    }

    /** CLIENT LIST [TYPE type | ID id [id ...]]. */
    private void list(final CommandContext context) {
        final int count = context.argumentCount();
        begin(context);
        if (count == 4 && context.is(2, "TYPE")) {
            final ClientType type = ClientType.parse(context, 3);
            if (type != null) {
                appendAll(context, type);
                reply(context);
            }
        } else if (count > 3 && context.is(2, "ID")) {
            if (appendById(context)) {
                reply(context);
            }
        } else if (count == 2) {
            appendAll(context, null);
            reply(context);
        } else {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        }
        text.end();
    }

    /** CLIENT UNBLOCK id [TIMEOUT | ERROR]. */
    private void unblock(final CommandContext context) {
        final boolean counted = context.argumentCount() == 4;
        if (context.argumentCount() > 4) {
            context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                    + "'. Try CLIENT HELP.");
            return;
        }
        if (counted && !context.is(3, "TIMEOUT") && !context.is(3, "ERROR")) {
            context.reply().error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
            return;
        }
        if (!context.parseInteger(2)) {
            return;
        }
        final Session session = context.engine().sessions().find(context.integer());
        final WaitingClient client = session == null ? null : context.engine().waiting().of(session);
        if (client == null || !client.reason().mayBeGivenUp()) {
            context.reply().integer(0);
            return;
        }
        final boolean fails = counted && context.is(3, "ERROR");
        context.engine().waiting().end(client, fails ? "UNBLOCKED client unblocked via CLIENT UNBLOCK" : null);
        context.reply().integer(1);
    }

    /** CLIENT INFO. */
    private void info(final CommandContext context) {
        begin(context);
        append(context, context.session());
        reply(context);
        text.end();
    }

    /** CLIENT KILL addr | filter value [filter value ...]. */
    private void kill(final CommandContext context) {
        if (context.argumentCount() == 3) {
            final String peer = context.text(2);
            if (closeAll(context, session -> session.address().peer().equals(peer)) == 0) {
                context.reply().error("ERR No such client");
            } else {
                context.reply().ok();
            }
            return;
        }
        final ClientFilter filter = new ClientFilter();
        if (!filter.parse(context, 2)) {
            return;
        }
        final Session self = context.session();
        context.reply().integer(closeAll(context, session -> filter.matches(session, self, context.nowMs())));
    }

    /** Closes the sessions that are meant, and says how many they are. */
    private static int closeAll(final CommandContext context, final Predicate<Session> isMeant) {
        int closed = 0;
        for (final Session session : context.engine().sessions().snapshot()) {
            if (session.closing() != Closing.NOW && isMeant.test(session)) {
                close(context, session);
                closed++;
            }
        }
        return closed;
    }

    /**
     * Closes a session: this one when it has its reply, others at once, and they are known no more, whenever their sockets are closed. Nothing is
     * published to it any more.
     */
    private static void close(final CommandContext context, final Session session) {
        if (session == context.session()) {
            context.engine().pubSub().forget(session);
            session.close(Closing.AFTER_REPLIES);
        } else {
            context.engine().sessions().remove(session);
            session.close(Closing.NOW);
        }
        session.signal();
    }

    private void begin(final CommandContext context) {
        text.begin(context.engine().clientArena());
        text.append(FORMAT);
    }

    private void append(final CommandContext context, final Session session) {
        line.setLength(0);
        ClientDescription.append(line, session, context.engine());
        text.append(line);
    }

    private void appendAll(final CommandContext context, final ClientType type) {
        for (final Session session : context.engine().sessions().all()) {
            if (type == null || type == ClientType.of(session)) {
                append(context, session);
            }
        }
    }

    /** False when the error has been sent. */
    private boolean appendById(final CommandContext context) {
        for (int i = 3; i < context.argumentCount(); i++) {
            if (!context.parseInteger(i, "ERR Invalid client ID")) {
                return false;
            }
            final Session session = context.engine().sessions().find(context.integer());
            if (session != null) {
                append(context, session);
            }
        }
        return true;
    }

    private void reply(final CommandContext context) {
        if (text.isIncomplete()) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.reply().verbatim(text.address(), text.length());
        }
    }
}

package io.ringhold.engine.commands.connection;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.DatabaseArgument;

/** PING, ECHO, SELECT and QUIT. Engine thread; allocates nothing. */
public final class ConnectionCommands implements CommandGroupHandlers {
    private static final String PING_ARITY = "ERR wrong number of arguments for 'ping' command";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("ping", this::ping);
        binder.bind("echo", this::echo);
        binder.bind("select", this::select);
        binder.bind("quit", this::quit);
    }

    /** PING [message]. */
    private void ping(final CommandContext context) {
        if (context.session().isInSubscriberMode() && context.argumentCount() <= 2) {
            pingAsMessage(context);
            return;
        }
        switch (context.argumentCount()) {
            case 1 -> context.reply().simple("PONG");
            case 2 -> context.reply().bulk(context.argument(1), context.argumentLength(1));
            default -> context.reply().error(PING_ARITY);
        }
    }

    private static void pingAsMessage(final CommandContext context) {
        context.reply().array(2);
        context.reply().bulk("pong");
        if (context.argumentCount() == 1) {
            context.reply().bulk("");
        } else {
            context.reply().bulk(context.argument(1), context.argumentLength(1));
        }
    }

    /** ECHO message. */
    private void echo(final CommandContext context) {
        context.reply().bulk(context.argument(1), context.argumentLength(1));
    }

    /** SELECT index. */
    private void select(final CommandContext context) {
        final int index = DatabaseArgument.parse(context, 1);
        if (index >= 0) {
            context.select(index);
            context.reply().ok();
        }
    }

    /** QUIT: the connection is closed when its replies have been sent, and nothing is published to it any more. */
    private void quit(final CommandContext context) {
        context.engine().pubSub().forget(context.session());
        context.reply().ok();
        context.session().close(Closing.AFTER_REPLIES);
    }
}

package io.ringhold.engine.commands.connection;

import io.ringhold.engine.ServerVersion;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.resp.ReplyWriter;

/**
 * AUTH, HELLO and RESET: who the client is and which protocol it speaks. HELLO names the server "redis", since clients look at
 * that to know what they may ask for; INFO tells the rest. Engine thread.
 */
public final class HandshakeCommands implements CommandGroupHandlers {
    private static final String NO_PASSWORD = "ERR AUTH <password> called without any password configured for the default"
            + " user. Are you sure your configuration is correct?";
    private static final String NOT_AUTHENTICATED = "NOAUTH HELLO must be called with the client already authenticated,"
            + " otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP"
            + " protocol version at the same time";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("auth", this::auth);
        binder.bind("hello", this::hello);
        binder.bind("reset", this::reset);
    }

    /** AUTH [username] password. */
    private void auth(final CommandContext context) {
        if (context.argumentCount() > 3) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        final boolean named = context.argumentCount() == 3;
        if (!named && !Authentication.isPasswordSet(context.engine().settings())) {
            context.reply().error(NO_PASSWORD);
            return;
        }
        if (authenticate(context, named ? context.text(1) : "default", context.text(named ? 2 : 1))) {
            context.reply().ok();
        }
    }

    /** HELLO [protover [AUTH username password] [SETNAME clientname]]. */
    private void hello(final CommandContext context) {
        final Session session = context.session();
        int version = session.protocol();
        if (context.argumentCount() > 1) {
            if (!context.parseInteger(1, "ERR Protocol version is not an integer or out of range")) {
                return;
            }
            if (context.integer() < 2 || context.integer() > 3) {
                context.reply().error("NOPROTO unsupported protocol version");
                return;
            }
            version = (int) context.integer();
        }
        final int name = applyOptions(context);
        if (name < 0) {
            return;
        }
        if (!session.authenticated() && context.engine().passwordRequired()) {
            context.reply().error(NOT_AUTHENTICATED);
            return;
        }
        if (name > 0 && !ClientName.set(context, name)) {
            return;
        }
        session.protocol(version);
        context.reply().protocol(version);
        describeServer(context);
    }

    /** RESET. What features keep of the session ends too: see {@link io.ringhold.engine.client.SessionState}. */
    private void reset(final CommandContext context) {
        final Session session = context.session();
        context.engine().tracking().turnOff(session);
        context.engine().sessions().forget(session);
        session.reset(!context.engine().passwordRequired());
        context.select(0);
        context.keyspace().access().frozen(false);
        context.repliesOn();
        context.reply().simple("RESET");
    }

    /** The argument that is the client's new name, 0 when there is none, or -1 after an error. */
    private static int applyOptions(final CommandContext context) {
        int name = 0;
        int i = 2;
        while (i < context.argumentCount()) {
            final int more = context.argumentCount() - 1 - i;
            if (more >= 2 && context.is(i, "AUTH")) {
                if (!authenticate(context, context.text(i + 1), context.text(i + 2))) {
                    return -1;
                }
                i += 3;
            } else if (more >= 1 && context.is(i, "SETNAME")) {
                name = i + 1;
                i += 2;
            } else {
                context.reply().error("ERR Syntax error in HELLO option '" + context.quoted(i) + "'");
                return -1;
            }
        }
        return name;
    }

    /** False when the error has been sent. */
    private static boolean authenticate(final CommandContext context, final String user, final String password) {
        if (!Authentication.check(context, user, password)) {
            context.engine().statistics().authenticationDenied();
            context.reply().error(Authentication.WRONG_PASSWORD);
            return false;
        }
        context.session().authenticated(true);
        return true;
    }

    private static void describeServer(final CommandContext context) {
        final ReplyWriter reply = context.reply();
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerVersion.REDIS);
        reply.bulk("proto");
        reply.integer(context.session().protocol());
        reply.bulk("id");
        reply.integer(context.session().id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }
}

package io.ringhold.engine.commands.connection;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.ReplyMode;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;

/** What CLIENT does to the connection that it comes over, and CLIENT PAUSE. Engine thread; allocates. */
public final class ClientCommands implements CommandGroupHandlers {
    private static final HelpText HELP = new HelpText("CLIENT", "CACHING (YES|NO)",
            "    Say whether what the next command reads may be cached, with OPTIN or OPTOUT.", "GETNAME",
            "    Give the name of this connection.", "GETREDIR",
            "    Give the id of the connection that is told of changed keys in the place of this one.",
            "ID",
            "    Give the id of this connection.", "INFO", "    Describe this connection.", "KILL <ip:port>",
            "    Close the connection from that address.", "KILL <option> <value> [<option> <value> [...]]",
            "    Close the connections that match all options:", "    * ID <client-id>",
            "    * ADDR (<ip:port>|<unixsocket>:0)",
            "    * LADDR (<ip:port>|<unixsocket>:0)", "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
            "    * USER <username>",
            "    * MAXAGE <seconds>", "      Only connections that are at least that old.", "    * SKIPME (YES|NO)",
            "      Whether to spare this connection (default: yes).", "LIST [TYPE <type> | ID <client-id> [...]]",
            "    Describe connections, one a line.", "NO-EVICT (ON|OFF)",
            "    Exempt this connection from client eviction.", "NO-TOUCH (ON|OFF)",
            "    Let commands of this connection not count as uses of keys, but for TOUCH.",
            "PAUSE <timeout> [WRITE|ALL]",
            "    Hold back commands of all clients, or only those that write, for <timeout> ms.",
            "REPLY (ON|OFF|SKIP)", "    Say which replies are to be sent to this connection.",
            "SETINFO <option> <value>",
            "    Name the client library: LIB-NAME, LIB-VER.", "SETNAME <name>", "    Name this connection.",
            "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]]", "         [OPTIN] [OPTOUT] [NOLOOP]",
            "    Ask to be told when keys change that this connection has cached.", "TRACKINGINFO",
            "    Tell how this connection tracks keys.",
            "UNBLOCK <id> [TIMEOUT|ERROR]", "    End the wait of that connection's blocking command.", "UNPAUSE",
            "    End a pause.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("client", null);
        binder.bind("client-getname", this::getName);
        binder.bind("client-help", HELP::execute);
        binder.bind("client-id", this::id);
        binder.bind("client-no-evict", this::noEvict);
        binder.bind("client-no-touch", this::noTouch);
        binder.bind("client-pause", this::pause);
        binder.bind("client-reply", this::reply);
        binder.bind("client-setinfo", this::setInfo);
        binder.bind("client-setname", this::setName);
        binder.bind("client-unpause", this::unpause);
    }

    /** CLIENT GETNAME. */
    private void getName(final CommandContext context) {
        final String name = context.session().name();
        if (name.isEmpty()) {
            context.reply().nullBulk();
        } else {
            context.reply().bulk(name);
        }
    }

    /** CLIENT ID. */
    private void id(final CommandContext context) {
        context.reply().integer(context.session().id());
    }

    /** CLIENT NO-EVICT ON | OFF. */
    private void noEvict(final CommandContext context) {
        if (isSwitch(context)) {
            context.session().evictionExempt(context.is(2, "ON"));
            context.reply().ok();
        }
    }

    /** CLIENT NO-TOUCH ON | OFF. */
    private void noTouch(final CommandContext context) {
        if (isSwitch(context)) {
            final boolean on = context.is(2, "ON");
            context.session().leavingNoTrace(on);
            context.keyspace().access().frozen(on);
            context.reply().ok();
        }
    }

    /** True when the argument is ON or OFF, else the error has been sent. */
    private static boolean isSwitch(final CommandContext context) {
        if (context.is(2, "ON") || context.is(2, "OFF")) {
            return true;
        }
        context.reply().error(CommandContext.SYNTAX_ERROR);
        return false;
    }

    /** CLIENT PAUSE timeout [WRITE | ALL]. */
    private void pause(final CommandContext context) {
        if (context.argumentCount() > 4) {
            context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                    + "'. Try CLIENT HELP.");
            return;
        }
        final boolean onlyWrites = context.argumentCount() == 4 && context.is(3, "WRITE");
        if (context.argumentCount() == 4 && !onlyWrites && !context.is(3, "ALL")) {
            context.reply().error("ERR CLIENT PAUSE mode must be WRITE or ALL");
            return;
        }
        if (!context.parseInteger(2, "ERR timeout is not an integer or out of range")) {
            return;
        }
        if (context.integer() < 0) {
            context.reply().error("ERR timeout is negative");
            return;
        }
        if (context.integer() > Long.MAX_VALUE - context.nowMs()) {
            context.reply().error("ERR timeout is out of range");
            return;
        }
        context.engine().pause().begin(context.nowMs() + context.integer(), onlyWrites);
        context.reply().ok();
    }

    /** CLIENT UNPAUSE. */
    private void unpause(final CommandContext context) {
        context.engine().pause().end();
        context.reply().ok();
    }

    /** CLIENT REPLY ON | OFF | SKIP; only ON is answered. */
    private void reply(final CommandContext context) {
        final Session session = context.session();
        if (context.is(2, "ON")) {
            context.repliesOn();
            context.reply().ok();
        } else if (context.is(2, "OFF")) {
            session.replyMode(ReplyMode.OFF);
            context.reply().mute(); // at once, for the rest of a transaction
        } else if (!context.is(2, "SKIP")) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        } else if (session.replyMode() != ReplyMode.OFF) {
            session.replyMode(ReplyMode.SKIP_NEXT);
        }
    }

    /** CLIENT SETINFO LIB-NAME | LIB-VER value. */
    private void setInfo(final CommandContext context) {
        final boolean isName = context.is(2, "LIB-NAME");
        if (!isName && !context.is(2, "LIB-VER")) {
            context.reply().error("ERR Unrecognized option '" + context.quoted(2) + "'");
            return;
        }
        if (!ClientName.isShort(context, 3, context.quoted(2))) {
            return;
        }
        final String value = context.text(3);
        if (!ClientName.isPrintable(value)) {
            context.reply().error("ERR " + context.quoted(2)
                    + " cannot contain spaces, newlines or special characters.");
            return;
        }
        if (isName) {
            context.session().libraryName(value);
        } else {
            context.session().libraryVersion(value);
        }
        context.reply().ok();
    }

    /** CLIENT SETNAME name. */
    private void setName(final CommandContext context) {
        if (ClientName.set(context, 2)) {
            context.reply().ok();
        }
    }
}

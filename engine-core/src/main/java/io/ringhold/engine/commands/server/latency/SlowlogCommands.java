package io.ringhold.engine.commands.server.latency;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.latency.SlowLog;

/** SLOWLOG. Engine thread. */
public final class SlowlogCommands implements CommandGroupHandlers {
    private static final long DEFAULT_COUNT = 10;
    private static final String INVALID_COUNT = "ERR count should be greater than or equal to -1";
    private static final HelpText HELP = new HelpText("SLOWLOG", "GET [<count>]",
            "    Give the newest <count> entries (default: 10; -1: all), each with its id, Unix",
            "    time, duration in us, arguments, and the client's address and name.",
            "LEN", "    Count the entries.", "RESET", "    Drop all entries.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("slowlog", null);
        binder.bind("slowlog-get", this::get);
        binder.bind("slowlog-help", HELP::execute);
        binder.bind("slowlog-len", this::len);
        binder.bind("slowlog-reset", this::reset);
    }

    /** SLOWLOG GET [count]. */
    private void get(final CommandContext context) {
        long count = DEFAULT_COUNT;
        if (context.argumentCount() > 3) {
            context.reply().error("ERR unknown subcommand or wrong number of arguments for '" + context.quoted(1)
                    + "'. Try SLOWLOG HELP.");
            return;
        }
        if (context.argumentCount() == 3) {
            if (!context.parseInteger(2, INVALID_COUNT)) {
                return;
            }
            count = context.integer();
            if (count < -1) {
                context.reply().error(INVALID_COUNT);
                return;
            }
        }
        final List<SlowLog.Entry> entries = slowLog(context).newest(count < 0 ? Long.MAX_VALUE : count);
        context.reply().array(entries.size());
        entries.forEach(entry -> reply(context, entry));
    }

    private static void reply(final CommandContext context, final SlowLog.Entry entry) {
        context.reply().array(6);
        context.reply().integer(entry.id());
        context.reply().integer(entry.unixSeconds());
        context.reply().integer(entry.micros());
        context.reply().array(entry.arguments().size());
        entry.arguments().forEach(context.reply()::bulk);
        context.reply().bulk(entry.client());
        context.reply().bulk(entry.clientName());
    }

    /** SLOWLOG LEN. */
    private void len(final CommandContext context) {
        context.reply().integer(slowLog(context).size());
    }

    /** SLOWLOG RESET. */
    private void reset(final CommandContext context) {
        slowLog(context).clear();
        context.reply().ok();
    }

    private static SlowLog slowLog(final CommandContext context) {
        return context.engine().latency().slowLog();
    }
}

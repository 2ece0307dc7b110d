package io.ringhold.engine.commands.server;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.HelpText;

/** CONFIG: reads and changes the settings. Engine thread. */
public final class ConfigCommands implements CommandGroupHandlers {
    private static final HelpText HELP = new HelpText("CONFIG", "GET <pattern> [<pattern> ...]",
            "    Give the settings whose names match a glob pattern, with their values.",
            "SET <directive> <value> [...]",
            "    Change settings, all of them or none.", "RESETSTAT", "    Set the counters that INFO shows to 0.",
            "REWRITE",
            "    Write the settings into the configuration file.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("config", null);
        binder.bind("config-get", this::get);
        binder.bind("config-help", HELP::execute);
        binder.bind("config-resetstat", this::resetStat);
        binder.bind("config-rewrite", this::rewrite);
        binder.bind("config-set", this::set);
    }

    /** CONFIG GET pattern [pattern ...]. */
    private void get(final CommandContext context) {
        final List<String> found = context.engine().settings().get(texts(context, 2));
        context.reply().map(found.size() / 2);
        found.forEach(context.reply()::bulk);
    }

    /** CONFIG SET name value [name value ...]. */
    private void set(final CommandContext context) {
        if (context.argumentCount() % 2 != 0) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return;
        }
        reply(context,
                context.engine().settings().set(texts(context, 2), LocalClients.isLocal(context.session().address())));
    }

    /** CONFIG RESETSTAT. */
    private void resetStat(final CommandContext context) {
        context.engine().hotKeys().resetStatistics();
        context.engine().statistics().reset();
        context.engine().traffic().reset();
        context.keyspace().statistics().reset();
        context.engine().latency().reset();
        context.engine().eviction().resetStatistics();
        context.engine().persistence().resetStatistics();
        for (final Command command : context.engine().commands().commands()) {
            command.resetStatistics();
            if (command.subcommands() != null) {
                command.subcommands().commands().forEach(Command::resetStatistics);
            }
        }
        context.engine().defragmenter().resetStatistics();
        context.reply().ok();
    }

    /** CONFIG REWRITE. */
    private void rewrite(final CommandContext context) {
        reply(context, context.engine().settings().rewrite());
    }

    private static void reply(final CommandContext context, final String error) {
        if (error == null) {
            context.reply().ok();
        } else {
            context.reply().error(error);
        }
    }

    private static List<String> texts(final CommandContext context, final int from) {
        final List<String> texts = new ArrayList<>();
        for (int i = from; i < context.argumentCount(); i++) {
            texts.add(context.text(i));
        }
        return texts;
    }
}

package io.ringhold.engine.commands.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.spec.AclCategory;
import io.ringhold.engine.command.spec.Argv;
import io.ringhold.engine.command.spec.KeyFinder;
import io.ringhold.engine.commands.HelpText;
import io.ringhold.engine.util.GlobPattern;
import io.ringhold.offheap.memory.Memory;

/** COMMAND and its subcommands: what the table of commands knows, told to clients. Engine thread. */
public final class CommandCommands implements CommandGroupHandlers {
    private static final HelpText HELP = new HelpText("COMMAND", "(no subcommand)", "    Describe all commands.",
            "COUNT",
            "    Give the number of commands.", "DOCS [<command-name> ...]",
            "    Give the documentation of these or all commands.",
            "GETKEYS <full-command>", "    Give the keys of a command.", "GETKEYSANDFLAGS <full-command>",
            "    Give the keys of a command and what it does with them.", "INFO [<command-name> ...]",
            "    Describe these or all commands.",
            "LIST [FILTERBY (MODULE <name>|ACLCAT <category>|PATTERN <pattern>)]",
            "    Give the names of commands.");

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("command", this::all);
        binder.bind("command-count", this::count);
        binder.bind("command-docs", this::docs);
        binder.bind("command-getkeys", this::getKeys);
        binder.bind("command-getkeysandflags", this::getKeysAndFlags);
        binder.bind("command-help", HELP::execute);
        binder.bind("command-info", this::info);
        binder.bind("command-list", this::list);
    }

    /** COMMAND. */
    private void all(final CommandContext context) {
        final CommandDetails details = new CommandDetails(context.reply());
        context.reply().array(table(context).size());
        table(context).forEach(details::write);
    }

    /** COMMAND COUNT. */
    private void count(final CommandContext context) {
        context.reply().integer(table(context).size());
    }

    /** COMMAND INFO [name ...]. */
    private void info(final CommandContext context) {
        if (context.argumentCount() == 2) {
            all(context);
            return;
        }
        final CommandDetails details = new CommandDetails(context.reply());
        context.reply().array(context.argumentCount() - 2L);
        for (int i = 2; i < context.argumentCount(); i++) {
            final Command command = find(context, context.text(i));
            if (command == null) {
                context.reply().nullBulk();
            } else {
                details.write(command);
            }
        }
    }

    /** COMMAND DOCS [name ...]. */
    private void docs(final CommandContext context) {
        final List<Command> commands = new ArrayList<>();
        for (int i = 2; i < context.argumentCount(); i++) {
            final Command command = find(context, context.text(i));
            if (command != null) {
                commands.add(command);
            }
        }
        final List<Command> documented = context.argumentCount() == 2 ? table(context) : commands;
        final CommandDocumentation documentation = new CommandDocumentation(context.reply());
        context.reply().map(documented.size());
        documented.forEach(documentation::write);
    }

    /** COMMAND LIST [FILTERBY MODULE name | ACLCAT category | PATTERN pattern]. */
    private void list(final CommandContext context) {
        Predicate<Command> filter = command -> true;
        if (context.argumentCount() != 2) {
            filter = filter(context);
            if (filter == null) {
                context.reply().error(CommandContext.SYNTAX_ERROR);
                return;
            }
        }
        final List<String> names = new ArrayList<>();
        for (final Command command : withSubcommands(table(context))) {
            if (filter.test(command)) {
                names.add(command.fullName());
            }
        }
        context.reply().array(names.size());
        names.forEach(context.reply()::bulk);
    }

    /** COMMAND GETKEYS name [argument ...]. */
    private void getKeys(final CommandContext context) {
        final List<KeyFinder.Key> keys = findKeys(context);
        if (keys != null) {
            context.reply().array(keys.size());
            for (final KeyFinder.Key key : keys) {
                key(context, key);
            }
        }
    }

    /** COMMAND GETKEYSANDFLAGS name [argument ...]. */
    private void getKeysAndFlags(final CommandContext context) {
        final List<KeyFinder.Key> keys = findKeys(context);
        if (keys != null) {
            final CommandDetails details = new CommandDetails(context.reply());
            context.reply().array(keys.size());
            for (final KeyFinder.Key key : keys) {
                context.reply().array(2);
                key(context, key);
                details.names(CommandDetails.flagNames(key.flags()));
            }
        }
    }

    private static void key(final CommandContext context, final KeyFinder.Key key) {
        context.reply().bulk(context.argument(2 + key.position()), context.argumentLength(2 + key.position()));
    }

    /** The keys of the command given as arguments, or null when the error has been sent. */
    private static List<KeyFinder.Key> findKeys(final CommandContext context) {
        final Argv argv = new Tail(context, 2);
        Command command = context.engine().commands().find(context.text(2));
        if (command != null && command.subcommands() != null && argv.count() > 1) {
            command = command.subcommands().find(context.text(3));
        }
        if (command == null) {
            context.reply().error("ERR Invalid command specified");
            return null;
        }
        if (!command.spec().hasKeys()) {
            context.reply().error("ERR The command has no key arguments");
            return null;
        }
        final int arity = command.spec().arity();
        if (arity >= 0 ? argv.count() != arity : argv.count() < -arity) {
            context.reply().error("ERR Invalid number of arguments specified for command");
            return null;
        }
        final List<KeyFinder.Key> keys = KeyFinder.find(command.spec(), argv);
        if (keys.isEmpty()) {
            context.reply().error("ERR Invalid arguments specified for command");
            return null;
        }
        return keys;
    }

    /** The filter that the arguments ask for, or null when they are wrong. */
    private static Predicate<Command> filter(final CommandContext context) {
        if (context.argumentCount() != 5 || !context.is(2, "FILTERBY")) {
            return null;
        }
        final String value = context.text(4);
        if (context.is(3, "MODULE")) {
            return command -> false;
        }
        if (context.is(3, "ACLCAT")) {
            final AclCategory category = Arrays.stream(AclCategory.values())
                    .filter(candidate -> candidate.redisName().equalsIgnoreCase(value)).findFirst().orElse(null);
            return command -> category != null && command.spec().has(category);
        }
        if (context.is(3, "PATTERN")) {
            return command -> GlobPattern.matchesIgnoringCase(value, command.fullName());
        }
        return null;
    }

    private static Command find(final CommandContext context, final String name) {
        final int bar = name.indexOf('|');
        final Command command = context.engine().commands().find(bar < 0 ? name : name.substring(0, bar));
        if (bar < 0 || command == null || command.subcommands() == null) {
            return bar < 0 ? command : null;
        }
        return command.subcommands().find(name.substring(bar + 1));
    }

    private static List<Command> table(final CommandContext context) {
        return context.engine().commands().commands();
    }

    private static List<Command> withSubcommands(final List<Command> commands) {
        final List<Command> all = new ArrayList<>();
        for (final Command command : commands) {
            all.add(command);
            if (command.subcommands() != null) {
                all.addAll(command.subcommands().commands());
            }
        }
        return all;
    }

    /** The arguments from one on, as those of a command of their own. */
    private record Tail(CommandContext context, int from) implements Argv {
        @Override
        public int count() {
            return context.argumentCount() - from;
        }

        @Override
        public byte[] get(final int index) {
            final byte[] bytes = new byte[context.argumentLength(from + index)];
            Memory.copyToArray(context.argument(from + index), bytes, 0, bytes.length);
            return bytes;
        }
    }
}

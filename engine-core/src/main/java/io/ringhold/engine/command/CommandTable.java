package io.ringhold.engine.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.engine.command.spec.CommandSpec;
import io.ringhold.engine.command.spec.CommandSpecLoader;
import io.ringhold.engine.resp.Ascii;

/**
 * Finds commands by the bytes of their names, in any case. Open addressing over names packed into a word; immutable after
 * construction; any thread.
 */
public final class CommandTable {
    private final CommandTable original;
    private final Map<String, Command> named;
    private final List<Command> commands;
    private final String[] names;
    private final Command[] slots;
    private final int mask;

    CommandTable(final List<Command> commands) {
        this(byName(commands), null);
    }

    private CommandTable(final Map<String, Command> named, final CommandTable original) {
        this.original = original == null ? this : original;
        this.named = named;
        commands = List.copyOf(named.values());
        final int capacity = Integer.highestOneBit(Math.max(1, commands.size())) * 4;
        names = new String[capacity];
        slots = new Command[capacity];
        mask = capacity - 1;
        named.forEach((name, command) -> {
            int slot = slotOf(Ascii.packUpper(name));
            while (names[slot] != null) {
                slot = slot + 1 & mask;
            }
            names[slot] = name;
            slots[slot] = command;
        });
    }

    private static Map<String, Command> byName(final List<Command> commands) {
        final Map<String, Command> named = new LinkedHashMap<>();
        for (final Command command : commands) {
            if (named.put(Ascii.upper(command.spec().name()), command) != null) {
                throw new IllegalArgumentException("two commands named " + command.spec().name());
            }
        }
        return named;
    }

    /**
     * Builds the table of all commands.
     *
     * @throws IllegalArgumentException
     *             when a handler has no specification or a specification names a container that is not there.
     */
    public static CommandTable load(final List<CommandGroupHandlers> groups) {
        final List<CommandSpec> specs = new ArrayList<>();
        final List<CommandHandler> handlers = new ArrayList<>();
        for (final CommandGroupHandlers group : groups) {
            group.bindTo((name, handler) -> {
                specs.add(CommandSpecLoader.load(name));
                handlers.add(handler);
            });
        }
        final List<Command> top = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            final CommandSpec spec = specs.get(i);
            if (spec.container() == null) {
                top.add(new Command(spec, handlers.get(i), subcommandsOf(spec.name(), specs, handlers)));
            }
        }
        return new CommandTable(top);
    }

    private static List<Command> subcommandsOf(final String container, final List<CommandSpec> specs,
            final List<CommandHandler> handlers) {
        final List<Command> found = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            if (container.equals(specs.get(i).container())) {
                found.add(new Command(specs.get(i), handlers.get(i), Collections.emptyList()));
            }
        }
        return found;
    }

    /** The command of that name, or null. */
    public Command find(final long nameAddress, final int length) {
        int slot = slotOf(Ascii.packUpper(nameAddress, length));
        while (true) {
            final String name = names[slot];
            if (name == null) {
                return null;
            }
            if (name.length() == length && Ascii.equalsIgnoreCase(nameAddress, length, name)) {
                return slots[slot];
            }
            slot = slot + 1 & mask;
        }
    }

    /** The command of that name in any case, or null. */
    public Command find(final String name) {
        final String upper = Ascii.upper(name);
        int slot = slotOf(Ascii.packUpper(upper));
        while (names[slot] != null && !names[slot].equals(upper)) {
            slot = slot + 1 & mask;
        }
        return slots[slot];
    }

    /**
     * The same commands under other names.
     *
     * @param newlyNamed
     *            the commands that are to be found, by names in upper case.
     */
    CommandTable renamed(final Map<String, Command> newlyNamed) {
        return new CommandTable(new LinkedHashMap<>(newlyNamed), original);
    }

    /** The table with Redis' names, which logs have; this table when no command was renamed. */
    public CommandTable original() {
        return original;
    }

    /** The commands by their names in upper case, unmodifiable. */
    Map<String, Command> named() {
        return Collections.unmodifiableMap(named);
    }

    /** All commands, containers included, their subcommands not. */
    public List<Command> commands() {
        return commands;
    }

    private int slotOf(final long packed) {
        final long mixed = packed * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & mask;
    }
}

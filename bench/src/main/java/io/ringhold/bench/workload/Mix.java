package io.ringhold.bench.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Which commands are sent, in which shares. Immutable. */
public final class Mix {
    private final String text;
    private final List<CommandSpec> commands;
    private final Weights weights;

    /** A mix of these commands; names must differ. */
    public Mix(String text, List<CommandSpec> commands) {
        this.text = text;
        this.commands = List.copyOf(commands);
        Set<String> names = new HashSet<>();
        for (CommandSpec command : commands) {
            if (!names.add(command.name())) {
                throw new IllegalArgumentException("'" + command.name() + "' stands twice in the mix");
            }
        }
        weights = new Weights(commands.stream().map(CommandSpec::weight).toList());
    }

    /**
     * Parses {@code get:80,set:15,mget:10:5} and own templates.
     *
     * @param mix
     *            names of known commands with weights; empty when there are only own templates
     * @param own
     *            templates as {@link CommandSpec#parse} takes them; of the same name they are told apart by a number
     */
    public static Mix parse(String mix, List<String> own) {
        List<CommandSpec> commands = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (!mix.isBlank()) {
            for (String item : mix.strip().toLowerCase(Locale.ROOT).split(",", -1)) {
                CommandSpec command = KnownCommands.parse(item.strip());
                names.add(command.name());
                commands.add(command);
            }
        }
        for (String template : own) {
            CommandSpec command = CommandSpec.parse(template);
            String name = command.name();
            for (int number = 2; !names.add(name); number++) {
                name = command.name() + "#" + number;
            }
            commands.add(new CommandSpec(name, command.words(), command.weight(), command.fill()));
        }
        String text = mix.isBlank()
                ? String.join(", ", own)
                : own.isEmpty() ? mix.strip() : mix.strip() + ", " + String.join(", ", own);
        return new Mix(text, commands);
    }

    /** The mixes that fill the keyspace for this one, one for each type of key; none where nothing needs to be there. */
    public List<Mix> fills() {
        return commands.stream().map(CommandSpec::fill).filter(Objects::nonNull).distinct().sorted()
                .map(template -> new Mix(template, List.of(CommandSpec.parse(template)))).toList();
    }

    /** The commands, in the order that {@link #choose} counts. */
    public List<CommandSpec> commands() {
        return commands;
    }

    /** The index of the next command. */
    int choose(Rng random) {
        return weights.choose(random);
    }

    @Override
    public String toString() {
        return text;
    }
}

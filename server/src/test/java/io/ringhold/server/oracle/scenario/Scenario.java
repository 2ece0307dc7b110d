package io.ringhold.server.oracle.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.rule.Rule;

/**
 * What several clients do, one after the other, beginning with empty databases.
 *
 * @param file      the file's name below {@code oracle/}, such as {@code scenarios/transactions/watch.scenario}
 * @param line      the line of the first step
 * @param title     the first comment, or the first step
 * @param settings  settings that hold during the scenario
 * @param protocols the RESP versions of those clients that have one of their own
 * @param steps     what is done
 */
public record Scenario(String file, int line, String title, List<Setting> settings, Map<String, Integer> protocols,
        List<Step> steps) {
    public Scenario {
        settings = List.copyOf(settings);
        protocols = Map.copyOf(protocols);
        steps = List.copyOf(steps);
    }

    /** What a step does. */
    public enum Kind {
        /** The client sends commands. */
        SENDS,
        /** The client sends commands, unless it waits for the reply to another. */
        SENDS_IF_FREE,
        /** The client hears something that comes by itself, such as the end of a wait. */
        AWAITS,
        /** The client closes its connection; when it sends again it has another. */
        CLOSES
    }

    /**
     * One step.
     *
     * @param line     the number of its last line in the file
     * @param client   who acts
     * @param kind     what the client does
     * @param commands what it sends, as written; several go out together
     * @param messages how many messages it awaits
     * @param rule     how what it hears in this step is compared
     */
    public record Step(int line, String client, Kind kind, List<String> commands, int messages, Rule rule) {
        public Step {
            commands = List.copyOf(commands);
        }

        /** A step that sends commands. */
        public static Step sends(int line, String client, Kind kind, List<String> commands, Rule rule) {
            return new Step(line, client, kind, commands, 0, rule);
        }

        /** A step without commands. */
        public static Step of(int line, String client, Kind kind, int messages) {
            return new Step(line, client, kind, List.of(), messages, Rule.EXACT);
        }

        /** For what a client hears that did nothing. */
        static Step nothing(String client) {
            return of(0, client, Kind.AWAITS, 0);
        }

        /** Whether the client awaits something here. */
        boolean awaits(String name) {
            return kind == Kind.AWAITS && client.equals(name);
        }

        /** The step as a scenario file has it. */
        @Override
        public String toString() {
            return switch (kind) {
                case AWAITS -> client + " awaits " + messages;
                case CLOSES -> client + " closes";
                case SENDS, SENDS_IF_FREE -> {
                    List<String> lines = new ArrayList<>();
                    commands.subList(0, commands.size() - 1).forEach(command -> lines.add(client + ">> " + command));
                    lines.add(client + (kind == Kind.SENDS ? "> " : ">? ") + commands.getLast());
                    yield String.join("\n", lines);
                }
            };
        }
    }

    /** The same with other steps. */
    public Scenario withSteps(List<Step> others) {
        return new Scenario(file, line, title, settings, protocols, others);
    }

    /** The scenario as a file has it. */
    public String script() {
        Stream<String> heads = Stream.concat(
                settings.stream().map(setting -> "@config " + setting.name() + " \"" + setting.value() + "\""),
                protocols.entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(client -> "@resp" + client.getValue() + " " + client.getKey()));
        return Stream.concat(heads, steps.stream().map(Step::toString)).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return file + ":" + line + " " + title;
    }
}

package io.ringhold.server.oracle.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Quoting;
import io.ringhold.server.oracle.rule.Rule;
import io.ringhold.server.oracle.scenario.Scenario.Kind;
import io.ringhold.server.oracle.scenario.Scenario.Step;

/**
 * Reads a scenario file; an empty line ends a scenario. After each step everything that any client has heard is compared.
 *
 * <pre>
 * # text                  a comment; the first of a scenario is its title
 * a&gt; COMMAND              client a, whose name is any word, sends a command in redis-cli's quoting
 * a&gt;&gt; COMMAND             ... together with the command of the next line
 * a&gt;? COMMAND             ... unless it waits for the reply to an earlier one
 * a awaits                a hears something that comes by itself, such as the end of a wait or of a key
 * a awaits N              ... N messages
 * a closes                a closes its connection; should it send again, over a new one
 * &#64;resp2 a b              a and b speak this version, whatever version the others speak
 * &#64;resp3 a b
 * &#64;config NAME VALUE      CONFIG SET on both servers for the length of this scenario
 * &#64;sorted, &#64;words, &#64;type, &#64;shape, &#64;fields, &#64;ttl N
 *                         how what the acting client hears in the next step is compared, see {@link Rule}; several messages are
 *                         compared as if they were one array
 * </pre>
 *
 * In commands, {@code {id:b}}, {@code {addr:b}} and {@code {laddr:b}} are a client's id and the addresses of both ends of its
 * connection, and {@code {times:N}} is {@code x} repeated.
 */
public final class ScenarioFile {
    private static final Pattern SENDS = Pattern.compile("(\\w+)(>|>>|>\\?) +(.+)");
    private static final Pattern AWAITS = Pattern.compile("(\\w+) awaits(?: (\\d+))?");
    private static final Pattern CLOSES = Pattern.compile("(\\w+) closes");

    private final String file;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Integer> protocols = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> together = new ArrayList<>();
    private String sender = "";
    private Optional<String> title = Optional.empty();
    private Rule rule = Rule.EXACT;

    private ScenarioFile(String file) {
        this.file = file;
    }

    /**
     * The scenarios of a file.
     *
     * @param file  the name that the scenarios bear
     * @param lines its content
     * @throws IllegalArgumentException naming file and line, when a line is not understood
     */
    public static List<Scenario> parse(String file, List<String> lines) {
        ScenarioFile parser = new ScenarioFile(file);
        int number = 0;
        try {
            for (String line : lines) {
                number++;
                parser.line(number, line.strip());
            }
            parser.endScenario();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
        }
        return List.copyOf(parser.scenarios);
    }

    private void line(int number, String line) {
        if (line.isEmpty()) {
            endScenario();
        } else if (line.startsWith("#")) {
            title = title.or(() -> Optional.of(line.substring(1).strip()));
        } else if (line.startsWith("@")) {
            List<String> words = Quoting.split(line).stream().map(Bytes::latin1).toList();
            directive(words.getFirst(), words.subList(1, words.size()));
        } else {
            step(number, line);
        }
    }

    private void directive(String name, List<String> arguments) {
        switch (name) {
            case "@resp2" -> arguments.forEach(client -> protocols.put(client, 2));
            case "@resp3" -> arguments.forEach(client -> protocols.put(client, 3));
            case "@config" -> settings.add(new Setting(arguments.getFirst(), arguments.getLast()));
            case "@sorted" -> rule = Rule.SORTED;
            case "@words" -> rule = Rule.WORDS;
            case "@type" -> rule = Rule.TYPE;
            case "@shape" -> rule = Rule.SHAPE;
            case "@fields" -> rule = new Rule(Rule.Kind.FIELDS, 0);
            case "@ttl" -> rule = Rule.ttl(Long.parseLong(arguments.getFirst()));
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
    }

    private void step(int number, String line) {
        Matcher sends = SENDS.matcher(line);
        Matcher awaits = AWAITS.matcher(line);
        Matcher closes = CLOSES.matcher(line);
        if (sends.matches()) {
            command(number, sends.group(1), sends.group(2), sends.group(3));
        } else if (!together.isEmpty()) {
            throw new IllegalArgumentException("no command to send together with that before");
        } else if (awaits.matches()) {
            int messages = awaits.group(2) == null ? 1 : Integer.parseInt(awaits.group(2));
            steps.add(Step.of(number, awaits.group(1), Kind.AWAITS, messages));
        } else if (closes.matches()) {
            steps.add(Step.of(number, closes.group(1), Kind.CLOSES, 0));
        } else {
            throw new IllegalArgumentException("not a step: " + line);
        }
    }

    private void command(int number, String client, String arrow, String command) {
        if (!together.isEmpty() && !client.equals(sender)) {
            throw new IllegalArgumentException("only commands of one client are sent together");
        }
        Quoting.split(command);
        sender = client;
        together.add(command);
        if (!">>".equals(arrow)) {
            Kind kind = ">".equals(arrow) ? Kind.SENDS : Kind.SENDS_IF_FREE;
            steps.add(Step.sends(number, client, kind, together, rule));
            together.clear();
            rule = Rule.EXACT;
        }
    }

    private void endScenario() {
        if (!together.isEmpty() || !rule.equals(Rule.EXACT)) {
            throw new IllegalArgumentException("the last command is missing");
        }
        if (!steps.isEmpty()) {
            Step first = steps.getFirst();
            String name = title.orElseGet(() -> Arrays.asList(first.toString().split("\n")).getFirst());
            scenarios.add(new Scenario(file, first.line(), name, settings, protocols, steps));
        } else if (!settings.isEmpty() || !protocols.isEmpty()) {
            throw new IllegalArgumentException("directives without a step");
        }
        settings.clear();
        protocols.clear();
        steps.clear();
        title = Optional.empty();
    }
}

package io.ringhold.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.ringhold.server.oracle.OracleCase.Kind;
import io.ringhold.server.oracle.OracleCase.Newer;
import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.OracleCase.Step;
import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Quoting;
import io.ringhold.server.oracle.rule.ReplyLiteral;
import io.ringhold.server.oracle.rule.Rule;

/**
 * Reads a case file: one command a line in redis-cli's quoting; an empty line ends a case. A directive stands on a line of
 * its own before the command that it concerns.
 *
 * <pre>
 * # text                  a comment; the first of a case is its title
 * &#64;sorted                 the reply's items may come in any order
 * &#64;pairs-sorted           so may the pairs of a map, or of an array of keys and values
 * &#64;fields                 the keys of such a map are equal, of the values only the types
 * &#64;ttl N                  integers may differ by N
 * &#64;type                   the replies need only be of the same type; two errors must still be equal
 * &#64;shape                  integers may differ, and the ports of addresses; all else, at any depth, is equal
 * &#64;error-prefix           of two errors only the first word is compared
 * &#64;newer 8.4 =&gt; REPLY      redis-server does not know this: the subject must give this {@link ReplyLiteral}
 * &#64;instead COMMAND        after &#64;newer: what redis-server does instead, to reach the same state
 * &#64;inline                 the next line is sent as it is, as an inline command
 * &#64;raw                    the next line is one quoted string, sent as it is
 * &#64;scan                   the next command is a SCAN, driven to its end
 * &#64;no-reply               the next command has no reply
 * &#64;reply                  (a step) the reply to a &#64;no-reply command that had to wait
 * &#64;blocked N              (a step) until N clients are blocked
 * &#64;closed                 (a step) the servers close the connection
 * &#64;client N               (from here) connection N is used; each case begins with connection 1
 * &#64;config NAME VALUE      (anywhere in the case) CONFIG SET on both servers for the length of this case
 * </pre>
 *
 * After a case the keyspaces of both servers are compared.
 */
public final class CaseFile {
    private final String file;
    private final List<OracleCase> cases = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Setting> config = new ArrayList<>();
    private final List<Command> instead = new ArrayList<>();
    private Optional<String> title = Optional.empty();
    private Optional<String> newer = Optional.empty();
    private Kind kind = Kind.COMMAND;
    private Rule rule = Rule.EXACT;
    private int client = 1;

    private CaseFile(String file) {
        this.file = file;
    }

    /**
     * The cases of a file.
     *
     * @param file  the name that the cases bear
     * @param lines its content
     * @throws IllegalArgumentException naming file and line, when a line is not understood
     */
    public static List<OracleCase> parse(String file, List<String> lines) {
        CaseFile parser = new CaseFile(file);
        int number = 0;
        try {
            for (String line : lines) {
                number++;
                parser.line(number, line.strip());
            }
            parser.endCase();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
        }
        return List.copyOf(parser.cases);
    }

    private void line(int number, String line) {
        if (line.isEmpty()) {
            endCase();
        } else if (line.startsWith("#")) {
            title = title.or(() -> Optional.of(line.substring(1).strip()));
        } else if (line.equals("@closed")) {
            step(number, Kind.CLOSED, line);
        } else if (line.equals("@reply")) {
            step(number, Kind.REPLY, line);
        } else if (line.startsWith("@blocked ")) {
            step(number, Kind.BLOCKED, line);
        } else if (line.startsWith("@")) {
            int blank = line.indexOf(' ');
            directive(blank < 0 ? line : line.substring(0, blank), blank < 0 ? "" : line.substring(blank).strip());
        } else {
            step(number, kind, line);
        }
    }

    private void directive(String name, String argument) {
        switch (name) {
            case "@sorted" -> rule = Rule.SORTED;
            case "@pairs-sorted" -> rule = new Rule(Rule.Kind.PAIRS_SORTED, 0);
            case "@fields" -> rule = new Rule(Rule.Kind.FIELDS, 0);
            case "@type" -> rule = Rule.TYPE;
            case "@shape" -> rule = Rule.SHAPE;
            case "@error-prefix" -> rule = new Rule(Rule.Kind.ERROR_PREFIX, 0);
            case "@ttl" -> rule = Rule.ttl(Long.parseLong(argument));
            case "@newer" -> newer = Optional.of(argument);
            case "@instead" -> instead.add(Command.parse(argument));
            case "@inline" -> kind = Kind.INLINE;
            case "@raw" -> kind = Kind.RAW;
            case "@scan" -> kind = Kind.SCAN;
            case "@no-reply" -> kind = Kind.NO_REPLY;
            case "@client" -> client = Integer.parseInt(argument);
            case "@config" -> config.add(setting(argument));
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
    }

    private static Setting setting(String argument) {
        List<Bytes> words = Quoting.split(argument);
        if (words.size() != 2) {
            throw new IllegalArgumentException("@config takes a name and a value");
        }
        return new Setting(words.get(0).latin1(), words.get(1).latin1());
    }

    private void step(int number, Kind stepKind, String text) {
        Optional<Newer> expectation = newer.map(argument -> {
            int arrow = argument.indexOf("=>");
            if (arrow < 0) {
                throw new IllegalArgumentException("@newer VERSION => REPLY");
            }
            return new Newer(argument.substring(0, arrow).strip(), new ReplyLiteral(argument.substring(arrow + 2)),
                    instead);
        });
        if (expectation.isEmpty() && !instead.isEmpty()) {
            throw new IllegalArgumentException("@instead without @newer");
        }
        if (stepKind != Kind.CLOSED && Quoting.split(text).isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
        steps.add(new Step(number, client, stepKind, text, rule, expectation));
        kind = Kind.COMMAND;
        rule = Rule.EXACT;
        newer = Optional.empty();
        instead.clear();
    }

    private void endCase() {
        if (kind != Kind.COMMAND || !rule.equals(Rule.EXACT) || newer.isPresent() || !instead.isEmpty()) {
            throw new IllegalArgumentException("a directive without a command");
        }
        if (!steps.isEmpty()) {
            Step first = steps.getFirst();
            cases.add(new OracleCase(file, first.line(), title.orElse(first.text()), config, steps));
        } else if (!config.isEmpty()) {
            throw new IllegalArgumentException("@config without a command");
        }
        steps.clear();
        config.clear();
        title = Optional.empty();
        client = 1;
    }
}

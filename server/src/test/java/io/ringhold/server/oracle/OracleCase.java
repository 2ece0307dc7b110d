package io.ringhold.server.oracle;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Quoting;
import io.ringhold.server.oracle.rule.ReplyLiteral;
import io.ringhold.server.oracle.rule.Rule;

/**
 * A case of a case file: steps that are played on both servers, beginning with empty databases and new connections.
 *
 * @param file    the file's name below {@code oracle/}, such as {@code string/set.cases}
 * @param line    the line of the first step
 * @param title   the first comment of the case, or its first command
 * @param config  settings that hold during the case
 * @param steps   what is done
 */
public record OracleCase(String file, int line, String title, List<Setting> config, List<Step> steps) {
    public OracleCase {
        config = List.copyOf(config);
        steps = List.copyOf(steps);
    }

    /**
     * A configuration setting.
     *
     * @param name  the setting
     * @param value its value during the case
     */
    public record Setting(String name, String value) {}

    /** What a step does. */
    public enum Kind {
        /** Sends a command and compares the replies. */
        COMMAND,
        /** The same, with the line sent as an inline command. */
        INLINE,
        /** Sends bytes as they are and compares one reply. */
        RAW,
        /** Drives a SCAN to its end and compares what it found. */
        SCAN,
        /** Sends a command that has no reply. */
        NO_REPLY,
        /** Compares the replies to a command that was sent before, with {@link #NO_REPLY}, and had to wait. */
        REPLY,
        /** Waits until so many clients of both servers are blocked. */
        BLOCKED,
        /** Waits until both servers have closed the connection. */
        CLOSED
    }

    /**
     * One line of a case.
     *
     * @param line    its number in the file
     * @param client  the number of the connection it uses
     * @param kind    what it does
     * @param text    the line as written
     * @param rule    how the replies are compared
     * @param newer   what the subject must reply, for what redis-server does not know
     */
    public record Step(int line, int client, Kind kind, String text, Rule rule, Optional<Newer> newer) {
        /** The command of a step that sends one. */
        public Command command() {
            return Command.parse(text);
        }

        /** What is sent. */
        public byte[] wire() {
            return switch (kind) {
                case COMMAND, SCAN, NO_REPLY -> command().wire();
                case INLINE -> Bytes.of(text + "\r\n").toArray();
                case RAW -> Quoting.split(text).getFirst().toArray();
                case REPLY, BLOCKED, CLOSED -> new byte[0];
            };
        }

        boolean isCommand() {
            return kind != Kind.RAW && kind != Kind.REPLY && kind != Kind.BLOCKED && kind != Kind.CLOSED;
        }
    }

    /**
     * A reply that the case file states, because the command is newer than the redis-server compared with.
     *
     * @param version  the version that brought it
     * @param expected the subject's reply
     * @param instead  commands for redis-server that lead to the same state
     */
    public record Newer(String version, ReplyLiteral expected, List<Command> instead) {
        public Newer {
            instead = List.copyOf(instead);
        }
    }

    /** The commands that the case sends, in lower case, as {@code set} or, for a container, also {@code object|freq}. */
    public SortedSet<String> commandNames() {
        SortedSet<String> names = new TreeSet<>();
        for (Step step : steps) {
            if (step.isCommand()) {
                Command command = step.command();
                String name = command.name().toLowerCase(Locale.ROOT);
                names.add(name);
                if (CONTAINERS.contains(name) && command.args().size() > 1) {
                    names.add(name + "|" + command.upper(1).toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    private static final List<String> CONTAINERS = List.of("client", "command", "config", "debug", "hotkeys", "latency",
            "memory",
            "object", "pubsub", "slowlog", "xgroup", "xinfo");

    @Override
    public String toString() {
        return file + ":" + line + " " + title;
    }
}

package io.ringhold.engine.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

import io.ringhold.engine.commands.AllCommands;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of the commands of Redis 7.0 only those may be missing that have a reason here. Keeps their list in {@code docs/compatibility.md} true; with
 * {@code -Dringhold.docs.write=true} it writes it.
 */
class MissingCommandsTest {
    private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
    private static final String BEGIN = "<!-- begin: written by MissingCommandsTest -->\n";
    private static final String END = "<!-- end: written by MissingCommandsTest -->\n";

    /** What missing commands are for, in the order of the page. */
    private static final List<Reason> REASONS = List.of(
            new Reason("Access control lists", (name, group) -> isOf(name, "acl")),
            new Reason("Scripts and functions", (name, group) -> group.equals("scripting")),
            new Reason("Replication", (name, group) -> Set.of("failover", "psync", "replconf", "replicaof", "role",
                    "slaveof", "sync", "wait").contains(name)),
            new Reason("Cluster", (name, group) -> group.equals("cluster") || name.equals("restore-asking")),
            new Reason("Modules", (name, group) -> isOf(name, "module")));

    private record Reason(String title, BiPredicate<String, String> covers) {}

    private static boolean isOf(final String name, final String container) {
        return name.equals(container) || name.startsWith(container + "|");
    }

    @Test
    void shouldMissOnlyCommandsThatHaveAReason() throws IOException {
        final Set<String> unexplained = new TreeSet<>();
        missing().forEach((name, group) -> {
            if (REASONS.stream().noneMatch(reason -> reason.covers.test(name, group))) {
                unexplained.add(name);
            }
        });
        assertThat(unexplained).isEmpty();
    }

    @Test
    void shouldListMissingCommandsOnThePage() throws IOException {
        final String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        final String written = page.substring(0, page.indexOf(BEGIN)) + BEGIN + table()
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("ringhold.docs.write")) {
            Files.writeString(PAGE, written);
        }
        assertThat(PAGE).as("write it with -Dringhold.docs.write=true").hasContent(written);
    }

    private static String table() throws IOException {
        final StringBuilder table = new StringBuilder("\n| for | commands |\n| --- | --- |\n");
        final Map<String, String> missing = missing();
        for (final Reason reason : REASONS) {
            final List<String> names = missing.entrySet().stream()
                    .filter(command -> reason.covers.test(command.getKey(), command.getValue()))
                    .map(command -> command.getKey().toUpperCase(Locale.ROOT).replace('|', ' ')).toList();
            if (!names.isEmpty()) {
                table.append("| ").append(reason.title).append(" | ").append(String.join(", ", names)).append(" |\n");
            }
        }
        return table.append('\n').toString();
    }

    /** Names of the missing commands, subcommands with their container's, and their groups. */
    private static Map<String, String> missing() throws IOException {
        final Map<String, String> commands = new TreeMap<>();
        try (InputStream list = MissingCommandsTest.class.getResourceAsStream("/redis-7.0-commands.txt")) {
            new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().map(line -> line.split(" "))
                    .forEach(command -> commands.put(command[0], command[1]));
        }
        assertThat(commands).hasSizeGreaterThan(360).containsEntry("acl|cat", "server");
        for (final Command command : CommandTable.load(AllCommands.groups()).commands()) {
            commands.remove(command.fullName());
            if (command.subcommands() != null) {
                command.subcommands().commands().forEach(subcommand -> commands.remove(subcommand.fullName()));
            }
        }
        return commands;
    }
}

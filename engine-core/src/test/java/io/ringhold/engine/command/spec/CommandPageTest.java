package io.ringhold.engine.command.spec;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps {@code docs/commands.md} true to the specifications; with {@code -Dringhold.docs.write=true} it writes the page.
 */
class CommandPageTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final String HEAD = """
            # Commands

            Made from the specifications in `engine-core/src/main/resources/commands`; do not edit. What writes it anew stands in
            [CONTRIBUTING.md](../CONTRIBUTING.md#one-line-for-each-thing).
            Syntax, replies and errors are those of Redis; what is missing here is an unknown command.
            """;

    @Test
    void shouldDescribeEveryCommandOnThePage() throws Exception {
        final String page = page();
        if (Boolean.getBoolean("ringhold.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("write it with -Dringhold.docs.write=true").hasContent(page);
    }

    private static String page() throws IOException, URISyntaxException {
        final StringBuilder page = new StringBuilder(HEAD);
        for (final CommandGroup group : CommandGroup.values()) {
            final List<CommandSpec> specs = specs().filter(spec -> spec.group() == group)
                    .sorted(Comparator.comparing(CommandSpec::fullName)).toList();
            if (!specs.isEmpty()) {
                page.append("\n## ").append(group.redisName())
                        .append("\n\n| command | what it does | cost | since Redis |\n| --- | --- | --- | --- |\n");
                specs.forEach(spec -> page.append(row(spec)));
            }
        }
        return page.toString();
    }

    private static String row(final CommandSpec spec) {
        final CommandDocs docs = spec.docs();
        final String name = spec.fullName().toUpperCase(java.util.Locale.ROOT).replace('|', ' ');
        final String complexity = docs.complexity() == null ? "" : docs.complexity();
        return Stream.of(name, docs.summary(), complexity, spec.since()).map(text -> text.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static Stream<CommandSpec> specs() throws IOException, URISyntaxException {
        final Path folder = Path.of(CommandPageTest.class.getResource("/commands/get.json").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json"))
                    .map(name -> CommandSpecLoader.load(name.substring(0, name.length() - ".json".length()))).toList()
                    .stream();
        }
    }
}

package io.ringhold.engine.commands;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.spec.CommandSpecLoader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandBindingTest {
    private static final String ENDING = ".json";

    @Test
    void shouldHaveAHandlerForEverySpecificationAndASpecificationForEveryHandler() throws Exception {
        assertThat(new TreeSet<>(boundNames())).isEqualTo(new TreeSet<>(specifiedNames()));
    }

    @Test
    void shouldBindEachNameOnce() {
        assertThat(boundNames()).doesNotHaveDuplicates();
    }

    @Test
    void shouldBindNullOnlyToContainersThatNeedASubcommand() {
        final List<String> withoutHandler = new ArrayList<>();
        AllCommands.groups().forEach(group -> group.bindTo((name, handler) -> {
            if (handler == null) {
                withoutHandler.add(name);
            }
        }));
        assertThat(withoutHandler).allMatch(name -> CommandSpecLoader.load(name).arity() == -2);
        assertThat(withoutHandler)
                .allMatch(name -> boundNames().stream().anyMatch(other -> other.startsWith(name + "-")));
    }

    private static List<String> boundNames() {
        final List<String> names = new ArrayList<>();
        for (final CommandGroupHandlers group : AllCommands.groups()) {
            group.bindTo((name, handler) -> names.add(name));
        }
        return names;
    }

    private static Set<String> specifiedNames() throws IOException, URISyntaxException {
        final Path folder = Path.of(CommandSpecLoader.class.getResource("/commands/get.json").toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length())).collect(Collectors.toSet());
        }
    }
}

package io.ringhold.tools.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

import static org.assertj.core.api.Assertions.assertThat;

class ProgramTest {
    private static final String NO_NAME = "a\0b";

    private final StringWriter said = new StringWriter();
    private final PrintWriter out = new PrintWriter(said);

    /** Fails as it is told. */
    @Command
    private record Failing(Exception error) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw error;
        }
    }

    @Test
    void shouldSayInOneLineThatAWordCannotBeAFilesName() {
        final Map<String, Integer> exits = Map.of(
                RingholdCheckAof.NAME,
                RingholdCheckAof.run(new BufferedReader(new StringReader("")), out, out, NO_NAME),
                RingholdCheckRdb.NAME, RingholdCheckRdb.run(out, out, NO_NAME),
                RingholdMemory.NAME, RingholdMemory.run(out, out, NO_NAME));

        assertThat(exits).allSatisfy((name, exit) -> {
            assertThat(exit).as(name).isEqualTo(1);
            assertThat(said.toString().lines()).as(name)
                    .contains(name + ": 'a\\x00b' cannot be a file's name: Nul character not allowed");
        });
        assertThat(said.toString().lines()).hasSize(exits.size());
    }

    @Test
    void shouldKeepTheStackTraceWhenAnErrorIsABug() {
        assertThat(failing(new IOException("one\ntwo"))).isEqualTo(1);
        assertThat(said).hasToString("name: one two\n");
        failing(new IllegalStateException("a bug"));
        assertThat(said.toString()).contains("IllegalStateException: a bug", "at io.ringhold.");
    }

    private int failing(final Exception error) {
        return Program.commandLine("name", new Failing(error), out, out).execute();
    }
}

package io.ringhold.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandNamesTest {
    private static final String OK = "+OK\r\n";

    @Test
    void shouldKnowARenamedCommandByItsNewNameOnly() {
        try (ServerHarness server = new ServerHarness("--rename-command", "get", "Fetch")) {
            final ServerHarness.Client client = server.connect();

            assertThat(client.run("SET k 1")).isEqualTo(OK);
            assertThat(client.run("fetch k")).isEqualTo("$1\r\n1\r\n");
            assertThat(client.run("FETCH")).isEqualTo("-ERR wrong number of arguments for 'get' command\r\n");
            assertThat(client.run("GET k"))
                    .isEqualTo("-ERR unknown command 'GET', with args beginning with: 'k' \r\n");
        }
    }

    @Test
    void shouldTakeCommandsAway() {
        try (ServerHarness server = new ServerHarness("--rename-command", "FLUSHALL", "", "--rename-command", "CONFIG",
                "")) {
            final ServerHarness.Client client = server.connect();

            assertThat(client.run("FLUSHALL"))
                    .isEqualTo("-ERR unknown command 'FLUSHALL', with args beginning with: \r\n");
            assertThat(client.run("CONFIG GET hz")).startsWith("-ERR unknown command 'CONFIG'");
            assertThat(client.run("COMMAND LIST")).contains("\r\nflushdb\r\n").doesNotContain("flushall", "config");
        }
    }

    @Test
    void shouldLogUnderRedisNames() {
        try (ServerHarness server = new ServerHarness("--rename-command", "SET", "", "--rename-command", "APPEND",
                "set",
                "--rename-command", "XGROUP", "xg", "--rename-command", "MULTI", "begin", "--rename-command", "EXEC",
                "commit")) {
            final ServerHarness.Client client = server.connect();

            client.run("SET k 1");
            client.pipeline(List.of("set k 2"));
            client.run("xg CREATE s g $ MKSTREAM");
            client.run("SETEX k 100 v");
            assertThat(server.takeLogged()).containsExactly("APPEND k 1", "APPEND k 2", "XGROUP CREATE s g $ MKSTREAM",
                    "SET k v PXAT " + (ServerHarness.START_MS + 100_000));

            assertThat(client.run("begin")).isEqualTo(OK);
            client.run("set k 3");
            client.run("INCR n");
            assertThat(client.run("commit")).isEqualTo("*2\r\n:2\r\n:1\r\n");
            assertThat(server.takeLogged()).containsExactly("MULTI", "APPEND k 3", "INCR n", "EXEC");
        }
    }

    @Test
    void shouldTakeNamesOfAnyBytes() {
        final String name = "\u20ac \u00e4";
        final String sent = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (ServerHarness server = new ServerHarness("--rename-command", "PING", name)) {
            assertThat(server.connect().execute(sent)).isEqualTo("+PONG\r\n");
            assertThat(server.connect().execute("PING")).startsWith("-ERR unknown command");
        }
    }

    @Test
    void shouldSayWhyNot() {
        assertThatThrownBy(() -> new ServerHarness("--rename-command", "NOSUCH", "x"))
                .hasStackTraceContaining("No such command in rename-command");
        assertThatThrownBy(() -> new ServerHarness("--rename-command", "GET", "set"))
                .hasStackTraceContaining("Target command name already exists");
        assertThatThrownBy(
                () -> new ServerHarness("--rename-command", "GET", "", "--rename-command", "GET", "fetch"))
                .hasStackTraceContaining("No such command in rename-command");
    }

    @Test
    void shouldTakeANameThatIsFreeAgain() {
        try (ServerHarness server = new ServerHarness("--rename-command", "GET", "tmp", "--rename-command", "STRLEN",
                "get", "--rename-command", "tmp", "STRLEN")) {
            final ServerHarness.Client client = server.connect();
            client.run("SET k abc");

            assertThat(client.run("GET k")).isEqualTo(":3\r\n");
            assertThat(client.run("STRLEN k")).isEqualTo("$3\r\nabc\r\n");
        }
    }
}

package io.ringhold.engine.command;

import java.util.Arrays;

import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The heap is small: what clients send must not come to lie there. */
class LongArgumentsTest {
    private static final String LONG = "x".repeat(2_000_000);

    @Test
    void shouldQuoteTheBeginningOfAnUnknownCommandsArguments() {
        try (ServerHarness server = new ServerHarness()) {
            assertThat(server.connect().execute("EVALSHA", LONG, LONG)).isEqualTo(
                    "-ERR unknown command 'EVALSHA', with args beginning with: '" + "x".repeat(128) + "' \r\n");
            assertThat(server.connect().execute(LONG))
                    .isEqualTo("-ERR unknown command '" + "x".repeat(128) + "', with args beginning with: \r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH", "CLIENT KILL", "CLIENT SETNAME", "CONFIG GET", "COMMAND INFO", "INFO"})
    void shouldRefuseWordsOfAnyLength(final String command) {
        try (ServerHarness server = new ServerHarness()) {
            assertThat(server.connect().execute((command + " " + LONG).split(" ")))
                    .matches("-ERR arguments of '[a-z|]+' are too long\r\n");
        }
    }

    @Test
    void shouldTakeDataOfAnyLength() {
        try (ServerHarness server = new ServerHarness()) {
            assertThat(server.connect().execute("ECHO", LONG)).isEqualTo("$2000000\r\n" + LONG + "\r\n");
            assertThat(server.connect().execute("PUBLISH", "c", LONG)).isEqualTo(":0\r\n");
        }
    }

    @Test
    void shouldListManyClientsOutsideOfTheHeap() {
        try (ServerHarness server = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            final String[] words = new String[20_003];
            Arrays.fill(words, Long.toString(client.session().id()));
            words[0] = "CLIENT";
            words[1] = "LIST";
            words[2] = "ID";
            final String one = client.run("CLIENT LIST");
            final int lineLength = Integer.parseInt(one.substring(1, one.indexOf('\r')));
            assertThat(lineLength).isGreaterThan(300);
            assertThat(client.execute(words).lines().filter(line -> line.startsWith("id="))).hasSize(20_000);
            client.run("HELLO 3");
            assertThat(client.run("CLIENT INFO")).startsWith("=").contains("\r\ntxt:id=");
            assertThat(server.engine().clientArena().usedBytes(MemoryTag.SCRATCH)).isLessThan(100_000);
        }
    }

    @Test
    void shouldSetNoNameOfAClientWithoutThePassword() {
        try (ServerHarness server = new ServerHarness("--requirepass", "secret")) {
            final ServerHarness.Client client = server.connect();
            assertThat(client.run("HELLO 3 SETNAME me")).startsWith("-NOAUTH");
            assertThat(client.session().name()).isEmpty();
            assertThat(client.run("HELLO 3 SETNAME me AUTH default secret")).startsWith("%");
            assertThat(client.session().name()).isEqualTo("me");
        }
    }

    @Test
    void shouldLimitWhatOneCommandReadsFrom() {
        try (ServerHarness server = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            assertThat(client.execute(words("ZINTERCARD 10000", 10_000))).isEqualTo(":0\r\n");
            assertThat(client.execute(words("ZINTERCARD 10001", 10_001))).startsWith("-OOM");
            assertThat(client.execute(words("SINTER", 100_000))).isEqualTo("*0\r\n");
            assertThat(client.execute(words("SINTER", 100_001))).startsWith("-OOM");
        }
    }

    private static String[] words(final String command, final int keys) {
        return (command + " k".repeat(keys)).split(" ");
    }

    @Test
    void shouldLimitNames() {
        try (ServerHarness server = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            final String name = "n".repeat(256);
            assertThat(client.execute("CLIENT", "SETNAME", name)).isEqualTo("+OK\r\n");
            assertThat(client.execute("CLIENT", "SETNAME", name + "n"))
                    .isEqualTo("-ERR Client names cannot be longer than 256 bytes.\r\n");
            assertThat(client.execute("CLIENT", "SETINFO", "LIB-NAME", name + "n"))
                    .isEqualTo("-ERR LIB-NAME cannot be longer than 256 bytes.\r\n");
            assertThat(client.execute("CLIENT", "GETNAME")).isEqualTo("$256\r\n" + name + "\r\n");
        }
    }
}

package io.ringhold.engine.commands.server.latency;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlowlogCommandsTest {
    private final ServerHarness server = new ServerHarness("--slowlog-log-slower-than", "1000");
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldKeepACommandWhenItTakesTheThreshold() {
        server.commandsTake(999_999);
        client.run("SET k v");
        assertThat(client.run("SLOWLOG LEN")).isEqualTo(":0\r\n");
        server.commandsTake(1_000_000);
        client.run("CLIENT SETNAME me");
        server.commandsTake(1);
        assertThat(client.run("SLOWLOG GET").replace("\r\n", " ")).isEqualTo(
                "*1 *6 :0 :1700000000 :1000 *3 $6 CLIENT $7 SETNAME $2 me $14 127.0.0.1:1001 $2 me ");
    }

    @Test
    void shouldCountIdsOnWhenReset() {
        server.commandsTake(1_000_000);
        client.run("SET k v");
        client.run("SET k v");
        client.run("SLOWLOG RESET");
        assertThat(client.run("SLOWLOG GET 1")).startsWith("*1\r\n*6\r\n:2\r\n");
    }

    @Test
    void shouldKeepNothingWhenTheThresholdIsNegative() {
        server.commandsTake(1_000_000_000);
        client.run("SET k v");
        client.run("CONFIG SET slowlog-log-slower-than -1");
        assertThat(client.run("SLOWLOG LEN")).isEqualTo(":1\r\n");
        client.run("CONFIG SET slowlog-log-slower-than 9223372036854775807");
        assertThat(client.run("SLOWLOG LEN")).isEqualTo(":1\r\n");
    }

    @Test
    void shouldShortenArgumentsWhenThereIsMuchOfThem() {
        server.commandsTake(1_000_000);
        client.execute("SET", "k", "v".repeat(100_000));
        client.run("DEL" + " k".repeat(40));
        assertThat(client.run("SLOWLOG GET")).contains("$150\r\n" + "v".repeat(128) + "... (99872 more bytes)\r\n")
                .contains("*32\r\n$3\r\nDEL\r\n" + "$1\r\nk\r\n".repeat(30) + "$23\r\n... (10 more arguments)\r\n");
    }

    @Test
    void shouldNotShowPasswords() {
        server.commandsTake(1_000_000);
        client.run("HELLO 2 SETNAME x AUTH default secret SETNAME y");
        client.run("CONFIG SET timeout 1 REQUIREPASS secret");
        client.run("AUTH secret");
        client.run("CONFIG SET masterauth secret masteruser secret");
        assertThat(client.run("SLOWLOG GET")).doesNotContain("secret").contains("(redacted)")
                .contains("$11\r\nREQUIREPASS\r\n$10\r\n(redacted)\r\n").contains("$1\r\ny\r\n");
    }
}

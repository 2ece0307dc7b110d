package io.ringhold.engine.commands.generic;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpiryCommandsTest {
    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSetAbsoluteExpiryAndLogItWhenKeyIsThere() {
        client.run("SET k v");
        server.takeLogged();
        assertThat(client.run("EXPIRE k 10")).isEqualTo(":1\r\n");
        assertThat(server.takeLogged()).containsExactly("PEXPIREAT k " + (ServerHarness.START_MS + 10_000));
        assertThat(client.run("TTL k")).isEqualTo(":10\r\n");
        assertThat(client.run("PTTL k")).isEqualTo(":10000\r\n");
        assertThat(client.run("EXPIRETIME k")).isEqualTo(":1700000010\r\n");
        assertThat(client.run("PEXPIRETIME k")).isEqualTo(":1700000010000\r\n");
    }

    @Test
    void shouldRoundSecondsToTheNearest() {
        client.run("SET k v");
        client.run("PEXPIRE k 1500");
        assertThat(client.run("TTL k")).isEqualTo(":2\r\n");
        server.advanceMs(1);
        assertThat(client.run("TTL k")).isEqualTo(":1\r\n");
    }

    @Test
    void shouldTellMissingKeysFromThoseWithoutExpiry() {
        client.run("SET k v");
        for (final String command : new String[] {"TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"}) {
            assertThat(client.run(command + " k")).isEqualTo(":-1\r\n");
            assertThat(client.run(command + " missing")).isEqualTo(":-2\r\n");
        }
        assertThat(client.run("EXPIRE missing 10")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldDeleteAndLogDelWhenTimeHasCome() {
        client.run("SET k v");
        server.takeLogged();
        assertThat(client.run("EXPIRE k -1")).isEqualTo(":1\r\n");
        assertThat(client.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(server.takeLogged()).containsExactly("DEL k");
        client.run("SET k v");
        assertThat(client.run("PEXPIREAT k " + server.nowMs())).isEqualTo(":1\r\n");
        assertThat(client.run("EXISTS k")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldRemoveKeyAndLogDelWhenItIsLookedUpAfterItsTime() {
        client.run("SET k v");
        client.run("PEXPIRE k 100");
        server.takeLogged();
        server.advanceMs(99);
        assertThat(client.run("EXISTS k")).isEqualTo(":1\r\n");
        server.advanceMs(1);
        assertThat(client.run("EXISTS k")).isEqualTo(":0\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.takeLogged()).containsExactly("DEL k");
    }

    @Test
    void shouldTakeExpiryAwayWhenPersisting() {
        client.run("SET k v");
        assertThat(client.run("PERSIST k")).isEqualTo(":0\r\n");
        client.run("EXPIRE k 10");
        server.takeLogged();
        assertThat(client.run("PERSIST k")).isEqualTo(":1\r\n");
        assertThat(client.run("TTL k")).isEqualTo(":-1\r\n");
        assertThat(server.takeLogged()).containsExactly("PERSIST k");
        assertThat(client.run("PERSIST missing")).isEqualTo(":0\r\n");
    }

    /** The current expiry is 100 s, or none when it is 0. */
    @ParameterizedTest
    @CsvSource({"0, 50 NX, 1", "100, 50 NX, 0", "0, 50 XX, 0", "100, 50 XX, 1", "0, 50 GT, 0", "100, 50 GT, 0",
        "100, 150 GT, 1", "100, 100 GT, 0", "0, 50 LT, 1", "100, 50 LT, 1", "100, 150 LT, 0", "100, 100 LT, 0",
        "100, 50 XX LT, 1", "0, 50 XX LT, 0", "100, 150 xx gt, 1", "0, 50 NX NX, 1"})
    void shouldFollowConditions(final int currentSeconds, final String arguments, final int reply) {
        client.run("SET k v");
        if (currentSeconds != 0) {
            client.run("EXPIRE k " + currentSeconds);
        }
        assertThat(client.run("EXPIRE k " + arguments)).isEqualTo(":" + reply + "\r\n");
        final String expected = reply == 1
                ? arguments.split(" ", -1)[0]
                : currentSeconds == 0 ? "-1" : "" + currentSeconds;
        assertThat(client.run("TTL k")).isEqualTo(":" + expected + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "EXPIRE k abc~ERR value is not an integer or out of range",
        "EXPIRE k abc foo~ERR Unsupported option foo",
        "EXPIRE missing 10 foo~ERR Unsupported option foo",
        "EXPIRE k 10 NX XX~ERR NX and XX, GT or LT options at the same time are not compatible",
        "EXPIRE k 10 NX GT LT~ERR NX and XX, GT or LT options at the same time are not compatible",
        "EXPIRE k 10 GT LT~ERR GT and LT options at the same time are not compatible",
        "EXPIRE k 9223372036854775807~ERR invalid expire time in 'expire' command",
        "EXPIRE k -9223372036854775808~ERR invalid expire time in 'expire' command",
        "EXPIRE k 9223372036854775~ERR invalid expire time in 'expire' command",
        "PEXPIRE k 9223372036854775807~ERR invalid expire time in 'pexpire' command",
        "EXPIREAT k 9223372036854775807~ERR invalid expire time in 'expireat' command",
        "EXPIRE k~ERR wrong number of arguments for 'expire' command",
        "EXPIRE k 9223372036854775808~ERR value is not an integer or out of range"})
    void shouldReplyWithRedisErrors(final String command, final String error) {
        client.run("SET k v");
        assertThat(client.run(command)).isEqualTo("-" + error + "\r\n");
        assertThat(client.run("TTL k")).isEqualTo(":-1\r\n");
    }

    @Test
    void shouldTakeTheLatestExpiryThereIs() {
        client.run("SET k v");
        assertThat(client.run("PEXPIREAT k 9223372036854775807")).isEqualTo(":1\r\n");
        assertThat(client.run("PEXPIRETIME k")).isEqualTo(":9223372036854775807\r\n");
        assertThat(client.run("EXPIRETIME k")).isEqualTo(":9223372036854776\r\n");
    }
}

package io.ringhold.engine.commands.generic;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyCommandsTest {
    private static final String SAME_OBJECTS = "-ERR source and destination objects are the same\r\n";
    private static final String LONG_VALUE = "x".repeat(5000);

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEL", "UNLINK"})
    void shouldDeleteAndLogAsSent(final String command) {
        client.run("MSET a 1 b 2");
        server.takeLogged();
        assertThat(client.run(command + " a missing b a")).isEqualTo(":2\r\n");
        assertThat(server.takeLogged()).containsExactly(command + " a missing b a");
        assertThat(client.run(command + " a")).isEqualTo(":0\r\n");
        assertThat(server.takeLogged()).isEmpty();
    }

    @Test
    void shouldCountKeysAsOftenAsTheyAreNamed() {
        client.run("SET a 1");
        assertThat(client.run("EXISTS a a b")).isEqualTo(":2\r\n");
        assertThat(client.run("TOUCH a a b")).isEqualTo(":2\r\n");
        assertThat(server.engine().keyspace().statistics().hits()).isEqualTo(4);
        assertThat(server.engine().keyspace().statistics().misses()).isEqualTo(2);
    }

    @Test
    void shouldNoteUseByTouchAndNotByExists() {
        client.run("SET a 1");
        server.advanceMs(5000);
        client.run("EXISTS a");
        client.run("TYPE a");
        assertThat(client.run("OBJECT IDLETIME a")).isEqualTo(":5\r\n");
        client.run("TOUCH a");
        assertThat(client.run("OBJECT IDLETIME a")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldTellTypes() {
        client.run("SET a 1");
        assertThat(client.run("TYPE a")).isEqualTo("+string\r\n");
        assertThat(client.run("TYPE missing")).isEqualTo("+none\r\n");
    }

    @Test
    void shouldGiveARandomKeyThatHasNotExpired() {
        assertThat(client.run("RANDOMKEY")).isEqualTo("$-1\r\n");
        client.run("SET stays 1");
        for (int i = 0; i < 50; i++) {
            client.run("SET k" + i + " v PX 10");
        }
        server.advanceMs(10);
        assertThat(client.run("RANDOMKEY")).isEqualTo("$5\r\nstays\r\n");
    }

    @Test
    void shouldRenameWithExpiryWhateverTheValue() {
        for (final String value : new String[] {"123", "short", LONG_VALUE}) {
            client.run("FLUSHALL");
            client.run("SET a " + value + " EX 100");
            client.run("SET b old");
            assertThat(client.run("RENAME a b")).isEqualTo("+OK\r\n");
            assertThat(client.run("GET b")).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
            assertThat(client.run("TTL b")).isEqualTo(":100\r\n");
            assertThat(client.run("RENAMENX b longer-name")).isEqualTo(":1\r\n");
            assertThat(client.run("GET longer-name")).isEqualTo("$" + value.length() + "\r\n" + value + "\r\n");
            assertThat(client.run("TTL longer-name")).isEqualTo(":100\r\n");
            assertThat(client.run("KEYS *")).isEqualTo("*1\r\n$11\r\nlonger-name\r\n");
        }
    }

    @Test
    void shouldRefuseToRenameWhatIsNotThereOrInTheWay() {
        client.run("MSET a 1 b 2");
        server.takeLogged();
        assertThat(client.run("RENAME missing a")).isEqualTo("-ERR no such key\r\n");
        assertThat(client.run("RENAMENX missing a")).isEqualTo("-ERR no such key\r\n");
        assertThat(client.run("RENAMENX a b")).isEqualTo(":0\r\n");
        assertThat(client.run("RENAMENX a a")).isEqualTo(":0\r\n");
        assertThat(client.run("RENAME a a")).isEqualTo("+OK\r\n");
        assertThat(server.takeLogged()).isEmpty();
        client.run("RENAME a b");
        assertThat(server.takeLogged()).containsExactly("RENAME a b");
    }

    @Test
    void shouldGiveMemoryBackWhenRenamedKeysAreDeleted() {
        final long before = server.engine().keyspace().arena().usedBytes();
        client.run("SET a " + LONG_VALUE);
        client.run("SET b " + LONG_VALUE);
        client.run("RENAME a b");
        client.run("COPY b c");
        client.run("MOVE c 3");
        client.run("DEL b");
        client.run("FLUSHALL");
        assertThat(server.engine().keyspace().arena().usedBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void shouldCopyWithinAndAcrossDatabases() {
        client.run("SET a v EX 100");
        server.takeLogged();
        assertThat(client.run("COPY a b")).isEqualTo(":1\r\n");
        assertThat(client.run("TTL b")).isEqualTo(":100\r\n");
        assertThat(client.run("COPY a b")).isEqualTo(":0\r\n");
        assertThat(client.run("COPY a b REPLACE DB 0")).isEqualTo(":1\r\n");
        assertThat(client.run("COPY a a DB 1")).isEqualTo(":1\r\n");
        assertThat(server.takeLogged()).containsExactly("COPY a b", "COPY a b REPLACE DB 0", "COPY a a DB 1");
        client.run("SELECT 1");
        assertThat(client.run("GET a")).isEqualTo("$1\r\nv\r\n");
    }

    @Test
    void shouldMoveWithExpiry() {
        client.run("SET a v EX 100");
        server.takeLogged();
        assertThat(client.run("MOVE a 1")).isEqualTo(":1\r\n");
        assertThat(server.takeLogged()).containsExactly("MOVE a 1");
        assertThat(client.run("EXISTS a")).isEqualTo(":0\r\n");
        client.run("SET a new");
        assertThat(client.run("MOVE a 1")).isEqualTo(":0\r\n");
        assertThat(client.run("MOVE missing 1")).isEqualTo(":0\r\n");
        client.run("SELECT 1");
        assertThat(client.run("GET a")).isEqualTo("$1\r\nv\r\n");
        assertThat(client.run("TTL a")).isEqualTo(":100\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"COPY k k~ERR source and destination objects are the same",
        "COPY missing missing~ERR source and destination objects are the same",
        "COPY k b DB 99~ERR DB index is out of range", "COPY k b DB -1~ERR DB index is out of range",
        "COPY k b DB abc~ERR value is not an integer or out of range", "COPY k b DB~ERR syntax error",
        "COPY k b DB 99999999999~ERR value is out of range, value must between -2147483648 and 2147483647",
        "COPY k b foo~ERR syntax error", "MOVE k 99~ERR DB index is out of range",
        "MOVE k abc~ERR value is not an integer or out of range",
        "MOVE k 0~ERR source and destination objects are the same",
        "OBJECT foo k~ERR unknown subcommand 'foo'. Try OBJECT HELP.",
        "OBJECT~ERR wrong number of arguments for 'object' command",
        "OBJECT ENCODING~ERR wrong number of arguments for 'object|encoding' command"})
    void shouldReplyWithRedisErrors(final String command, final String error) {
        client.run("SET k v");
        assertThat(client.run(command)).isEqualTo("-" + error + "\r\n");
    }

    @Test
    void shouldNameEncodings() {
        client.run("SET i 100");
        client.run("SET s short");
        client.run("SET l " + LONG_VALUE);
        assertThat(client.run("OBJECT ENCODING i")).isEqualTo("$3\r\nint\r\n");
        assertThat(client.run("OBJECT ENCODING s")).isEqualTo("$6\r\nembstr\r\n");
        assertThat(client.run("OBJECT ENCODING l")).isEqualTo("$3\r\nraw\r\n");
        assertThat(client.run("OBJECT REFCOUNT s")).isEqualTo(":1\r\n");
        assertThat(client.run("OBJECT ENCODING missing")).isEqualTo("$-1\r\n");
        assertThat(client.run("OBJECT FREQ missing")).isEqualTo("$-1\r\n");
        assertThat(client.run("OBJECT HELP")).startsWith("*11\r\n+OBJECT <subcommand>")
                .endsWith("+    Prints this help.\r\n");
    }

    @Test
    void shouldSwitchBetweenIdleTimeAndFrequencyWithThePolicy() {
        client.run("SET k v");
        assertThat(client.run("OBJECT FREQ k")).startsWith("-ERR An LFU maxmemory policy is not selected");
        assertThat(client.run("CONFIG SET maxmemory-policy allkeys-lfu")).isEqualTo("+OK\r\n");
        client.run("SET f v");
        assertThat(client.run("OBJECT FREQ f")).isEqualTo(":5\r\n");
        assertThat(client.run("OBJECT IDLETIME f")).startsWith("-ERR An LFU maxmemory policy is selected");
    }

    @Test
    void shouldAnswerNullInRespThree() {
        client.run("HELLO 3");
        assertThat(client.run("RANDOMKEY")).isEqualTo("_\r\n");
        assertThat(client.run("OBJECT ENCODING missing")).isEqualTo("_\r\n");
        assertThat(client.run("COPY a a")).isEqualTo(SAME_OBJECTS);
    }
}

package io.ringhold.engine.commands.generic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScanCommandsTest {
    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldReturnEveryKeyThatIsThereFromStartToEndWhileTheTableIsResized() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            client.run("FLUSHALL");
            scanWhileChanging(random, round % 2 == 0);
        }
    }

    /** Fills and scans while the rest of the keys grows manifold, or goes away. */
    private void scanWhileChanging(final Random random, final boolean growing) {
        final int staying = 500 + random.nextInt(1000);
        int others = growing ? 0 : 20_000;
        for (int i = 0; i < staying; i++) {
            client.execute("SET", "stays:" + i, "v");
        }
        for (int i = 0; i < others; i++) {
            client.execute("SET", "other:" + i, "v");
        }
        final Set<String> seen = new HashSet<>();
        String cursor = "0";
        do {
            final Page page = scan(cursor, "COUNT", "50");
            cursor = page.cursor();
            for (final String key : page.keys()) {
                assertThat(seen.add(key) || !key.startsWith("stays:")).as("%s seen twice", key).isTrue();
            }
            for (int i = 0; i < 200; i++) {
                if (growing) {
                    client.execute("SET", "other:" + others++, "v");
                } else if (others > 0) {
                    client.execute("DEL", "other:" + --others);
                }
            }
            server.engine().keyspace().database(0).table().maintain(1 + random.nextInt(64));
        } while (!cursor.equals("0"));
        for (int i = 0; i < staying; i++) {
            assertThat(seen).contains("stays:" + i);
        }
    }

    @Test
    void shouldFilterByPatternAndType() {
        client.run("MSET a1 x a2 x b1 x");
        assertThat(scan("0", "MATCH", "a*").keys()).containsExactlyInAnyOrder("a1", "a2");
        assertThat(scan("0", "TYPE", "STRING", "COUNT", "100").keys()).hasSize(3);
        assertThat(scan("0", "TYPE", "list").keys()).isEmpty();
        assertThat(scan("0", "TYPE", "foo").keys()).isEmpty();
        assertThat(scan("0", "MATCH", "a*", "MATCH", "b?").keys()).containsExactly("b1");
    }

    @Test
    void shouldRemoveExpiredKeysThatItMeets() {
        client.run("SET a v PX 10");
        client.run("SET b v");
        server.takeLogged();
        server.advanceMs(10);
        assertThat(client.run("KEYS *")).isEqualTo("*1\r\n$1\r\nb\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":2\r\n");
        assertThat(scan("0").keys()).containsExactly("b");
        assertThat(client.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(server.takeLogged()).containsExactly("DEL a");
    }

    @Test
    void shouldReturnAllKeysAndGiveScratchMemoryBack() {
        for (int i = 0; i < 3000; i++) {
            client.execute("SET", "key:" + i, "v");
        }
        client.run("PING");
        final long before = server.engine().clientArena().usedBytes();
        assertThat(client.run("KEYS *")).startsWith("*3000\r\n");
        assertThat(client.run("KEYS key:?")).startsWith("*10\r\n");
        assertThat(client.run("KEYS nothing*")).isEqualTo("*0\r\n");
        client.run("PING");
        assertThat(server.engine().clientArena().usedBytes()).isLessThan(before + 200_000);
        assertThat(server.engine().clientArena().usedBytes(io.ringhold.offheap.arena.MemoryTag.SCRATCH))
                .isLessThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "+0", "-1", "18446744073709551615", "123456"})
    void shouldTakeAnyNumberForACursor(final String cursor) {
        client.run("SET a v");
        assertThat(client.run("SCAN " + cursor)).startsWith("*2\r\n$");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"SCAN abc~ERR invalid cursor", "SCAN 0x10~ERR invalid cursor",
        "SCAN 18446744073709551616~ERR invalid cursor", "SCAN - COUNT~ERR invalid cursor",
        "SCAN 0 COUNT~ERR syntax error", "SCAN 0 COUNT 0~ERR syntax error", "SCAN 0 COUNT -1~ERR syntax error",
        "SCAN 0 COUNT abc~ERR value is not an integer or out of range", "SCAN 0 MATCH~ERR syntax error",
        "SCAN 0 foo 1~ERR syntax error", "KEYS~ERR wrong number of arguments for 'keys' command"})
    void shouldReplyWithRedisErrors(final String command, final String error) {
        assertThat(client.run(command)).isEqualTo("-" + error + "\r\n");
    }

    private record Page(String cursor, List<String> keys) {}

    private Page scan(final String cursor, final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("SCAN", cursor));
        arguments.addAll(List.of(options));
        final String[] lines = client.execute(arguments.toArray(new String[0])).split("\r\n", -1);
        final List<String> keys = new ArrayList<>();
        for (int i = 5; i < lines.length; i += 2) {
            keys.add(lines[i]);
        }
        assertThat(lines[3]).isEqualTo("*" + keys.size());
        return new Page(lines[2], keys);
    }
}

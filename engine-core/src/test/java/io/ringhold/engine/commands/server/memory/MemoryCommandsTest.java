package io.ringhold.engine.commands.server.memory;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ringhold.engine.Engine;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.ringhold.engine.config.option.MaxmemoryPolicy.ALLKEYS_LRU;
import static io.ringhold.engine.config.option.MaxmemoryPolicy.NOEVICTION;
import static io.ringhold.engine.config.option.MaxmemoryPolicy.VOLATILE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

class MemoryCommandsTest {
    private static final long MIB = 1 << 20;

    private final ServerHarness server = new ServerHarness("--enable-debug-command", "yes");
    private final ServerHarness.Client client = server.connect();
    private final Engine engine = server.engine();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldGiveTheFiguresThatTheArenasCount() {
        for (int i = 0; i < 1000; i++) {
            client.run("SET key:" + i + " " + "v".repeat(i));
        }
        client.run("SELECT 3");
        client.run("SET k v EX 100");
        final Map<String, String> stats = stats();
        assertThat(stats).containsEntry("keys.count", "1001")
                .containsEntry("dataset.bytes", Long.toString(engine.keyspace().dataBytes()))
                .containsEntry("db.0.overhead.hashtable.main",
                        Long.toString(engine.keyspace().database(0).table().bucketBytes()));
        final long tables = number(stats, "db.0.overhead.hashtable.main")
                + number(stats, "db.0.overhead.hashtable.expires")
                + number(stats, "db.3.overhead.hashtable.main") + number(stats, "db.3.overhead.hashtable.expires");
        long empty = 0;
        for (int i = 0; i < 16; i++) {
            if (i != 0 && i != 3) {
                empty += engine.keyspace().database(i).table().bucketBytes()
                        + engine.keyspace().database(i).table().expiryBytes();
            }
        }
        assertThat(tables + empty).isEqualTo(engine.keyspace().arena().usedBytes(MemoryTag.KEY_TABLE));
        assertThat(number(stats, "overhead.total") + number(stats, "dataset.bytes"))
                .isEqualTo(number(stats, "total.allocated"));
        assertThat(number(stats, "allocator.active")).isGreaterThanOrEqualTo(number(stats, "allocator.allocated"));
        assertThat(number(stats, "allocator.resident")).isGreaterThanOrEqualTo(number(stats, "allocator.active"));
        assertThat(stats).containsKey("fragmentation").doesNotContainKey("db.1.overhead.hashtable.main");
    }

    @Test
    void shouldShowTheBlocksOfEachSizeAndTag() {
        for (int i = 0; i < 100; i++) {
            client.run("SET key:" + (1000 + i) + " " + "v".repeat(3000));
        }
        client.run("SET large " + "v".repeat(200_000));
        final String text = client.run("MEMORY MALLOC-STATS");
        assertThat(text).contains("___ Arena data ___\n", "___ Arena clients ___\n")
                .containsPattern("(?m)^strings +\\d+ +101$")
                // 3000 bytes and their header
                .containsPattern("(?m)^ +3072 +5 +\\d+ +100 +\\d+ +\\d+\\.\\d\\d%$")
                .containsPattern("(?m)^large blocks: [1-9]\\d*, bytes: \\d{6,}$")
                .contains("free runs not given back: ");
    }

    @Test
    void shouldGiveFreePagesBackAtOnce() {
        for (int i = 0; i < 20; i++) {
            client.run("SET key:" + i + " " + "v".repeat((int) MIB));
        }
        client.run("FLUSHALL");
        assertThat(engine.keyspace().arena().dirtyFreeBytes()).isGreaterThan(10 * MIB);
        assertThat(client.run("MEMORY PURGE")).isEqualTo("+OK\r\n");
        assertThat(engine.keyspace().arena().dirtyFreeBytes()).isZero();
        assertThat(engine.clientArena().dirtyFreeBytes()).isLessThan(MIB);
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEMORY USAGE", "DEBUG OBJECT"})
    void shouldLookAtKeysWithoutATrace(final String command) {
        client.run("SET here v");
        client.run("SET expired v PX 1");
        server.advanceMs(2);
        final String there = command.startsWith("MEMORY") ? ":" : "+Value at:";
        assertThat(client.run(command + " here")).startsWith(there);
        assertThat(client.run(command + " expired")).startsWith(there);
        assertThat(client.run(command + " missing")).startsWith(there.equals(":") ? "$-1" : "-ERR no such key");
        assertThat(client.run("INFO stats")).contains("\r\nkeyspace_hits:0\r\nkeyspace_misses:0\r\n",
                "\r\nexpired_keys:0\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":2\r\n");
    }

    @Test
    void shouldFindNothingWhenThereIsLittleInMemory() {
        assertThat(client.run("MEMORY DOCTOR")).contains("There is too little in memory to tell anything from it.");
    }

    @Test
    void shouldFindWhatStandsOut() {
        final MemoryFigures healthy = new MemoryFigures(100 * MIB, 110 * MIB, MIB, 90 * MIB, 105 * MIB, 106 * MIB,
                200 * MIB, 1000);
        assertThat(MemoryDoctor.report(healthy, MIB, 100, 0, NOEVICTION)).isEqualTo("Nothing stands out.\n");
        assertThat(MemoryDoctor.report(healthy, MIB, 100, 105 * MIB, NOEVICTION)).startsWith("- Near the limit:")
                .contains("Writes are refused");
        assertThat(MemoryDoctor.report(healthy, 100 * MIB, 100, 0, NOEVICTION))
                .startsWith("- Clients: each takes 1048576 bytes");
        final MemoryFigures sick = new MemoryFigures(100 * MIB, 200 * MIB, MIB, 90 * MIB, 150 * MIB, 300 * MIB,
                600 * MIB, 1000);
        assertThat(MemoryDoctor.report(sick, MIB, 100, 0, NOEVICTION).lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactly("- Peak", "- Fragmentation", "- Free memory", "- The process");
    }

    @Test
    void shouldNotCallAFullCacheAFault() {
        final MemoryFigures full = new MemoryFigures(100 * MIB, 110 * MIB, MIB, 90 * MIB, 105 * MIB, 106 * MIB,
                200 * MIB, 1000);
        assertThat(MemoryDoctor.report(full, MIB, 100, 100 * MIB, ALLKEYS_LRU)).isEqualTo("Nothing stands out.\n");
        assertThat(MemoryDoctor.report(full, MIB, 100, 100 * MIB, VOLATILE_TTL)).isEqualTo("Nothing stands out.\n");
        assertThat(MemoryDoctor.report(full, MIB, 100, 90 * MIB, ALLKEYS_LRU)).startsWith("- Over the limit:")
                .contains("keys are evicted").doesNotContain("refused", "expiry");
        assertThat(MemoryDoctor.report(full, MIB, 100, 90 * MIB, VOLATILE_TTL)).startsWith("- Over the limit:")
                .contains("those with an expiry");
    }

    private Map<String, String> stats() {
        final String[] lines = client.run("MEMORY STATS").split("\r\n", -1);
        final Map<String, String> stats = new LinkedHashMap<>();
        String database = "";
        int left = 0;
        for (int i = 1; i + 1 < lines.length; i++) {
            if (!lines[i].startsWith("$")) {
                continue;
            }
            final String name = lines[++i];
            final String value = lines[i + 1];
            if (value.startsWith("*")) {
                database = name + ".";
                left = 2;
                i++;
            } else {
                stats.put((left-- > 0 ? database : "") + name,
                        value.startsWith(":") ? value.substring(1) : lines[i + 2]);
                i += value.startsWith(":") ? 1 : 2;
            }
        }
        return stats;
    }

    private static long number(final Map<String, String> stats, final String name) {
        return Long.parseLong(stats.get(name));
    }
}

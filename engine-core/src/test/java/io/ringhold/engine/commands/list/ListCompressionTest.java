package io.ringhold.engine.commands.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.commands.generic.KeyCommands;
import io.ringhold.engine.commands.generic.MoveCommands;
import io.ringhold.engine.commands.server.memory.MemoryCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of compressed lists: the memory that they take, and what happens when there is none left. */
class ListCompressionTest {
    private static final String OUT_OF_MEMORY = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

    @Test
    void shouldBehaveAsAListWhenNodesAreCompressed() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ListCompressionTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        try (EngineHarness compressed = engine(1 << 28); EngineHarness plain = engine(1 << 28)) {
            compressed.engine().keyspace().lists().limit(4);
            plain.engine().keyspace().lists().limit(4);
            for (int i = 0; i < 20_000; i++) {
                if (i % 50 == 0) {
                    compressed.engine().keyspace().lists().compressDepth(random.nextInt(4));
                }
                final String[] command = command(random);
                assertThat(compressed.execute(command)).as(String.join(" ", command)).isEqualTo(plain.execute(command));
            }
            compressed.execute("DEL", "a", "b");
            compressed.freeAll();
            assertThat(compressed.dataArena().blockCount(MemoryTag.LISTPACKS)).as("one to decompress to").isEqualTo(1);
        }
    }

    private static String[] command(final Random random) {
        final String key = random.nextBoolean() ? "a" : "b";
        final String other = random.nextBoolean() ? "a" : "b";
        final String value = random.nextInt(3) == 0 ? "7" : "value".repeat(10 + random.nextInt(8));
        final String index = Integer.toString(random.nextInt(-60, 60));
        final String end = random.nextBoolean() ? "LEFT" : "RIGHT";
        return switch (random.nextInt(15)) {
            case 0, 1 -> new String[] {"LPUSH", key, value, "x", value, value, "y", value};
            case 2, 3 -> new String[] {"RPUSH", key, value, value, "z", value, value, "5", value};
            case 4 -> new String[] {"LREM", key, Integer.toString(random.nextInt(-3, 3)), value};
            case 5 -> new String[] {"LSET", key, index, value.repeat(1 + random.nextInt(3))};
            case 6 -> new String[] {"LINSERT", key, random.nextBoolean() ? "BEFORE" : "AFTER", value, value + value};
            case 7 -> new String[] {"LMOVE", key, other, end, random.nextBoolean() ? "LEFT" : "RIGHT"};
            case 8 -> new String[] {"LPOP", key, Integer.toString(random.nextInt(6))};
            case 9 -> new String[] {"LMPOP", "2", key, other, end, "COUNT", Integer.toString(1 + random.nextInt(9))};
            case 10 -> random.nextInt(4) == 0
                    ? new String[] {"LTRIM", key, Integer.toString(random.nextInt(5)), index}
                    : new String[] {"RPOP", key};
            case 11 -> new String[] {"LRANGE", key, index, "-1"};
            case 12 -> new String[] {"LPOS", key, value, "RANK", random.nextBoolean() ? "2" : "-1", "COUNT", "0"};
            case 13 -> new String[] {"LINDEX", key, index};
            default -> random.nextInt(5) == 0
                    ? new String[] {"COPY", key, other, "REPLACE"}
                    : new String[] {"LRANGE", key, "0", "-1"};
        };
    }

    @Test
    void shouldCountWhatTheCompressedListTakes() {
        try (EngineHarness engine = engine(1 << 28)) {
            fill(engine);
            final long plain = memoryUsage(engine);
            engine.execute("DEL", "l");
            engine.engine().keyspace().lists().compressDepth(1);
            fill(engine);
            assertThat(memoryUsage(engine)).isLessThan(plain / 2);
        }
    }

    @Test
    void shouldReadAndRefuseChangesWhenThereIsNoMemory() {
        try (EngineHarness engine = engine(12 << 20)) {
            engine.engine().keyspace().lists().compressDepth(1);
            fill(engine);
            final String all = engine.execute("LRANGE", "l", "0", "-1");
            engine.execute("COPY", "l", "m");
            exhaust(engine.dataArena());
            engine.takeLogged();
            assertThat(engine.execute("LRANGE", "m", "0", "-1")).isEqualTo(all);
            assertThat(engine.execute("LINDEX", "l", "5000")).isEqualTo("$12\r\nelement:5000\r\n");
            assertThat(engine.execute("LPOS", "l", "element:5000")).isEqualTo(":5000\r\n");
            assertThat(engine.execute("LSET", "l", "5000", "x")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LINSERT", "l", "BEFORE", "element:5000", "x")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LREM", "l", "0", "element:5000")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LTRIM", "l", "5000", "-1")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LPOP", "l", "5000")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LMPOP", "1", "l", "RIGHT", "COUNT", "5000")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.execute("LRANGE", "l", "0", "-1")).isEqualTo(all);
            assertThat(engine.takeLogged()).isEmpty();
            assertThat(engine.execute("LPOP", "l")).isEqualTo("$9\r\nelement:0\r\n");
        }
    }

    @Test
    void shouldLogWhatLremDidWhenItHadToStop() {
        try (EngineHarness engine = engine(12 << 20)) {
            engine.engine().keyspace().lists().compressDepth(1);
            engine.execute("RPUSH", "l", "x");
            fill(engine);
            engine.execute("LSET", "l", "5000", "x");
            engine.execute("RPUSH", "l", "x", "x");
            exhaust(engine.dataArena());
            engine.takeLogged();
            assertThat(engine.execute("LREM", "l", "0", "x")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.takeLogged()).containsExactly(List.of("LREM", "l", "1", "x"));
            assertThat(engine.execute("LREM", "l", "-9", "x")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.takeLogged()).containsExactly(List.of("LREM", "l", "-2", "x"));
            assertThat(engine.execute("LLEN", "l")).isEqualTo(":10000\r\n");
        }
    }

    private static void fill(final EngineHarness engine) {
        final List<String> command = new ArrayList<>(List.of("RPUSH", "l"));
        for (int i = 0; i < 10_000; i++) {
            command.add("element:" + i);
        }
        engine.execute(command.toArray(String[]::new));
    }

    private static long memoryUsage(final EngineHarness engine) {
        return Long.parseLong(engine.execute("MEMORY", "USAGE", "l", "SAMPLES", "0").strip().substring(1));
    }

    /** Takes what is left of the pages, and of the blocks for plain listpacks. */
    private static void exhaust(final Arena arena) {
        for (long bytes = 1 << 16; bytes >= 4096; bytes -= 512) {
            while (arena.allocate(bytes, MemoryTag.LISTPACKS) != 0) {
                assertThat(arena.usedBytes()).isLessThanOrEqualTo(arena.limitBytes());
            }
        }
    }

    private static EngineHarness engine(final long dataBytes) {
        return EngineHarness.withDataBytes(dataBytes, new ListCommands(), new KeyCommands(),
                new MoveCommands(), new MemoryCommands());
    }
}

package io.ringhold.engine.keyspace;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyspaceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 30_000})
    void shouldEmptyADatabaseWhenThereIsNoMemoryForAnEmptyTable(final int keys) {
        try (EngineHarness engine = EngineHarness.withDataBytes(16L << 20, new StringCommands())) {
            for (int i = 0; i < keys; i++) {
                assertThat(engine.run("SET k" + i + " v")).isEqualTo("+OK\r\n");
            }
            final List<Long> filling = fill(engine.dataArena());
            final Keyspace keyspace = engine.engine().keyspace();
            keyspace.flush(keyspace.database(0));
            assertThat(keyspace.size()).isZero();
            filling.forEach(engine.dataArena()::free);
            assertThat(engine.run("SET k v")).isEqualTo("+OK\r\n");
            engine.freeAll();
            assertThat(engine.dataArena().blockCount(MemoryTag.KEYS)).isEqualTo(1);
        }
    }

    /** Takes all memory that a table could have. */
    private static List<Long> fill(final Arena arena) {
        final List<Long> blocks = new ArrayList<>();
        for (long bytes = 1 << 20; bytes >= Long.BYTES; bytes >>= 1) {
            long block = arena.allocate(bytes, MemoryTag.KEY_TABLE);
            while (block != 0) {
                blocks.add(block);
                block = arena.allocate(bytes, MemoryTag.KEY_TABLE);
            }
        }
        return blocks;
    }
}

package io.ringhold.tools.memory.gather;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.tools.rdb.ToolArena;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyLedgerTest {
    @Test
    void shouldRememberLikeAMap() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("KeyLedgerTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final Map<Long, Long> model = new HashMap<>();
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 28)); KeyLedger ledger = new KeyLedger(arena)) {
            model.put(0L, 7L);
            ledger.put(0, 7);
            for (int i = 0; i < 20_000; i++) {
                // hashes that meet in the same slots too
                final long hash = random.nextBoolean() ? random.nextLong() : (long) random.nextInt() << 40 | 0xff00;
                if (hash != 1 && model.putIfAbsent(hash, (long) i) == null) {
                    ledger.put(hash, i);
                }
            }
            final Map<Long, Long> gone = new HashMap<>(model);
            for (final long hash : model.keySet()) {
                if (random.nextBoolean()) {
                    assertThat(ledger.take(hash)).isEqualTo(model.get(hash));
                    gone.remove(hash);
                }
            }
            final long[] sums = new long[2];
            ledger.forEachGone(bytes -> {
                sums[0]++;
                sums[1] += bytes;
            });

            assertThat(ledger.take(123_456_789)).isEqualTo(KeyLedger.ABSENT);
            assertThat(sums[0]).isEqualTo(gone.size());
            assertThat(sums[1]).isEqualTo(gone.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void shouldSayWhenThereIsNoMemory() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", ArenaOptions.MIN_LIMIT_BYTES));
                KeyLedger ledger = new KeyLedger(arena)) {
            assertThatThrownBy(() -> {
                for (int i = 1; i < 1_000_000; i++) {
                    ledger.put(i, i);
                }
            }).isInstanceOf(ToolArena.FullException.class).hasMessageContaining("no memory to remember");
            assertThat(ledger.take(1)).isEqualTo(1);
        }
    }
}

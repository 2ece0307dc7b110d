package io.ringhold.engine.pubsub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordTableTest {
    private static final int RECORD_LENGTH = 16;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final RecordTable table = new RecordTable(arena);

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1L, 0xffL, 0x7L})
    void shouldFindWhatIsThereWhenRecordsComeAndGo(final long hashMask) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RecordTableTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<Long, Long> hashes = new HashMap<>();
        final List<Long> records = new ArrayList<>();
        final int most = hashMask == -1 ? 20_000 : 500;
        for (int step = 0; step < 4 * most; step++) {
            final boolean growing = step / most % 2 == 0;
            if (records.isEmpty() || random.nextInt(10) < (growing ? 9 : 1)) {
                final long record = arena.allocate(RECORD_LENGTH, MemoryTag.SUBSCRIPTIONS);
                final long hash = random.nextLong() & hashMask;
                assertThat(table.add(record, hash)).isTrue();
                hashes.put(record, hash);
                records.add(record);
            } else {
                final int at = random.nextInt(records.size());
                final long record = records.get(at);
                records.set(at, records.getLast());
                records.removeLast();
                hashes.remove(record);
                table.remove(record);
                arena.free(record);
            }
            if (step % 997 == 0) {
                check(hashes);
            }
        }
        check(hashes);
        for (final long record : records) {
            table.remove(record);
            arena.free(record);
        }
        assertThat(arena.usedBytes(MemoryTag.SUBSCRIPTIONS)).isZero();
    }

    private void check(final Map<Long, Long> hashes) {
        assertThat(table.size()).isEqualTo(hashes.size());
        hashes.forEach((record, hash) -> {
            long at = table.first(hash);
            while (at != 0 && at != record) {
                at = table.next(at);
            }
            assertThat(at).isEqualTo(record);
            assertThat(table.hash(record)).isEqualTo(hash);
        });
    }

    @Test
    void shouldKeepChainsShortAtAnySize() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 1; i <= 10_000; i++) {
            table.add(arena.allocate(RECORD_LENGTH, MemoryTag.SUBSCRIPTIONS), random.nextLong());
            if (i % 100 == 0) {
                assertThat(longestChain(random)).isLessThan(16);
            }
        }
    }

    private int longestChain(final SplittableRandom random) {
        int longest = 0;
        for (int i = 0; i < 200; i++) {
            int length = 0;
            for (long at = table.first(random.nextLong()); at != 0; at = table.next(at)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    @Test
    void shouldRefuseARecordWhenThereIsNoMemoryForTheFirstBuckets() {
        final long record = arena.allocate(RECORD_LENGTH, MemoryTag.SUBSCRIPTIONS);
        exhaust();
        assertThat(table.add(record, 1)).isFalse();
        assertThat(table.size()).isZero();
        assertThat(table.first(1)).isZero();
    }

    @Test
    void shouldGoOnWithLongerChainsWhenThereIsNoMemoryToGrow() {
        final List<Long> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            records.add(arena.allocate(RECORD_LENGTH, MemoryTag.SUBSCRIPTIONS));
        }
        assertThat(table.add(records.getFirst(), 0)).isTrue();
        exhaust();
        for (int i = 1; i < 1000; i++) {
            assertThat(table.add(records.get(i), i)).isTrue();
        }
        for (int i = 0; i < 1000; i++) {
            long at = table.first(i);
            while (at != records.get(i)) {
                at = table.next(at);
            }
        }
    }

    private void exhaust() {
        long bytes = arena.limitBytes();
        while (bytes > 0) {
            if (arena.allocate(bytes, MemoryTag.SCRATCH) == 0) {
                bytes /= 2;
            }
        }
    }
}

package io.ringhold.engine.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedKeysTest {
    private static final int KEYS = 300;
    private static final int TRANSACTIONS = 20;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final Keyspace keyspace = new Keyspace(arena, 2, new KeyHash(1, 2));
    private final KeyEvents events = new KeyEvents();
    private final WatchedKeys watched = new WatchedKeys(keyspace, events, arena);
    private final long name = arena.allocate(64, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldObserveOnlyWhileKeysAreWatched() {
        final Transaction transaction = new Transaction(arena);
        assertThat(watch(transaction, 0, 1)).isTrue();
        watched.settle();
        assertThat(events.isObserved()).isTrue();

        watched.unwatch(transaction);
        watched.settle();
        assertThat(events.isObserved()).isFalse();
    }

    @Test
    void shouldTellAllWhoWatchTheKeyAndNobodyElse() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("WatchedKeysTest seed " + seed);
        final Random random = new Random(seed);
        final List<Transaction> transactions = new ArrayList<>();
        final Map<Transaction, Set<Integer>> model = new HashMap<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            transactions.add(new Transaction(arena));
            model.put(transactions.get(i), new HashSet<>());
        }
        for (int step = 0; step < 20_000; step++) {
            final Transaction transaction = transactions.get(random.nextInt(TRANSACTIONS));
            final int key = random.nextInt(2 * KEYS);
            if (random.nextInt(10) < 7) {
                assertThat(watch(transaction, key % 2, key / 2)).isTrue();
                model.get(transaction).add(key);
            } else if (random.nextBoolean()) {
                watched.unwatch(transaction);
                model.get(transaction).clear();
            } else {
                final int length = nameOf(key / 2);
                watched.modified(keyspace.database(key % 2), arena.address(name), length, null);
                for (final Transaction each : transactions) {
                    final boolean expected = model.get(each).contains(key);
                    assertThat(each.isTouched()).as("step %d", step).isEqualTo(expected);
                    if (expected) {
                        model.get(each).clear();
                        each.touched(false);
                    }
                }
            }
            final Set<Integer> keys = new HashSet<>();
            model.values().forEach(keys::addAll);
            assertThat(watched.size()).isEqualTo(keys.size());
            assertThat((long) watched.watchers())
                    .isEqualTo(model.values().stream().filter(each -> !each.isEmpty()).count());
        }
        transactions.forEach(watched::unwatch);
        assertThat(arena.usedBytes(MemoryTag.TRANSACTIONS)).isZero();
    }

    @Test
    void shouldCountWhatWatchesTakeAndHaveAnEnd() {
        final Transaction transaction = new Transaction(arena);
        int watches = 0;
        while (watch(transaction, watches % 2, watches / 2)) {
            watches++;
        }
        assertThat(watches).isEqualTo(100_000);
        assertThat(transaction.watchedBytes).isGreaterThan(watches * 96L);
        assertThat(watch(transaction, 0, 0)).as("again").isTrue();
        watched.unwatch(transaction);
        assertThat(watch(transaction, 0, 0)).isTrue();
    }

    private boolean watch(final Transaction transaction, final int database, final int key) {
        final int length = nameOf(key);
        final long address = arena.address(name);
        return watched.watch(transaction, keyspace.database(database), keyspace.hash().hash(address, length), address,
                length);
    }

    private int nameOf(final int key) {
        final byte[] bytes = new byte[3 + key % 40];
        Arrays.fill(bytes, (byte) (key / 40));
        bytes[0] = (byte) (key / 40 >> 8);
        arena.putArray(name, bytes, 0, bytes.length);
        return bytes.length;
    }
}

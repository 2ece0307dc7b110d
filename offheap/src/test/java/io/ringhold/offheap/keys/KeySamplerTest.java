package io.ringhold.offheap.keys;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeySamplerTest {
    private static final long NOW = 1_800_000_000_000L;

    private final KeyFixture fixture = new KeyFixture();
    private final KeyTable table = new KeyTable(fixture.entries);
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldVisitAtLeastAsManyKeysAsWanted() {
        insert(0, 50_000, Entries.NO_EXPIRY);
        for (int i = 0; i < 1_000; i++) {
            assertThat(sample(false, 5, null)).isBetween(5, 11);
        }
    }

    @Test
    void shouldVisitTheLastKeyWhenTheTableHasBecomeEmpty() {
        insert(0, 20_000, Entries.NO_EXPIRY);
        for (int i = 1; i < 20_000; i++) {
            remove("key" + i);
        }
        final Set<String> seen = new HashSet<>();
        assertThat(sample(false, 5, seen)).isPositive();
        assertThat(seen).containsExactly("key0");
        remove("key0");
        assertThat(sample(false, 5, seen)).isZero();
    }

    @Test
    void shouldVisitOnlyKeysWithAnExpiryWhenFewHaveOne() {
        insert(0, 50_000, Entries.NO_EXPIRY);
        assertThat(sample(true, 5, null)).isZero();
        insert(50_000, 50_010, NOW);
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(sample(true, 5, seen)).isGreaterThanOrEqualTo(5);
        }
        assertThat(seen).hasSize(10).allMatch(key -> key.startsWith("key5000"));
        for (int i = 50_000; i < 50_010; i++) {
            remove("key" + i);
        }
        assertThat(sample(true, 5, seen)).isZero();
    }

    @Test
    void shouldChooseEvenlyWhenChoosingAtRandom() {
        final int keys = 1_000;
        final int draws = 200_000;
        insert(0, keys, Entries.NO_EXPIRY);
        final Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            counts.merge(fixture.keyOf(table.entry(KeySampler.randomSlot(table, random.nextLong()))), 1, Integer::sum);
        }
        final double expected = (double) draws / keys;
        final double chiSquare = counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected).sum()
                + (keys - counts.size()) * expected;
        // 999 degrees of freedom: a mean of 999, a standard deviation of 45
        assertThat(chiSquare).isBetween(700.0, 1_300.0);
    }

    @Test
    void shouldFindTheKeyThatExpiresFirstWhateverWasRemovedBefore() {
        assertThat(KeySampler.earliestSlot(table, fixture.entries)).isZero();
        final TreeMap<Long, String> model = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            long at = NOW + random.nextInt(1_000_000) * 1_000L;
            while (model.containsKey(at)) {
                at += 1_000;
            }
            model.put(at, "key" + i);
            insert(i, i + 1, at);
            if (i % 3 == 0) {
                insert(10_000 + i, 10_001 + i, Entries.NO_EXPIRY);
            }
            if (i % 5 == 4) {
                remove(model.pollFirstEntry().getValue());
            }
        }
        while (!model.isEmpty()) {
            final long slot = KeySampler.earliestSlot(table, fixture.entries);
            assertThat(fixture.keyOf(table.entry(slot))).isEqualTo(model.firstEntry().getValue());
            remove(model.pollFirstEntry().getValue());
            table.maintain(1);
        }
        assertThat(KeySampler.earliestSlot(table, fixture.entries)).isZero();
        assertThat(KeySampler.earliestExpiry(table)).isZero();
    }

    @Test
    void shouldLookForTheKeyThatExpiresFirstInPiecesWhenMostExpiriesWereTakenAway() {
        final int keys = 60_000;
        insert(0, keys, NOW);
        for (int i = 0; i < keys; i++) {
            persist("key" + i);
        }
        insert(keys, keys + 1, NOW + 1_000_000);
        int calls = 0;
        long slot = 0;
        while (slot == 0) {
            assertThat(KeySampler.earliestExpiry(table)).isNotZero();
            slot = KeySampler.earliestSlot(table, fixture.entries);
            calls++;
        }
        assertThat(fixture.keyOf(table.entry(slot))).isEqualTo("key" + keys);
        assertThat(calls).isBetween(5, 20);
    }

    @Test
    void shouldFindAnEntryByItsPositionUntilItIsRemoved() {
        insert(0, 5_000, Entries.NO_EXPIRY);
        for (int i = 0; i < 5_000; i++) {
            final long slot = find("key" + i);
            assertThat(table.slotOf(table.positionOf(slot), table.entry(slot))).isEqualTo(slot);
        }
        final long slot = find("key7");
        final long position = table.positionOf(slot);
        final long entry = table.entry(slot);
        assertThat(table.slotOf(position, entry + 8)).isZero();
        assertThat(table.slotOf(position + 1, entry)).isZero();
        remove("key7");
        assertThat(table.slotOf(position, entry)).isZero();
    }

    private int sample(final boolean expiring, final int wanted, final Set<String> seen) {
        final int[] visited = {0};
        final int found = KeySampler.sample(table, random.nextLong(), expiring, wanted, (slot, entry) -> {
            assertThat(table.entry(slot)).isEqualTo(entry);
            visited[0]++;
            if (seen != null) {
                seen.add(fixture.keyOf(entry));
            }
        });
        assertThat(found).isEqualTo(visited[0]);
        return found;
    }

    private void insert(final int from, final int to, final long expireAtMs) {
        for (int i = from; i < to; i++) {
            table.insert(fixture.hash("key" + i), fixture.entry("key" + i, expireAtMs));
        }
    }

    private long find(final String key) {
        return table.find(fixture.hash(key), fixture.key(key), key.length());
    }

    private void persist(final String key) {
        final long slot = find(key);
        final long entry = table.entry(slot);
        table.replace(slot, fixture.entry(key, Entries.NO_EXPIRY));
        fixture.entries.free(entry);
    }

    private void remove(final String key) {
        final long slot = find(key);
        final long entry = table.entry(slot);
        table.remove(slot);
        fixture.entries.free(entry);
    }
}

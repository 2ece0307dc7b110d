package io.ringhold.offheap.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyTableTest {
    private static final long NOW = 1_800_000_000_000L;

    private final KeyFixture fixture = new KeyFixture();
    private final KeyTable table = new KeyTable(fixture.entries);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldFindWhatWasInsertedWhenTheTableGrows() {
        for (int i = 0; i < 20_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }

        assertThat(table.size()).isEqualTo(20_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(fixture.keyOf(table.entry(find("key" + i)))).isEqualTo("key" + i);
        }
        assertThat(find("key20000")).isZero();
    }

    @Test
    void shouldNotResizeWhenRoomWasReserved() {
        table.reserve(20_000);
        final long capacity = table.capacity();
        for (int i = 0; i < 20_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
            assertThat(table.isResizing()).isFalse();
        }
        assertThat(table.capacity()).isEqualTo(capacity).isBetween(20_000L, 30_000L);
        assertThat(found(20_000)).isEqualTo(20_000);

        table.reserve(40_000);
        assertThat(table.isResizing()).isTrue();
        for (int i = 20_000; i < 40_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        assertThat(table.isResizing()).isFalse();
        assertThat(table.capacity()).isBetween(40_000L, 60_000L);
        assertThat(found(40_000)).isEqualTo(40_000);
    }

    @Test
    void shouldTakeMemoryForBothSizesOnlyWhereKeysAreWhenItResizes() {
        for (int i = 0; i < 300_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        long most = 0;
        int resizes = 0;
        for (int i = 300_000; i < 500_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
            resizes += table.isResizing() ? 1 : 0;
            // both sizes in full would be 24 bytes a key
            most = Math.max(most, fixture.arena.usedBytes(MemoryTag.KEY_TABLE) - 14L * i);
        }
        assertThat(resizes).isPositive();
        assertThat(most).isLessThan(200_000);
        assertThat(found(500_000)).isEqualTo(500_000);
        for (int i = 0; i < 499_000; i++) {
            remove("key" + i, new HashMap<>());
        }
        while (table.maintain(64) || table.capacity() > 10_000) {
            // until it has ended growing, and has shrunk
        }
        assertThat(fixture.arena.usedBytes(MemoryTag.KEY_TABLE)).isLessThan(100_000);
    }

    @Test
    void shouldReserveNothingWhenThereIsNoMemory() {
        table.reserve(Long.MAX_VALUE);
        insert("key0", Entries.NO_EXPIRY);
        assertThat(table.capacity()).isLessThan(1_000);
        assertThat(found(1)).isEqualTo(1);
    }

    @Test
    void shouldTellWhatATableOfSoManyKeysTakesWithoutMakingIt() {
        for (final long keys : new long[] {1, 100, 10_000, 1_000_000}) {
            try (KeyFixture empty = new KeyFixture()) {
                final KeyTable reserved = new KeyTable(empty.entries);
                reserved.reserve(keys);
                // an empty table that room is reserved in is cleared as a whole: nothing of it counts as untouched
                assertThat(KeyTable.bytesFor(keys)).as(keys + " keys")
                        .isEqualTo(empty.arena.usedBytes(MemoryTag.KEY_TABLE))
                        .isEqualTo(reserved.bucketBytes() + reserved.expiryBytes());
            }
        }
        assertThat(KeyTable.bytesFor(1_500_000_000L)).isBetween(10L << 30, 20L << 30);
    }

    @Test
    void shouldBehaveAsAMapUnderRandomOperations() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("KeyTableTest seed " + seed);
        final Random random = new Random(seed);
        final Map<String, Long> model = new HashMap<>();
        for (int phase = 0; phase < 9; phase++) {
            final int growth = phase % 3 == 2 ? 20 : 70;
            for (int i = 0; i < 4_000; i++) {
                step(random, model, growth);
            }
            checkAgainst(model);
        }
        for (final String key : new ArrayList<>(model.keySet())) {
            remove(key, model);
        }
        while (table.maintain(64)) {
            // until the table has shrunk
        }
        assertThat(table.size()).isZero();
        assertThat(table.expiringSize()).isZero();
        assertThat(fixture.arena.blockCount(MemoryTag.KEYS)).isZero();
        assertThat(table.capacity()).isLessThan(1_000);
    }

    @Test
    void shouldShrinkWhenKeysWereRemovedInTheOrderOfTheTable() {
        final int keys = 200_000;
        for (int i = 0; i < keys; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        final int[] left = {keys};
        long cursor = 0;
        do {
            cursor = table.scan(cursor, (slot, entry) -> {
                if (left[0] > 2_000) {
                    table.remove(slot);
                    fixture.entries.free(entry);
                    left[0]--;
                }
            });
            table.maintain(4);
        } while (cursor != 0);
        while (table.maintain(64)) {
            // until the table has shrunk
        }
        assertThat(table.size()).isEqualTo(2_000);
        assertThat(found(keys)).isEqualTo(2_000);
        removeAll(keys);
        while (table.maintain(64)) {
            // until the table has shrunk
        }
        assertThat(table.capacity()).isLessThan(1_000);
    }

    @Test
    void shouldTakeNewKeysWhenOneSideOfTheTableIsFull() {
        final int keys = 60_000;
        for (int i = 0; i < keys; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        final int[] removed = {0};
        long cursor = 0;
        do {
            cursor = table.scan(cursor, (slot, entry) -> {
                table.remove(slot);
                fixture.entries.free(entry);
                removed[0]++;
            });
        } while (removed[0] < keys / 2);
        for (int i = keys; i < 4 * keys; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        assertThat(found(4 * keys)).isEqualTo(4 * keys - removed[0]);
    }

    private void removeAll(final int keys) {
        for (int i = 0; i < keys; i++) {
            final long slot = find("key" + i);
            if (slot != 0) {
                fixture.entries.free(table.entry(slot));
                table.remove(slot);
            }
        }
    }

    private int found(final int keys) {
        int found = 0;
        for (int i = 0; i < keys; i++) {
            found += find("key" + i) != 0 ? 1 : 0;
        }
        return found;
    }

    private void step(final Random random, final Map<String, Long> model, final int growth) {
        final String key = "k" + random.nextInt(15_000);
        final long slot = find(key);
        assertThat(slot != 0).isEqualTo(model.containsKey(key));
        final int what = random.nextInt(100);
        if (slot == 0 && what < growth) {
            final long expiry = random.nextBoolean() ? Entries.NO_EXPIRY : NOW + random.nextInt(1_000_000);
            insert(key, expiry);
            model.put(key, expiry);
        } else if (slot != 0 && what >= growth) {
            remove(key, model);
        } else if (slot != 0 && what % 4 == 0) {
            final long expiry = random.nextBoolean() ? Entries.NO_EXPIRY : NOW + random.nextInt(1_000_000);
            table.replace(slot, fixture.entries.withExpiry(table.entry(slot), expiry));
            model.put(key, expiry);
        } else if (what % 10 == 0) {
            table.maintain(3);
        }
        if (what == 0) {
            touchSome(random);
        }
    }

    /** Looks ahead for keys of which some are there, with the arena's bounds checked. */
    private void touchSome(final Random random) {
        final long[] hashes = new long[KeyTable.MAX_TOUCHED];
        final int count = 1 + random.nextInt(hashes.length);
        for (int i = 0; i < count; i++) {
            hashes[i] = fixture.hash("k" + random.nextInt(15_000));
        }
        final long size = table.size();
        table.touch(hashes, count);
        assertThat(table.size()).isEqualTo(size);
    }

    private void checkAgainst(final Map<String, Long> model) {
        assertThat(table.size()).isEqualTo(model.size());
        assertThat(table.expiringSize()).isEqualTo(model.values().stream().filter(v -> v != Entries.NO_EXPIRY).count());
        final Map<String, Long> seen = new HashMap<>();
        long cursor = 0;
        do {
            cursor = table.scan(cursor, (slot, entry) -> {
                final Long before = seen.put(fixture.keyOf(entry), fixture.entries.expireAtMs(entry));
                assertThat(before).isNull();
            });
        } while (cursor != 0);
        assertThat(seen).isEqualTo(model);
    }

    @Test
    void shouldScanEveryKeyThatStaysWhenTheTableGrowsAndShrinksMeanwhile() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("KeyTableTest seed " + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            final Set<String> staying = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                if (find("stay" + i) == 0) {
                    insert("stay" + i, Entries.NO_EXPIRY);
                }
                staying.add("stay" + i);
            }
            final Set<String> seen = new HashSet<>();
            final List<String> twice = new ArrayList<>();
            long cursor = 0;
            int step = 0;
            do {
                cursor = table.scan(cursor, (slot, entry) -> {
                    if (!seen.add(fixture.keyOf(entry))) {
                        twice.add(fixture.keyOf(entry));
                    }
                });
                churn(random, round, step++);
            } while (cursor != 0);
            assertThat(seen).containsAll(staying);
            assertThat(twice).isEmpty();
        }
    }

    private void churn(final Random random, final int round, final int step) {
        for (int i = 0; i < 40; i++) {
            final String key = "come" + random.nextInt(60_000);
            final long slot = find(key);
            if (round % 2 == 0 && slot == 0) {
                insert(key, Entries.NO_EXPIRY);
            } else if (round % 2 == 1 && slot != 0) {
                remove(key, new HashMap<>());
            }
        }
        table.maintain(step % 5);
    }

    @Test
    void shouldVisitExactlyTheExpiredKeys() {
        final Random random = new Random(7);
        final Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            final long expiry = random.nextInt(3) == 0 ? Entries.NO_EXPIRY : NOW + random.nextInt(100_000);
            insert("key" + i, expiry);
            model.put("key" + i, expiry);
        }
        for (long now = NOW; now <= NOW + 110_000; now += 10_000) {
            final long at = now;
            final Set<String> expired = new HashSet<>();
            while (table.expire(now, (slot, entry) -> {
                expired.add(fixture.keyOf(entry));
                table.remove(slot);
                fixture.entries.free(entry);
            })) {
                table.maintain(1);
            }
            for (final String key : expired) {
                assertThat(model.remove(key)).isBetween(NOW, at);
            }
            assertThat(model.values()).noneMatch(v -> v != Entries.NO_EXPIRY && v <= at - ExpiryIndex.UNIT_MS);
        }
        assertThat(table.expiringSize()).isZero();
    }

    @Test
    void shouldVisitAnExpiredKeyAgainThatWasLeft() {
        insert("left", NOW);
        final List<String> visited = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(table.expire(NOW + 100_000, (slot, entry) -> visited.add(fixture.keyOf(entry)))).isTrue();
        }
        assertThat(visited).containsExactly("left", "left", "left");
    }

    @Test
    void shouldChooseAllKeysSoonWhenChoosingAtRandom() {
        assertThat(KeySampler.randomSlot(table, 1)).isZero();
        for (int i = 0; i < 50; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        final Random random = new Random(3);
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            seen.add(fixture.keyOf(table.entry(KeySampler.randomSlot(table, random.nextLong()))));
        }
        assertThat(seen).hasSize(50);
    }

    @Test
    void shouldChooseTheLastKeyOfALargeTable() {
        for (int i = 0; i < 20_000; i++) {
            insert("key" + i, Entries.NO_EXPIRY);
        }
        for (int i = 1; i < 20_000; i++) {
            remove("key" + i, new HashMap<>());
        }
        for (int i = 0; i < 100; i++) {
            assertThat(fixture.keyOf(table.entry(KeySampler.randomSlot(table, i)))).isEqualTo("key0");
        }
    }

    @Test
    void shouldGiveEverythingBackWhenDismantledInTheMiddleOfAResize() {
        final long before = fixture.arena.blockCount(MemoryTag.KEY_TABLE);
        final KeyTable other = new KeyTable(fixture.entries);
        int i = 0;
        while (i < 5_000 || !other.isResizing()) {
            final String key = "key" + i++;
            other.insert(fixture.hash(key), fixture.entry(key, Entries.NO_EXPIRY));
        }
        final int[] freed = new int[1];
        while (other.dismantle(10, (slot, entry) -> {
            fixture.entries.free(entry);
            freed[0]++;
        })) {
            assertThat(other.size()).isNotNegative();
        }
        assertThat(freed[0]).isEqualTo(i);
        assertThat(fixture.arena.blockCount(MemoryTag.KEYS)).isZero();
        assertThat(fixture.arena.blockCount(MemoryTag.KEY_TABLE)).isEqualTo(before);
    }

    @Test
    void shouldLayBucketsOutAsTheDescriptorShows() {
        final long position = BucketDescriptor.position(0x8000_0101_0000_0000L);

        assertThat(position).isEqualTo(0x40000080L);
        assertThat(BucketDescriptor.tag(position)).isEqualTo(0x80);
        assertThat(BucketDescriptor.reference(position, 0x1040, true)).isEqualTo(0x8000_0180_0000_0208L);
        assertThat(BucketDescriptor.entry(0x8000_0180_0000_0208L)).isEqualTo(0x1040);
        assertThat(BucketDescriptor.position(0x8000_0180_0000_0208L, 0x80)).isEqualTo(position);
    }

    private void insert(final String key, final long expireAtMs) {
        final long hash = fixture.hash(key);
        assertThat(table.insert(hash, fixture.entry(key, expireAtMs))).as(table.toString()).isNotZero();
    }

    private long find(final String key) {
        return table.find(fixture.hash(key), fixture.key(key), key.length());
    }

    private void remove(final String key, final Map<String, Long> model) {
        final long slot = find(key);
        final long entry = table.entry(slot);
        table.remove(slot);
        fixture.entries.free(entry);
        model.remove(key);
    }
}

package io.ringhold.offheap.stream.index;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdMapTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final IdMap ids = new IdMap(arena);
    private final long map = arena.allocate(IdMapDescriptor.HEADER_LENGTH, MemoryTag.SCRATCH);
    private final TreeMap<Id, Long> model = new TreeMap<>();

    IdMapTest() {
        ids.create(map);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayHeaderAndLeafOutAsTheDescriptorShows() {
        insert(256, 0, 8);
        insert(1, 2, 7);

        final long root = arena.getLong(map);
        assertThat(arena.getLong(map + IdMapDescriptor.SIZE_OFFSET)).isEqualTo(2);
        final byte[] bytes = new byte[IdMapDescriptor.NODE_HEADER_LENGTH + 2 * IdMapDescriptor.RECORD_LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arena.getByte(root + i);
        }
        assertThat(HexFormat.ofDelimiter(" ").formatHex(bytes))
                .isEqualTo("02 00 00 00 00 00 00 00 "
                        + "01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 "
                        + "00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300, 100_000})
    void shouldBehaveAsATreeMapUnderRandomChanges(final int range) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("IdMapTest " + range + " -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 60_000; i++) {
            final boolean shrinks = i / 10_000 % 2 == 1;
            change(random, range, shrinks);
            checkLookUps(id(random, range));
            if (i % 5000 == 0) {
                checkAll();
            }
        }
        while (!model.isEmpty()) {
            final Id id = random.nextBoolean() ? model.firstKey() : model.lastKey();
            assertThat(ids.remove(map, id.ms(), id.seq())).isTrue();
            model.remove(id);
        }
        checkAll();
        assertThat(arena.blockCount(MemoryTag.STREAM)).isZero();
    }

    private void change(final Random random, final int range, final boolean shrinks) {
        final Id id = id(random, range);
        final Id near = shrinks && random.nextBoolean() ? model.ceilingKey(id) : id;
        final Id chosen = near == null ? id : near;
        if (random.nextInt(10) < (shrinks ? 2 : 7)) {
            final long value = random.nextLong();
            final Outcome outcome = ids.insert(map, chosen.ms(), chosen.seq(), value);
            assertThat(outcome).isEqualTo(model.containsKey(chosen) ? Outcome.PRESENT : Outcome.DONE);
            model.putIfAbsent(chosen, value);
        } else {
            assertThat(ids.remove(map, chosen.ms(), chosen.seq())).isEqualTo(model.remove(chosen) != null);
        }
    }

    private static Id id(final Random random, final int range) {
        // ids above 2^63 too, for they are unsigned
        return new Id((random.nextInt(range) & 0xffL) << 56 | random.nextInt(range) >> 8, random.nextInt(4) - 2L);
    }

    private void checkLookUps(final Id id) {
        assertThat(ids.size(map)).isEqualTo(model.size());
        final Long value = model.get(id);
        assertThat(ids.find(map, id.ms(), id.seq())).isEqualTo(value != null);
        if (value != null) {
            assertThat(ids.value()).isEqualTo(value);
            ids.value(value + 1);
            model.put(id, value + 1);
        }
        checkCurrent(ids.floor(map, id.ms(), id.seq()), model.floorEntry(id));
        checkCurrent(ids.ceiling(map, id.ms(), id.seq()), model.ceilingEntry(id));
        checkCurrent(ids.first(map), model.firstEntry());
        checkCurrent(ids.last(map), model.lastEntry());
    }

    private void checkCurrent(final boolean found, final Map.Entry<Id, Long> expected) {
        assertThat(found).isEqualTo(expected != null);
        if (found) {
            assertThat(new Id(ids.ms(), ids.seq())).isEqualTo(expected.getKey());
            assertThat(ids.value()).isEqualTo(expected.getValue());
        }
    }

    private void checkAll() {
        boolean found = ids.first(map);
        for (final Map.Entry<Id, Long> entry : model.entrySet()) {
            checkCurrent(found, entry);
            found = ids.next();
        }
        assertThat(found).isFalse();
        found = ids.last(map);
        for (final Map.Entry<Id, Long> entry : model.descendingMap().entrySet()) {
            checkCurrent(found, entry);
            found = ids.previous();
        }
        assertThat(found).isFalse();
    }

    @Test
    void shouldTakeLittleMoreThanItsRecordsWhenIdsAscend() {
        for (int i = 0; i < 100_000; i++) {
            insert(i, 0, i);
        }
        assertThat(arena.usedBytes(MemoryTag.STREAM) / 100_000.0).isLessThan(25.5);
    }

    @Test
    void shouldFreeItsNodesInSlices() {
        for (int i = 0; i < 100_000; i++) {
            insert(i * 7919 % 100_003, 0, i);
        }
        int slices = 1;
        while (!ids.freeSome(map, 10)) {
            slices++;
        }
        assertThat(slices).isGreaterThan(100);
        assertThat(ids.size(map)).isZero();
        assertThat(arena.blockCount(MemoryTag.STREAM)).isZero();
        assertThat(ids.freeSome(map, 10)).isTrue();
        insert(1, 1, 1);
        assertThat(ids.first(map)).isTrue();
    }

    @Test
    void shouldGiveMemoryBackWhenFewIdsAreLeft() {
        for (int i = 0; i < 60; i++) {
            insert(i, 0, i);
        }
        for (int i = 0; i < 59; i++) {
            assertThat(ids.remove(map, i, 0)).isTrue();
        }
        assertThat(arena.usedBytes(MemoryTag.STREAM)).isLessThan(128);
    }

    @Test
    void shouldNeverTakeMoreMemoryWhenAnIdIsRemoved() {
        for (int i = 0; i < 500; i++) {
            insert(i * 7 % 500, 0, i);
        }
        long before = arena.usedBytes(MemoryTag.STREAM);
        for (int i = 0; i < 500; i++) {
            assertThat(ids.remove(map, i * 11 % 500, 0)).isTrue();
            final long after = arena.usedBytes(MemoryTag.STREAM);
            assertThat(after).as("after removal %d", i).isLessThanOrEqualTo(before);
            before = after;
        }
        assertThat(before).isZero();
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (Arena small = Arena.reserve(ArenaOptions.of("small", 2L << 20))) {
            final IdMap few = new IdMap(small);
            final long header = small.allocate(IdMapDescriptor.HEADER_LENGTH, MemoryTag.SCRATCH);
            few.create(header);
            final Random random = new Random(1);
            final TreeMap<Id, Long> added = new TreeMap<>();
            int refused = 0;
            while (refused < 1000) {
                final Id id = new Id(random.nextInt(), 0);
                switch (few.insert(header, id.ms(), id.seq(), id.ms())) {
                    case DONE -> added.put(id, id.ms());
                    case NO_MEMORY -> refused++;
                    default -> assertThat(added).containsKey(id);
                }
            }
            boolean found = few.first(header);
            for (final Id id : added.keySet()) {
                assertThat(found).isTrue();
                assertThat(few.ms()).isEqualTo(id.ms());
                found = few.next();
            }
            assertThat(found).isFalse();
            for (final Id id : added.keySet()) {
                assertThat(few.remove(header, id.ms(), id.seq())).isTrue();
            }
            assertThat(small.blockCount(MemoryTag.STREAM)).isZero();
        }
    }

    private void insert(final long ms, final long seq, final long value) {
        assertThat(ids.insert(map, ms, seq, value)).isEqualTo(Outcome.DONE);
    }
}

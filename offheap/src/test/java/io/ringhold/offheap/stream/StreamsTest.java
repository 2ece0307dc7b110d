package io.ringhold.offheap.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.index.Id;
import io.ringhold.offheap.stream.index.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamsTest {
    private final StreamFixture fixture = new StreamFixture(1L << 30);
    private final Streams streams = fixture.streams;
    private final long stream = fixture.stream;
    private final TreeMap<Id, List<String>> model = new TreeMap<>();
    private Id last = new Id(0, 0);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLayANodeOutAsTheDescriptorShows() {
        fixture.append(1000, 0, "a", "1");
        fixture.append(1002, 1, "b", "x");
        assertThat(streams.seekNode(stream, 0, 0)).isTrue();
        assertThat(new Id(streams.nodeMs(), streams.nodeSeq())).isEqualTo(new Id(1000, 0));
        final long node = streams.nodeBlock();
        assertThat(fixture.hex(node, fixture.arena.getInt(node)))
                .isEqualTo("2c 00 00 00 11 00 02 01 00 01 01 01 81 61 02 00 01 "
                        + "02 01 00 01 00 01 01 01 04 01 "
                        + "00 01 02 01 01 01 01 01 81 62 02 81 78 02 06 01 ff");
    }

    @Test
    void shouldLayTheRootOutAsTheDescriptorShows() {
        fixture.append(5, 1, "a", "1");
        fixture.append(6, 0, "a", "1");
        fixture.append(7, 0, "a", "1");
        assertThat(streams.delete(stream, 6, 0)).isEqualTo(Outcome.DONE);
        assertThat(fixture.hex(stream + StreamDescriptor.LENGTH_OFFSET, 48))
                .isEqualTo("02 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                        + "06 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00");
    }

    @ParameterizedTest
    @CsvSource({"4096, 100", "0, 3", "100, 0", "1, 1", "100000, 5000"})
    void shouldBehaveAsATreeMapUnderRandomChanges(final int maxBytes, final int maxEntries) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("StreamsTest " + maxBytes + " " + maxEntries + " -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        fixture.maxBytes = maxBytes;
        fixture.maxEntries = maxEntries;
        for (int i = 0; i < 6000; i++) {
            change(random, i / 1000 % 2 == 1);
            assertThat(streams.length(stream)).isEqualTo(model.size());
            if (i % 40 == 0) {
                checkRange(random);
            }
        }
        check(StreamFixture.MIN, StreamFixture.MAX);
        int steps = 0;
        final long nodes = streams.nodes(stream);
        while (!streams.freeSome(stream, 3)) {
            steps++;
        }
        assertThat(steps).isBetween((int) (nodes - 1) / 3, (int) nodes / 3 + 1);
        assertThat(fixture.arena.blockCount(MemoryTag.STREAM)).isZero();
    }

    private void change(final Random random, final boolean shrinks) {
        switch (random.nextInt(20)) {
            case 0 -> trimToLength(random);
            case 1 -> trimToId(random);
            case 2, 3, 4, 5 -> delete(random);
            default -> {
                if (shrinks && random.nextInt(4) > 0) {
                    delete(random);
                } else {
                    append(random);
                }
            }
        }
    }

    private void append(final Random random) {
        final Id id = switch (random.nextInt(8)) {
            case 0 -> new Id(last.ms() + 1 + random.nextInt(1 << 20), random.nextLong() & Long.MAX_VALUE);
            case 1 -> new Id(last.ms(), last.seq() + 1);
            case 2 -> new Id(random.nextInt(100), 0);
            default -> new Id(last.ms() + 1, 0);
        };
        final List<String> texts = new ArrayList<>();
        for (int i = 0, fields = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 2; i < fields; i++) {
            texts.add("field" + (random.nextInt(4) == 0 ? random.nextInt(3) : i));
            texts.add(random.nextBoolean() ? Long.toString(random.nextInt(1 << 20)) : "v".repeat(random.nextInt(200)));
        }
        final boolean above = id.compareTo(last) > 0;
        assertThat(fixture.append(id, texts)).isEqualTo(above ? Outcome.DONE : Outcome.TOO_SMALL);
        if (above) {
            model.put(id, texts);
            last = id;
        }
        assertThat(new Id(streams.lastMs(stream), streams.lastSeq(stream))).isEqualTo(last);
    }

    private void delete(final Random random) {
        final Id chosen = randomId(random);
        final boolean there = model.remove(chosen) != null;
        assertThat(fixture.iterator.find(stream, chosen.ms(), chosen.seq())).isEqualTo(there);
        assertThat(streams.delete(stream, chosen.ms(), chosen.seq())).isEqualTo(there ? Outcome.DONE : Outcome.ABSENT);
        if (there) {
            final Id greatest = new Id(streams.maxDeletedMs(stream), streams.maxDeletedSeq(stream));
            assertThat(greatest).isGreaterThanOrEqualTo(chosen);
        }
    }

    private Id randomId(final Random random) {
        final Id id = new Id(model.isEmpty() ? 0 : random.nextLong(last.ms() + 2), random.nextInt(3));
        final Id near = random.nextInt(4) == 0 ? id : random.nextBoolean() ? model.ceilingKey(id) : model.floorKey(id);
        return near == null ? id : near;
    }

    private void trimToLength(final Random random) {
        final int length = Math.max(0, model.size() - random.nextInt(30));
        final boolean approximate = random.nextBoolean();
        final long limit = random.nextBoolean() ? Streams.NO_LIMIT : 1 + random.nextInt(20);
        final long deleted = streams.trimToLength(stream, length, approximate, limit);
        checkTrim(deleted, model.size() - length, approximate, limit);
    }

    private void trimToId(final Random random) {
        final Id id = random.nextInt(4) > 0 || model.isEmpty() ? new Id(0, 1) : randomId(random);
        final boolean approximate = random.nextBoolean();
        final long limit = random.nextBoolean() ? Streams.NO_LIMIT : 1 + random.nextInt(20);
        final int below = model.headMap(id, false).size();
        final long deleted = streams.trimToId(stream, id.ms(), id.seq(), approximate, limit);
        checkTrim(deleted, below, approximate, limit);
    }

    private void checkTrim(final long deleted, final long wanted, final boolean approximate, final long limit) {
        final long most = limit == Streams.NO_LIMIT ? wanted : Math.min(wanted, limit);
        if (approximate) {
            assertThat(deleted).isBetween(0L, most);
        } else {
            assertThat(deleted).isEqualTo(most);
        }
        for (long i = 0; i < deleted; i++) {
            model.pollFirstEntry();
        }
    }

    private void checkRange(final Random random) {
        final Id one = randomId(random);
        final Id other = randomId(random);
        check(one.compareTo(other) < 0 ? one : other, one.compareTo(other) < 0 ? other : one);
        check(StreamFixture.MIN, one);
        check(one, StreamFixture.MAX);
    }

    private void check(final Id from, final Id to) {
        check(from, to, false, model.subMap(from, true, to, true));
        check(from, to, true, model.subMap(from, true, to, true).descendingMap());
    }

    private void check(final Id from, final Id to, final boolean backward,
            final NavigableMap<Id, List<String>> expected) {
        final StreamIterator iterator = fixture.iterator;
        iterator.range(stream, from.ms(), from.seq(), to.ms(), to.seq(), backward);
        for (final Map.Entry<Id, List<String>> entry : expected.entrySet()) {
            assertThat(iterator.next()).isTrue();
            assertThat(new Id(iterator.ms(), iterator.seq())).isEqualTo(entry.getKey());
            assertThat(fixture.current()).isEqualTo(entry.getValue());
        }
        assertThat(iterator.next()).isFalse();
        assertThat(iterator.next()).isFalse();
    }

    @Test
    void shouldReadFieldsInAnyOrder() {
        fixture.append(1, 0, "a", "1", "b", "2", "c", "3");
        fixture.append(2, 0, "a", "4", "b", "5", "d", "6");
        for (int ms = 1; ms <= 2; ms++) {
            assertThat(fixture.iterator.find(stream, ms, 0)).isTrue();
            fixture.iterator.viewValue(2);
            assertThat(view()).isEqualTo(Integer.toString(3 * ms));
            fixture.iterator.viewField(1);
            assertThat(view()).isEqualTo("b");
            fixture.iterator.viewValue(0);
            assertThat(view()).isEqualTo(Integer.toString(3 * ms - 2));
            fixture.iterator.viewField(0);
            assertThat(view()).isEqualTo("a");
        }
    }

    private String view() {
        return StreamFixture.text(fixture.iterator.viewAddress(), fixture.iterator.viewLength());
    }

    @Test
    void shouldTakeLittleMoreThanItsValues() {
        final int entries = 1_000_000;
        for (int i = 0; i < entries; i++) {
            fixture.append(1_700_000_000_000L + i, 0, "sensor", Integer.toString(i % 100), "value",
                    Integer.toString(i));
        }
        final double bytes = (double) fixture.arena.usedBytes(MemoryTag.STREAM) / entries;
        System.out.println("StreamsTest: " + bytes + " bytes per entry");
        assertThat(bytes).isLessThan(16.2);
        assertThat((double) streams.usedBytes(stream, Integer.MAX_VALUE))
                .isBetween(bytes * entries * 0.99, bytes * entries * 1.01);
    }

    @Test
    void shouldBuildAStreamFromTheNodesOfAnother() {
        for (int i = 0; i < 250; i++) {
            fixture.append(1000 + i, i % 3, "field" + i % 7 % 2, "value" + i);
        }
        streams.delete(stream, 1020, 20 % 3);
        final long copy = streams.create();
        Id next = new Id(0, 0);
        while (streams.seekNode(stream, next.ms(), next.seq())) {
            final long block = streams.nodeBlock();
            final long ms = streams.nodeMs();
            final long seq = streams.nodeSeq();
            final long address = fixture.arena.address(block);
            final int bytes = fixture.arena.getInt(block);
            assertThat(streams.addNode(copy, ms, seq, address, bytes)).isEqualTo(Outcome.DONE);
            assertThat(streams.addNode(copy, ms, seq, address, bytes)).isEqualTo(Outcome.TOO_SMALL);
            next = new Id(ms, seq + 1);
        }
        assertThat(streams.length(copy)).isEqualTo(249);
        final StreamIterator copied = new StreamIterator(streams);
        copied.range(copy, 0, 0, -1, -1, false);
        for (final Id id : fixture.ids()) {
            assertThat(copied.next()).isTrue();
            assertThat(new Id(copied.ms(), copied.seq())).isEqualTo(id);
        }
        assertThat(copied.next()).isFalse();
    }

    @Test
    void shouldRefuseListpacksThatAreNoNodes() {
        final Listpack listpack = new Listpack(fixture.arena, MemoryTag.SCRATCH);
        final long blocks = fixture.arena.blockCount(MemoryTag.STREAM);
        final long[] node = {1, 0, 1, 9, 0, 2, 0, 0, 7, 4};
        for (int kept = 0; kept < node.length; kept++) {
            checkNode(listpack, Arrays.copyOf(node, kept), Outcome.MALFORMED);
        }
        checkNode(listpack, new long[] {1, 0, 1, 9, 0, 3, 0, 0, 7, 4}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {1, 0, 1, 9, 0, 0, 0, 0, 7, 4}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {1, 0, 1, 9, 0, 2, 0, 0, 7, 5}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {1, 0, 1L << 40, 9, 0, 2, 0, 0, 7, 4}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {2, 0, 1, 9, 0, 2, 3, 0, 7, 4, 2, 3, 0, 7, 4}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {2, 0, 1, 9, 0, 2, 3, 0, 7, 4, 2, 2, 9, 7, 4}, Outcome.MALFORMED);
        checkNode(listpack, new long[] {2, 0, 1, 9, 0, 2, 0, 0, 7, 4, 2, 3, -9, 7, 4}, Outcome.DONE);
        assertThat(streams.dropDeletedAbove(stream, 53, -9)).isTrue();
        assertThat(streams.dropDeletedAbove(stream, 53, -10)).isFalse();
        assertThat(streams.dropDeletedFrom(stream, 53, -8)).isTrue();
        assertThat(streams.dropDeletedFrom(stream, 53, -9)).isFalse();
        checkNode(listpack, node, Outcome.TOO_SMALL);
        streams.delete(stream, 53, -9);
        streams.delete(stream, 50, 0);
        assertThat(fixture.arena.blockCount(MemoryTag.STREAM)).isEqualTo(blocks);
    }

    @Test
    void shouldPassOverNodesWhoseEntriesAreAllDeleted() {
        final Listpack listpack = new Listpack(fixture.arena, MemoryTag.SCRATCH);
        final long blocks = fixture.arena.blockCount(MemoryTag.STREAM);
        checkNode(listpack, new long[] {0, 2, 1, 9, 0, 3, 0, 0, 7, 4, 3, 1, 0, 7, 4}, Outcome.DONE);
        assertThat(streams.length(stream)).isZero();
        assertThat(streams.nodes(stream)).isZero();
        assertThat(fixture.arena.blockCount(MemoryTag.STREAM)).isEqualTo(blocks);
        checkNode(listpack, new long[] {1, 0, 1, 9, 0, 2, 0, 0, 7, 4}, Outcome.DONE);
        assertThat(fixture.ids()).containsExactly(new Id(50, 0));
    }

    @Test
    void shouldDropDeletedEntriesOfANodeThatAreNotInOrder() {
        final Listpack listpack = new Listpack(fixture.arena, MemoryTag.SCRATCH);
        final long blocks = fixture.arena.blockCount(MemoryTag.STREAM);
        // 50-0, 55-0 deleted, 51-0 with fields of its own, 52-0
        final long[] node = {3, 1, 1, 9, 0, 2, 0, 0, 7, 4, 3, 5, 0, 7, 4, 0, 1, 0, 1, 10, 8, 6, 2, 2, 0, 6, 4};
        checkNode(listpack, node, Outcome.DONE);
        assertThat(fixture.ids()).containsExactly(new Id(50, 0), new Id(51, 0), new Id(52, 0));
        assertThat(fixture.iterator.find(stream, 51, 0)).isTrue();
        assertThat(fixture.current()).containsExactly("10", "8");
        assertThat(fixture.iterator.find(stream, 52, 0)).isTrue();
        assertThat(fixture.current()).containsExactly("9", "6");
        assertThat(streams.dropDeletedAbove(stream, 52, 0)).isTrue();
        assertThat(streams.trimToLength(stream, 0, false, Streams.NO_LIMIT)).isEqualTo(3);
        assertThat(fixture.arena.blockCount(MemoryTag.STREAM)).isEqualTo(blocks);
    }

    @Test
    void shouldTakeNodesWithEntriesBelowAKeyThatIsDeleted() {
        final Listpack listpack = new Listpack(fixture.arena, MemoryTag.SCRATCH);
        // 50-0 deleted, 47-0, 48-9
        checkNode(listpack, new long[] {2, 1, 1, 9, 0, 3, 0, 0, 7, 4, 2, -3, 0, 8, 4, 2, -2, 9, 6, 4}, Outcome.DONE);
        assertThat(fixture.ids()).containsExactly(new Id(47, 0), new Id(48, 9));
        assertThat(streams.seekNode(stream, 0, 0)).isTrue();
        assertThat(new Id(streams.nodeMs(), streams.nodeSeq())).isEqualTo(new Id(47, 0));
        assertThat(streams.delete(stream, 47, 0)).isEqualTo(Outcome.DONE);
        assertThat(fixture.iterator.find(stream, 48, 9)).isTrue();
        assertThat(fixture.current()).containsExactly("9", "6");
    }

    @Test
    void shouldDropDeletedEntriesThatAreNotBelowTheNextNode() {
        final Listpack listpack = new Listpack(fixture.arena, MemoryTag.SCRATCH);
        // 50-0, 51-0 deleted, 59-0 deleted
        checkNode(listpack, new long[] {1, 2, 1, 9, 0, 2, 0, 0, 7, 4, 3, 1, 0, 7, 4, 3, 9, 0, 7, 4}, Outcome.DONE);
        assertThat(added(listpack, 50, 0, 1, 0, 1, 9, 0, 2, 0, 0, 7, 4)).isEqualTo(Outcome.TOO_SMALL);
        assertThat(added(listpack, 50, 1, 1, 0, 1, 9, 0, 2, 0, 0, 7, 4)).isEqualTo(Outcome.DONE);
        assertThat(fixture.ids()).containsExactly(new Id(50, 0), new Id(50, 1));
        assertThat(streams.delete(stream, 50, 0)).isEqualTo(Outcome.DONE);
        assertThat(streams.nodes(stream)).isEqualTo(1);
    }

    private void checkNode(final Listpack listpack, final long[] numbers, final Outcome expected) {
        assertThat(added(listpack, 50, 0, numbers)).isEqualTo(expected);
    }

    private Outcome added(final Listpack listpack, final long ms, final long seq, final long... numbers) {
        long block = listpack.create();
        for (final long number : numbers) {
            block = listpack.appendInteger(block, number);
        }
        final long address = fixture.arena.address(block);
        final Outcome outcome = streams.addNode(stream, ms, seq, address, listpack.bytes(block));
        listpack.free(block);
        return outcome;
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (StreamFixture small = new StreamFixture(2L << 20)) {
            int added = 0;
            int refused = 0;
            final Random random = new Random(5);
            while (refused < 50) {
                final Id id = new Id(1000 + added, 0);
                final Outcome outcome = small.append(id, List.of("field", "v".repeat(random.nextInt(3000))));
                if (outcome == Outcome.NO_MEMORY) {
                    refused++;
                } else {
                    added++;
                }
                assertThat(small.streams.length(small.stream)).isEqualTo(added);
                assertThat(small.streams.lastMs(small.stream)).isEqualTo(999 + added);
            }
            assertThat(small.ids()).hasSize(added);
            final long deleted = small.streams.trimToLength(small.stream, 10, false, Streams.NO_LIMIT);
            assertThat(deleted).isEqualTo(added - 10);
            assertThat(small.streams.create()).isNotZero();
            assertThat(small.streams.freeSome(small.stream, Integer.MAX_VALUE)).isTrue();
        }
    }
}

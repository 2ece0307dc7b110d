package io.ringhold.offheap.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.stream.index.Id;
import io.ringhold.offheap.stream.index.NameTableDescriptor;
import io.ringhold.offheap.stream.index.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GroupsTest {
    private static final String EMPTY_MAP = "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    private final StreamFixture fixture = new StreamFixture(1L << 30);
    private final Arena arena = fixture.arena;
    private final long stream = fixture.stream;
    private final Groups groups = fixture.streams.groups();
    private final Consumers consumers = groups.consumers();
    private final PendingEntries pending = new PendingEntries(groups);
    private final PendingIterator iterator = new PendingIterator(pending);
    private final long name = arena.allocate(1024, MemoryTag.SCRATCH);
    private final TreeMap<String, ModelGroup> model = new TreeMap<>();

    /** What a group should hold. */
    private static final class ModelGroup {
        final TreeMap<String, Long> consumers = new TreeMap<>();
        final TreeMap<Id, ModelPending> pending = new TreeMap<>();
    }

    private record ModelPending(String consumer, long deliveredMs, long deliveries) {}

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLayAGroupOutAsTheDescriptorShows() {
        assertThat(groups.create(stream, nameAddress("g"), 1, 5, 1, 3)).isEqualTo(Outcome.DONE);
        assertThat(fixture.hex(group("g"), 2 + GroupDescriptor.TAIL_LENGTH))
                .isEqualTo("01 67 05 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 "
                        + EMPTY_MAP + " 00 00 00 00 00 00 00 00");
    }

    @Test
    void shouldLayAConsumerOutAsTheDescriptorShows() {
        createGroup("g");
        assertThat(consumers.create(group("g"), nameAddress("c"), 1, 256)).isEqualTo(Outcome.DONE);
        assertThat(fixture.hex(consumer("g", "c"), 2 + ConsumerDescriptor.TAIL_LENGTH))
                .isEqualTo("01 63 00 01 00 00 00 00 00 00 ff ff ff ff ff ff ff ff " + EMPTY_MAP);
    }

    @Test
    void shouldLayAPendingEntryOutAsTheDescriptorShows() {
        createGroup("g");
        assertThat(pending.add(group("g"), PendingEntries.NO_CONSUMER, 1, 0, 256, 2)).isEqualTo(Outcome.DONE);
        assertThat(fixture.hex(pending.find(group("g"), 1, 0), PendingDescriptor.LENGTH))
                .isEqualTo("00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 02 00 00 00 00 00 00 00");
    }

    @Test
    void shouldLayATableOfNamesOutAsTheDescriptorShows() {
        createGroup("b");
        createGroup("a");
        final long slot = stream + StreamDescriptor.GROUPS_OFFSET;
        final long table = arena.getLong(slot);
        assertThat(fixture.hex(table, 8)).isEqualTo("02 00 00 00 00 00 00 00");
        assertThat(arena.getLong(table + NameTableDescriptor.REFERENCES_OFFSET)).isEqualTo(group("a"));
        assertThat(arena.getLong(table + NameTableDescriptor.REFERENCES_OFFSET + NameTableDescriptor.REFERENCE_LENGTH))
                .isEqualTo(group("b"));
    }

    @Test
    void shouldTellWhatIsKeptOfAGroupAndAConsumer() {
        createGroup("g");
        final long group = group("g");
        groups.lastId(group, 7, 8);
        groups.entriesRead(group, -1);
        createConsumer("g", "c");
        final long consumer = consumer("g", "c");
        consumers.seenMs(consumer, 20);
        consumers.activeMs(consumer, 10);

        assertThat(groups.lastMs(group)).isEqualTo(7);
        assertThat(groups.lastSeq(group)).isEqualTo(8);
        assertThat(groups.entriesRead(group)).isEqualTo(-1);
        assertThat(StreamFixture.text(groups.nameAddress(group), groups.nameLength(group))).isEqualTo("g");
        assertThat(consumers.seenMs(consumer)).isEqualTo(20);
        assertThat(consumers.activeMs(consumer)).isEqualTo(10);
        assertThat(StreamFixture.text(consumers.nameAddress(consumer), consumers.nameLength(consumer))).isEqualTo("c");
        assertThat(groups.create(stream, nameAddress("g"), 1, 0, 0, 0)).isEqualTo(Outcome.PRESENT);
        assertThat(consumers.create(group, nameAddress("c"), 1, 0)).isEqualTo(Outcome.PRESENT);
        assertThat(groups.find(stream, nameAddress("h"), 1)).isZero();
        assertThat(consumers.find(group, nameAddress("d"), 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 500})
    void shouldBehaveAsMapsUnderRandomChanges(final int range) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("GroupsTest " + range + " -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            change(random, range);
            if (i % 200 == 0) {
                check(random, range);
            }
        }
        while (!model.isEmpty()) {
            destroy(model.firstKey(), 1000);
        }
        assertThat(arena.blockCount(MemoryTag.STREAM)).as("only the stream itself").isEqualTo(1);
    }

    private void change(final Random random, final int range) {
        final String groupName = "group" + random.nextInt(4);
        final ModelGroup group = model.get(groupName);
        if (group == null) {
            createGroup(groupName);
            return;
        }
        final String consumerName = "c" + random.nextInt(Math.min(range, 40));
        if (!group.consumers.containsKey(consumerName)) {
            createConsumer(groupName, consumerName);
            return;
        }
        final Id id = new Id(random.nextInt(range), random.nextInt(2));
        switch (random.nextInt(2000)) {
            case 0 -> destroy(groupName, 1 + random.nextInt(50));
            case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> deleteConsumer(groupName, consumerName, 1 + random.nextInt(10));
            default -> changePending(random, groupName, consumerName, id);
        }
    }

    private void changePending(final Random random, final String groupName, final String consumerName, final Id id) {
        final ModelGroup group = model.get(groupName);
        final long block = group(groupName);
        final boolean there = group.pending.containsKey(id);
        final var value = new ModelPending(consumerName, random.nextInt(100), random.nextInt(10));
        switch (random.nextInt(3)) {
            case 0 -> {
                assertThat(pending.add(block, consumer(groupName, consumerName), id.ms(), id.seq(), value.deliveredMs,
                        value.deliveries)).isEqualTo(there ? Outcome.PRESENT : Outcome.DONE);
                group.pending.putIfAbsent(id, value);
            }
            case 1 -> {
                assertThat(pending.acknowledge(block, id.ms(), id.seq())).isEqualTo(there);
                group.pending.remove(id);
            }
            default -> {
                assertThat(pending.claim(block, consumer(groupName, consumerName), id.ms(), id.seq(), value.deliveredMs,
                        value.deliveries)).isEqualTo(there ? Outcome.DONE : Outcome.ABSENT);
                group.pending.computeIfPresent(id, (same, before) -> value);
            }
        }
    }

    private void check(final Random random, final int range) {
        assertThat(groups.count(stream)).isEqualTo(model.size());
        int index = 0;
        for (final Map.Entry<String, ModelGroup> entry : model.entrySet()) {
            final long group = groups.at(stream, index++);
            final ModelGroup expected = entry.getValue();
            assertThat(group).isEqualTo(group(entry.getKey()));
            assertThat(groups.pending(group)).isEqualTo(expected.pending.size());
            final Id low = new Id(random.nextInt(range), random.nextInt(2));
            final Id high = new Id(random.nextInt(range), random.nextInt(2));
            iterator.ofGroup(group, low.ms(), low.seq(), high.ms(), high.seq());
            checkIterator(low.compareTo(high) > 0 ? Map.of() : expected.pending.subMap(low, true, high, true));
            assertThat(iterator.lastOfGroup(group)).isEqualTo(!expected.pending.isEmpty());
            checkConsumers(group, expected);
        }
    }

    private void checkConsumers(final long group, final ModelGroup expected) {
        assertThat(consumers.count(group)).isEqualTo(expected.consumers.size());
        int index = 0;
        for (final String consumerName : expected.consumers.keySet()) {
            final long consumer = consumers.at(group, index++);
            assertThat(StreamFixture.text(consumers.nameAddress(consumer), consumers.nameLength(consumer)))
                    .isEqualTo(consumerName);
            final TreeMap<Id, ModelPending> own = new TreeMap<>(expected.pending);
            own.values().removeIf(value -> !value.consumer.equals(consumerName));
            assertThat(consumers.pending(consumer)).isEqualTo(own.size());
            iterator.ofConsumer(consumer, 0, 0, -1, -1);
            checkIterator(own);
        }
    }

    private void checkIterator(final Map<Id, ModelPending> expected) {
        final List<Id> found = new ArrayList<>();
        while (iterator.next()) {
            final Id id = new Id(iterator.ms(), iterator.seq());
            found.add(id);
            final long consumer = pending.consumer(iterator.entry());
            assertThat(new ModelPending(
                    StreamFixture.text(consumers.nameAddress(consumer), consumers.nameLength(consumer)),
                    pending.deliveredMs(iterator.entry()), pending.deliveries(iterator.entry())))
                    .isEqualTo(expected.get(id));
        }
        assertThat(found).containsExactlyElementsOf(expected.keySet());
    }

    @Test
    void shouldGiveAConsumerToAnEntryThatHadNone() {
        createGroup("g");
        createConsumer("g", "c");
        final long group = group("g");
        pending.add(group, PendingEntries.NO_CONSUMER, 1, 0, 10, 1);
        assertThat(pending.claim(group, consumer("g", "c"), 1, 0, 20, 2)).isEqualTo(Outcome.DONE);
        assertThat(pending.consumer(pending.find(group, 1, 0))).isEqualTo(consumer("g", "c"));
        assertThat(consumers.pending(consumer("g", "c"))).isEqualTo(1);
    }

    @Test
    void shouldReadOnWhenTheCurrentPendingEntryGoes() {
        createGroup("g");
        createConsumer("g", "c");
        for (int i = 0; i < 1000; i++) {
            pending.add(group("g"), consumer("g", "c"), i, 0, i, 1);
        }
        iterator.ofGroup(group("g"), 0, 0, -1, -1);
        for (int i = 0; i < 1000; i++) {
            assertThat(iterator.next()).isTrue();
            assertThat(iterator.ms()).isEqualTo(i);
            assertThat(pending.acknowledge(group("g"), i, 0)).isTrue();
        }
        assertThat(iterator.next()).isFalse();
    }

    @Test
    void shouldPassOverWhatWasDeliveredLately() {
        createGroup("g");
        createConsumer("g", "c");
        for (int i = 0; i < 10; i++) {
            pending.add(group("g"), consumer("g", "c"), i, 0, i % 2 == 0 ? 10 : 100, 1);
        }
        iterator.ofGroup(group("g"), 0, 0, -1, -1);
        for (int i = 0; i < 10; i += 2) {
            assertThat(iterator.nextIdle(110, 50)).isTrue();
            assertThat(iterator.ms()).isEqualTo(i);
            assertThat(iterator.idleMs(110)).isEqualTo(100);
        }
        assertThat(iterator.nextIdle(110, 50)).isFalse();
    }

    @Test
    void shouldDeleteAConsumerWithManyPendingEntriesInSlices() {
        createGroup("g");
        createConsumer("g", "c");
        createConsumer("g", "d");
        for (int i = 0; i < 1000; i++) {
            pending.add(group("g"), consumer("g", i % 4 == 0 ? "d" : "c"), i, 0, 0, 1);
        }
        int dropped = 0;
        int slice;
        do {
            slice = consumers.deleteSome(group("g"), consumer("g", "c"), 100);
            dropped += slice;
        } while (slice == 100);
        assertThat(dropped).isEqualTo(750);
        assertThat(consumers.find(group("g"), nameAddress("c"), 1)).isZero();
        assertThat(groups.pending(group("g"))).isEqualTo(250);
        assertThat(consumers.pending(consumer("g", "d"))).isEqualTo(250);
    }

    @Test
    void shouldFreeNoMoreOfManyGroupsThanASliceAllows() {
        for (int g = 0; g < 50; g++) {
            createGroup("g" + g);
            createConsumer("g" + g, "c");
            for (int i = 0; i < 90; i++) {
                pending.add(group("g" + g), consumer("g" + g, "c"), i, 0, 0, 1);
            }
        }
        int slices = 0;
        boolean done = false;
        while (!done) {
            final long before = arena.blockCount(MemoryTag.STREAM);
            done = fixture.streams.freeSome(stream, 100);
            // with a pending entry goes, at times, a leaf of the group's map
            assertThat(before - arena.blockCount(MemoryTag.STREAM)).isLessThanOrEqualTo(150);
            slices++;
        }
        assertThat(slices).isBetween(45, 60);
        assertThat(arena.blockCount(MemoryTag.STREAM)).isZero();
    }

    @Test
    void shouldCountTheMemoryOfGroups() {
        createGroup("g");
        for (int i = 0; i < 100; i++) {
            createConsumer("g", "consumer" + i);
        }
        for (int i = 0; i < 20_000; i++) {
            pending.add(group("g"), consumer("g", "consumer" + i % 100), i, 0, 0, 1);
        }
        final double used = arena.usedBytes(MemoryTag.STREAM);
        assertThat(fixture.streams.usedBytes(stream, 5) / used).isBetween(0.75, 1.25);
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (StreamFixture small = new StreamFixture(1L << 20)) {
            final Groups few = small.streams.groups();
            final Consumers fewConsumers = few.consumers();
            final PendingEntries fewPending = new PendingEntries(few);
            final long text = small.arena.allocate(16, MemoryTag.SCRATCH);
            small.arena.putLong(text, -1);
            assertThat(few.create(small.stream, small.arena.address(text), 8, 0, 0, 0)).isEqualTo(Outcome.DONE);
            final long group = few.at(small.stream, 0);
            assertThat(fewConsumers.create(group, small.arena.address(text), 8, 0)).isEqualTo(Outcome.DONE);
            final long consumer = fewConsumers.at(group, 0);

            long entries = 0;
            while (fewPending.add(group, consumer, entries, 0, 0, 1) == Outcome.DONE) {
                entries++;
            }
            assertThat(few.pending(group)).isEqualTo(entries);
            assertThat(fewConsumers.pending(consumer)).isEqualTo(entries);
            int created = 0;
            Outcome outcome = Outcome.DONE;
            while (outcome != Outcome.NO_MEMORY) {
                small.arena.putLong(text, created);
                outcome = fewConsumers.create(group, small.arena.address(text), 8, 0);
                created += outcome == Outcome.DONE ? 1 : 0;
                assertThat(fewConsumers.count(group)).isEqualTo(created + 1);
            }
            while (!small.streams.freeSome(small.stream, 100)) {
                assertThat(small.arena.blockCount(MemoryTag.STREAM)).isPositive();
            }
            assertThat(small.arena.blockCount(MemoryTag.STREAM)).isZero();
        }
    }

    private void createGroup(final String groupName) {
        assertThat(groups.create(stream, nameAddress(groupName), groupName.length(), 0, 0, 0)).isEqualTo(Outcome.DONE);
        model.put(groupName, new ModelGroup());
    }

    private void createConsumer(final String groupName, final String consumerName) {
        assertThat(consumers.create(group(groupName), nameAddress(consumerName), consumerName.length(), 0))
                .isEqualTo(Outcome.DONE);
        model.get(groupName).consumers.put(consumerName, 0L);
    }

    private void deleteConsumer(final String groupName, final String consumerName, final int slice) {
        final ModelGroup group = model.get(groupName);
        final int before = group.pending.size();
        group.pending.values().removeIf(value -> value.consumer.equals(consumerName));
        group.consumers.remove(consumerName);
        int dropped = 0;
        int some;
        do {
            some = consumers.deleteSome(group(groupName), consumer(groupName, consumerName), slice);
            dropped += some;
        } while (some == slice);
        assertThat(dropped).isEqualTo(before - group.pending.size());
    }

    private void destroy(final String groupName, final int slice) {
        final long group = group(groupName);
        groups.detach(stream, group);
        model.remove(groupName);
        while (groups.freeSome(group, slice) == 0) {
            assertThat(groups.find(stream, nameAddress(groupName), groupName.length())).isZero();
        }
    }

    private long group(final String groupName) {
        final long group = groups.find(stream, nameAddress(groupName), groupName.length());
        assertThat(group).isNotZero();
        return group;
    }

    private long consumer(final String groupName, final String consumerName) {
        final long consumer = consumers.find(group(groupName), nameAddress(consumerName), consumerName.length());
        assertThat(consumer).isNotZero();
        return consumer;
    }

    private long nameAddress(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(name, bytes, 0, bytes.length);
        return arena.address(name);
    }
}

package io.ringhold.offheap.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.stream.index.Id;
import io.ringhold.offheap.stream.index.IdMapReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamEntryReaderTest {
    private final StreamFixture fixture = new StreamFixture(1L << 30);
    private final Streams streams = fixture.streams;
    private final FleetingView view = new FleetingView(fixture.arena);
    private final StreamEntryReader reader = new StreamEntryReader(view);

    @AfterEach
    void close() {
        view.close();
        fixture.close();
    }

    @Test
    void shouldVisitEntriesWithTheirFieldsWhateverTheyHaveInCommon() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("StreamEntryReaderTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        fixture.maxEntries = 10;
        for (int i = 0; i < 500; i++) {
            final List<String> texts = new ArrayList<>();
            for (int field = random.nextInt(3); field >= 0; field--) {
                texts.add(random.nextBoolean() ? "a" + field : Integer.toString(field));
                texts.add(random.nextBoolean() ? "v".repeat(random.nextInt(100)) : Integer.toString(i));
            }
            fixture.append(new Id(1000 + i / 5, 1 + i % 5), texts);
        }
        for (final Id id : fixture.ids()) {
            if (random.nextInt(4) == 0) {
                streams.delete(fixture.stream, id.ms(), id.seq());
            }
        }
        assertThat(read(true)).isEqualTo(expected());
        assertThat(read(false)).isEqualTo(fixture.ids().stream().map(id -> List.of(id.toString())).toList());
    }

    private List<List<String>> expected() {
        final List<List<String>> entries = new ArrayList<>();
        fixture.iterator.range(fixture.stream, 0, 0, -1, -1, false);
        while (fixture.iterator.next()) {
            final List<String> entry = new ArrayList<>(
                    List.of(new Id(fixture.iterator.ms(), fixture.iterator.seq()).toString()));
            entry.addAll(fixture.current());
            entries.add(entry);
        }
        return entries;
    }

    /** With or without their fields, which need not be visited. */
    private List<List<String>> read(final boolean withFields) {
        final List<List<String>> entries = new ArrayList<>();
        final IdMapReader nodes = new IdMapReader(view);
        nodes.open(fixture.stream + StreamDescriptor.NODES_OFFSET);
        while (nodes.next()) {
            reader.open(nodes.ms(), nodes.seq(), nodes.value());
            while (reader.next()) {
                if (!reader.isDeleted()) {
                    final List<String> entry = new ArrayList<>(List.of(new Id(reader.ms(), reader.seq()).toString()));
                    for (long i = 0; withFields && i < reader.fields(); i++) {
                        entry.add(text(reader.nextField()));
                        entry.add(text(reader.nextValue()));
                    }
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private String text(final ListpackReader at) {
        if (at.isInteger()) {
            return Long.toString(at.integer());
        }
        final int length = at.stringLength();
        return length == 0 ? "" : StreamFixture.text(view.view(at.stringOffset(), length), length);
    }
}

package io.ringhold.offheap.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.stream.index.Id;
import io.ringhold.offheap.stream.index.IdMap;
import io.ringhold.offheap.stream.index.IdMapDescriptor;
import io.ringhold.offheap.stream.index.IdMapReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamReaderTest {
    private final StreamFixture fixture = new StreamFixture(1L << 30);
    private final Streams streams = fixture.streams;
    private final FleetingView view = new FleetingView(fixture.arena);
    private final StreamReader reader = new StreamReader(view);

    @AfterEach
    void close() {
        view.close();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 200, 5_000})
    void shouldReadRootAndNodesOfAnyStream(final int entries) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("StreamReaderTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        fixture.maxEntries = 3;
        for (int i = 0; i < entries; i++) {
            fixture.append(1000 + i / 5, 1 + i % 5, random.nextBoolean() ? "a" : "b", "v" + i, "c",
                    "w".repeat(random.nextInt(80)));
        }
        check();
        while (streams.length(fixture.stream) > 0) {
            final List<Id> ids = fixture.ids();
            // mostly from the front, so that the first entry of a node is deleted before the others
            for (int i = 0; i < Math.max(1, ids.size() / 3); i++) {
                final Id id = ids.get(random.nextInt(4) == 0 ? random.nextInt(ids.size()) : i);
                streams.delete(fixture.stream, id.ms(), id.seq());
            }
            check();
        }
    }

    @Test
    void shouldVisitMapsOfSeveralLevels() {
        final IdMap map = new IdMap(fixture.arena);
        final IdMapReader mapReader = new IdMapReader(view);
        final long header = fixture.arena.allocate(IdMapDescriptor.HEADER_LENGTH, MemoryTag.STREAM);
        map.create(header);
        for (int i = 0; i < 20_000; i++) {
            map.insert(header, i * 7919L % 20_011, -i, i);
            if (i % 4_000 == 0 || i == 19_999) {
                mapReader.open(header);
                assertThat(mapReader.size()).isEqualTo(i + 1);
                for (boolean more = map.first(header); more; more = map.next()) {
                    assertThat(mapReader.next()).isTrue();
                    assertThat(List.of(mapReader.ms(), mapReader.seq(), mapReader.value()))
                            .isEqualTo(List.of(map.ms(), map.seq(), map.value()));
                }
                assertThat(mapReader.next()).isFalse();
            }
        }
    }

    @Test
    void shouldVisitGroupsAndConsumersInTheOrderOfTheirNames() {
        final Groups groups = streams.groups();
        final long name = fixture.arena.allocate(8, MemoryTag.SCRATCH);
        for (int i = 0; i < 300; i++) {
            fixture.arena.putLong(name, Long.reverseBytes(i * 37L % 300));
            groups.create(fixture.stream, fixture.arena.address(name), 8, 1, 2, 3);
            groups.consumers().create(groups.at(fixture.stream, 0), fixture.arena.address(name), 8, 5);
        }
        reader.open(fixture.stream);
        assertThat(reader.groups().count()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(reader.groups().next()).isEqualTo(groups.at(fixture.stream, i));
        }
        assertThat(reader.groups().next()).isZero();
    }

    private void check() {
        reader.open(fixture.stream);
        final List<Id> ids = fixture.ids();
        assertThat(reader.length()).isEqualTo(ids.size());
        final Id first = ids.isEmpty() ? new Id(0, 0) : ids.getFirst();
        assertThat(new Id(reader.firstMs(), reader.firstSeq())).isEqualTo(first);
        assertThat(new Id(reader.lastMs(), reader.lastSeq()))
                .isEqualTo(new Id(streams.lastMs(fixture.stream), streams.lastSeq(fixture.stream)));
        assertThat(new Id(reader.maxDeletedMs(), reader.maxDeletedSeq()))
                .isEqualTo(new Id(streams.maxDeletedMs(fixture.stream), streams.maxDeletedSeq(fixture.stream)));
        assertThat(reader.entriesAdded()).isEqualTo(streams.entriesAdded(fixture.stream));
        assertThat(reader.nodes().size()).isEqualTo(streams.nodes(fixture.stream));
        final List<Long> expected = new ArrayList<>();
        boolean more = streams.seekNode(fixture.stream, 0, 0);
        while (more) {
            expected.add(streams.nodeBlock());
            final long ms = streams.nodeMs();
            final long seq = streams.nodeSeq();
            more = streams.seekNode(fixture.stream, ms, seq + 1);
        }
        final List<Long> nodes = new ArrayList<>();
        while (reader.nodes().next()) {
            nodes.add(reader.nodes().value());
        }
        assertThat(nodes).isEqualTo(expected);
        assertThat(reader.groups().count()).isZero();
    }
}

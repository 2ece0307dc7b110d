package io.ringhold.offheap.stream;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.stream.index.NameTableDescriptor;
import io.ringhold.offheap.stream.index.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupSizesTest {
    private static final int NAME_LENGTH = 8;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 27));
    private final Streams streams = new Streams(arena);
    private final Groups groups = streams.groups();
    private final PendingEntries pending = new PendingEntries(groups);
    private final long name = arena.allocate(NAME_LENGTH, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldTellToTheByteWhatAGroupTakesWhoseIdsAreOnePiece() {
        final Random random = new Random(4);
        for (int consumers = 1; consumers < 3000; consumers = consumers * 3 / 2 + 1) {
            final int entries = random.nextInt(3000);
            // the table of the stream's groups has one name at first
            final long table = Arena.usableSizeFor(
                    NameTableDescriptor.REFERENCES_OFFSET + NameTableDescriptor.REFERENCE_LENGTH);
            assertThat(sized(consumers, entries)).as("%d consumers, %d entries", consumers, entries)
                    .isEqualTo(built(consumers, entries) - table + NameTableDescriptor.REFERENCE_LENGTH);
        }
    }

    @Test
    void shouldTakeLittleMemoryForManyIds() {
        final long built = built(3, 4 * GroupSizes.PIECE_IDS);
        final long before = arena.usedBytes();
        final Arena other = Arena.reserve(ArenaOptions.of("sizes", 1 << 23));
        assertThat(sized(other, 3, 4 * GroupSizes.PIECE_IDS)).isBetween(built - built / 1000, built + built / 1000);
        assertThat(other.highWaterBytes()).isLessThan(built / 8);
        other.close();
        assertThat(arena.usedBytes()).isEqualTo(before);
    }

    private long built(final int consumers, final int entries) {
        final long stream = streams.create();
        final long before = arena.usedBytes(MemoryTag.STREAM);
        groups.create(stream, named(0), NAME_LENGTH, 0, 0, 0);
        final long group = groups.find(stream, named(0), NAME_LENGTH);
        for (int i = 0; i < entries; i++) {
            pending.add(group, PendingEntries.NO_CONSUMER, i, 0, 1, 1);
        }
        for (int c = 0; c < consumers; c++) {
            groups.consumers().create(group, named(c), NAME_LENGTH, 1);
            final long consumer = groups.consumers().find(group, named(c), NAME_LENGTH);
            for (int i = c; i < entries; i += consumers) {
                pending.claim(group, consumer, i, 0, 1, 1);
            }
        }
        final long bytes = arena.usedBytes(MemoryTag.STREAM) - before;
        while (!streams.freeSome(stream, 1000)) {
            // until it is gone
        }
        return bytes;
    }

    private long sized(final int consumers, final int entries) {
        final long before = arena.usedBytes();
        final long bytes = sized(arena, consumers, entries);
        assertThat(arena.usedBytes()).isEqualTo(before);
        return bytes;
    }

    private static long sized(final Arena in, final int consumers, final int entries) {
        try (GroupSizes sizes = new GroupSizes(in)) {
            sizes.begin(NAME_LENGTH);
            for (int i = 0; i < entries; i++) {
                assertThat(sizes.pending(i, 0)).isEqualTo(Outcome.DONE);
            }
            for (int c = 0; c < consumers; c++) {
                sizes.consumer(NAME_LENGTH);
                for (int i = c; i < entries; i += consumers) {
                    assertThat(sizes.claimed(i, 0)).isEqualTo(Outcome.DONE);
                }
            }
            return sizes.end();
        }
    }

    /** The address of a name; names are in the order of the numbers. */
    private long named(final int number) {
        arena.putArray(name, "%08d".formatted(number).getBytes(StandardCharsets.US_ASCII), 0, NAME_LENGTH);
        return arena.address(name);
    }
}

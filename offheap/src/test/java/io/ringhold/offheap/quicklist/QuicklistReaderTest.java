package io.ringhold.offheap.quicklist;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.listpack.Listpack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuicklistReaderTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final Quicklist lists = new Quicklist(arena, listpack, new NodeLimit(4));
    private final FleetingView view = new FleetingView(arena);
    private final QuicklistReader reader = new QuicklistReader(view);
    private final long input = arena.allocate(8, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        view.close();
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 1_000})
    void shouldVisitEachNode(final int size) {
        final long root = lists.create();
        for (int i = 0; i < size; i++) {
            arena.putLong(input, i * 0x4142434445464748L);
            assertThat(i % 2 == 0
                    ? lists.pushLast(root, arena.address(input), 8)
                    : lists.pushFirst(root, arena.address(input), 8)).isTrue();
        }
        reader.open(root);
        assertThat(reader.nodes()).isEqualTo(lists.nodes(root));
        for (long node = lists.first(root); node != 0; node = lists.next(node)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.listpack()).isEqualTo(lists.listpack(node));
            assertThat(reader.count()).isEqualTo(lists.count(node));
            assertThat(reader.isCompressed()).isFalse();
        }
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldTellWhereTheStreamOfACompressedNodeIs() {
        final long root = lists.create();
        lists.pushLast(root, arena.address(input), 8);
        final long node = lists.first(root);
        final long block = arena.allocate(20, MemoryTag.LISTPACKS);
        arena.putInt(block, 87);
        arena.putLong(node + QuicklistDescriptor.LISTPACK_OFFSET, block);
        arena.putInt(node + QuicklistDescriptor.COMPRESSED_BYTES_OFFSET, 16);

        reader.open(root);
        assertThat(reader.next()).isTrue();
        assertThat(reader.isCompressed()).isTrue();
        assertThat(reader.stream()).isEqualTo(block + 4);
        assertThat(reader.streamBytes()).isEqualTo(16);
        assertThat(reader.uncompressedBytes()).isEqualTo(87);
    }
}

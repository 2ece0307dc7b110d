package io.ringhold.offheap.sorted;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.element.Elements;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SortedTreeReaderTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Elements elements = new Elements(arena, MemoryTag.DICT);
    private final SortedTree tree = new SortedTree(elements);
    private final FleetingView view = new FleetingView(arena);
    private final SortedTreeReader reader = new SortedTreeReader(view);
    private final long member = arena.allocate(8, MemoryTag.SCRATCH);
    private final long root = tree.create();

    @AfterEach
    void close() {
        view.close();
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 61, 62, 3_000, 20_000})
    void shouldVisitAllElementsInBothDirections(final int size) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SortedTreeReaderTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            arena.putLong(member, i);
            final long element = elements.create(arena.address(member), Long.BYTES, Double.BYTES);
            arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(random.nextInt(size)));
            tree.insert(root, element);
        }
        final List<Long> expected = new ArrayList<>();
        for (long at = tree.at(root, 0); at != SortedTree.NONE; at = tree.next(at)) {
            expected.add(tree.element(at));
        }

        assertThat(expected).hasSize(size);
        assertThat(visit(false)).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(visit(true)).isEqualTo(expected);
    }

    private List<Long> visit(final boolean fromLast) {
        reader.open(root, fromLast);
        final List<Long> visited = new ArrayList<>();
        for (long element = reader.next(); element != 0; element = reader.next()) {
            visited.add(element);
        }
        assertThat(reader.next()).isZero();
        return visited;
    }
}

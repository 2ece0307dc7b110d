package io.ringhold.engine.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientSetsTest {
    private static final int INPUT_BYTES = 1024;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final KeyHash hash = new KeyHash(1, 2);
    private final ClientSets sets = new ClientSets(arena, hash);
    private final long input = arena.allocate(INPUT_BYTES, MemoryTag.SCRATCH);

    @AfterEach
    void close() {
        arena.close();
    }

    private long put(final String text) {
        arena.putArray(input, text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
        return arena.address(input);
    }

    private boolean add(final String text, final long client) {
        final long address = put(text);
        return sets.add(hash.hash(address, text.length()), address, text.length(), client);
    }

    private long find(final String text) {
        final long address = put(text);
        return sets.find(hash.hash(address, text.length()), address, text.length());
    }

    private List<Long> clients(final String text) {
        final List<Long> clients = new ArrayList<>();
        final long slot = find(text);
        if (slot != ClientSets.NONE) {
            final long element = sets.element(slot);
            for (int i = 0; i < sets.count(element); i++) {
                clients.add(sets.client(element, i));
            }
        }
        return clients;
    }

    @Test
    void shouldKeepEachClientOnceInOrder() {
        add("key", 7);
        add("key", 3);
        add("key", 7);
        add("key", 5);
        assertThat(clients("key")).containsExactly(3L, 5L, 7L);
        assertThat(sets.size()).isEqualTo(1);
        assertThat(sets.items()).isEqualTo(3);
    }

    @Test
    void shouldForgetAStringWhenItsLastClientGoes() {
        add("", 1);
        add("", 2);
        assertThat(sets.remove(find(""), 3)).isFalse();
        assertThat(sets.remove(find(""), 1)).isFalse();
        assertThat(clients("")).containsExactly(2L);
        assertThat(sets.remove(find(""), 2)).isTrue();
        assertThat(sets.size()).isZero();
        assertThat(sets.items()).isZero();
    }

    @Test
    void shouldFreeInSlicesWhatWasCleared() {
        for (int i = 0; i < 10_000; i++) {
            add("key:" + i, i % 3);
        }
        sets.clear();
        assertThat(sets.size()).isZero();
        assertThat(sets.hasFreeWork()).isTrue();
        add("key:1", 9);
        int slices = 0;
        while (sets.hasFreeWork()) {
            sets.freeSome();
            slices++;
        }
        assertThat(slices).isGreaterThan(10);
        assertThat(clients("key:1")).containsExactly(9L);
        sets.free(sets.take(find("key:1")));
        sets.clear();
        assertThat(arena.usedBytes(MemoryTag.TRACKING)).isZero();
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (Arena small = Arena.reserve(ArenaOptions.of("small", 1L << 20))) {
            final ClientSets few = new ClientSets(small, hash);
            long added = 0;
            while (addTo(few, "key:" + added, 1)) {
                added++;
            }
            assertThat(few.size()).isEqualTo(added).isGreaterThan(1_000);
            assertThat(few.items()).isEqualTo(added);
            few.clear();
            while (few.hasFreeWork()) {
                few.freeSome();
            }
            long clients = 0;
            while (addTo(few, "key", clients)) {
                clients++;
            }
            assertThat(few.items()).isEqualTo(clients).isGreaterThan(1_000);
        }
    }

    private boolean addTo(final ClientSets target, final String text, final long client) {
        final long address = put(text);
        return target.add(hash.hash(address, text.length()), address, text.length(), client);
    }

    @Test
    void shouldDoAsSetsOfJavaWhateverHappens() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ClientSetsTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Map<String, TreeSet<Long>> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            final String text = "k".repeat(random.nextInt(3)) + random.nextInt(200);
            final long client = random.nextLong(40);
            final TreeSet<Long> expected = model.getOrDefault(text, new TreeSet<>());
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> {
                    final long slot = find(text);
                    assertThat(slot != ClientSets.NONE).isEqualTo(model.containsKey(text));
                    if (slot != ClientSets.NONE) {
                        expected.remove(client);
                        assertThat(sets.remove(slot, client)).isEqualTo(expected.isEmpty());
                    }
                }
                case 3 -> {
                    if (model.containsKey(text)) {
                        final long element = sets.take(find(text));
                        assertThat(sets.count(element)).isEqualTo(expected.size());
                        sets.free(element);
                        expected.clear();
                    }
                }
                default -> {
                    assertThat(add(text, client)).isTrue();
                    expected.add(client);
                    model.put(text, expected);
                }
            }
            if (expected.isEmpty()) {
                model.remove(text);
            }
            assertThat(clients(text)).containsExactlyElementsOf(expected);
            assertThat(sets.size()).isEqualTo(model.size());
        }
        assertThat(sets.items()).isEqualTo(model.values().stream().mapToInt(TreeSet::size).sum());
    }
}

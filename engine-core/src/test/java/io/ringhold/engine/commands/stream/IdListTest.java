package io.ringhold.engine.commands.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IdListTest {
    @Test
    void shouldHoldManyIdsOutsideOfTheHeap() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20))) {
            final IdList ids = new IdList();
            for (int round = 0; round < 2; round++) {
                ids.begin(arena);
                for (int i = 0; i < 5_000; i++) {
                    assertThat(ids.add(i, -i)).isTrue();
                    assertThat(ids.add(-1, -1)).isTrue();
                    ids.removeLast();
                }
                assertThat(ids.size()).isEqualTo(5_000);
                for (int i = 0; i < 5_000; i++) {
                    assertThat(ids.ms(i)).isEqualTo(i);
                    assertThat(ids.seq(i)).isEqualTo(-i);
                }
                assertThat(arena.usedBytes(MemoryTag.SCRATCH)).isPositive();
                ids.end();
                assertThat(arena.usedBytes(MemoryTag.SCRATCH)).isZero();
            }
        }
    }

    @Test
    void shouldStayAsItWasWithoutMemory() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 20))) {
            final IdList ids = new IdList();
            ids.begin(arena);
            int size = 0;
            while (ids.add(size, 1)) {
                size++;
            }
            assertThat(size).isGreaterThan(2_000);
            assertThat(ids.size()).isEqualTo(size);
            assertThat(ids.ms(size - 1)).isEqualTo(size - 1L);
            assertThat(ids.add(1, 1)).isFalse();
            ids.end();
        }
    }
}

package io.ringhold.offheap.arena;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The gate on the Java heap: the arena's own work must leave no garbage. */
class ArenaHeapTest {
    private static final int PAIRS = 100_000;
    private static final int LIVE = 512;
    /** What the measuring itself may take. */
    private static final long TOLERANCE_BYTES = 512;

    private final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();
    private final long[] live = new long[LIVE];

    @Test
    void shouldLeaveTheHeapAloneWhenBlocksComeAndGo() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("gate", 256 << 20))) {
            run(arena);
            arena.decommit(Long.MAX_VALUE);
            run(arena);
            arena.decommit(Long.MAX_VALUE);
            final long before = threads.getCurrentThreadAllocatedBytes();
            run(arena);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TOLERANCE_BYTES);
        }
    }

    private void run(final Arena arena) {
        long state = 42;
        for (int i = 0; i < PAIRS; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            final int at = (int) (state >>> 55);
            if (live[at] != 0) {
                arena.free(live[at]);
            }
            final long size = (i & 1023) == 0 ? 100_000 : (state >>> 33) & 1023;
            final long block = arena.allocate(size, MemoryTag.KEYS);
            arena.putByte(block, (byte) i);
            live[at] = arena.reallocate(block, size + 40, MemoryTag.KEYS);
        }
        for (int i = 0; i < LIVE; i++) {
            if (live[i] != 0) {
                arena.free(live[i]);
                live[i] = 0;
            }
        }
    }
}

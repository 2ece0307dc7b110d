package io.ringhold.tools.memory.gather;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyFiguresTest {
    private static final int LONG = 36 << 20;

    @Test
    void shouldKeepTheFirstBytesOnlyWhenANameIsVeryLong() {
        final KeyFigures figures = new KeyFigures();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 28))) {
            final long name = arena.allocate(LONG, MemoryTag.SCRATCH);
            arena.fill(name, LONG, (byte) 'x');
            figures.key(arena.address(name), 7); // what is only needed once has been loaded by now
            final long before = threads.getCurrentThreadAllocatedBytes();
            figures.key(arena.address(name), LONG);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).isLessThan(1 << 20);
            assertThat(figures.keyLength()).isEqualTo(KeyFigures.MAX_KEY_BYTES);
            assertThat(figures.keyText()).isEqualTo("x".repeat(200) + "...");
            figures.key(arena.address(name), 7);
            assertThat(new String(figures.key(), 0, figures.keyLength(), StandardCharsets.UTF_8)).isEqualTo("xxxxxxx");
        }
    }
}

package io.ringhold.offheap.cow;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/** Cuts leave the Java heap alone and give shadow memory back. */
class CutMemoryTest {
    private static final int PAGE = 4096;
    private static final int BYTES = 2 << 20;
    private static final int CUTS = 200;
    /** What the measuring itself may take. */
    private static final long TOLERANCE_BYTES = 512;

    private final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();
    private final Arena arena = Arena.reserve(ArenaOptions.of("gate", 64 << 20));
    private final long block = arena.allocate(BYTES, MemoryTag.STRINGS);
    private final Cut cut = new Cut(arena, 16 << 20);
    private final FrozenView view = new FrozenView(cut);

    @AfterEach
    void close() {
        view.close();
        cut.close();
        arena.close();
    }

    @Test
    void shouldLeaveTheHeapAloneWhenCutsAreOpenedAndRead() {
        run();
        final long before = threads.getCurrentThreadAllocatedBytes();
        run();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TOLERANCE_BYTES);
        assertThat(cut.totalPagesCopied()).isEqualTo(2L * CUTS * (BYTES / PAGE));
    }

    private void run() {
        long sum = 0;
        for (int i = 0; i < CUTS; i++) {
            cut.open();
            view.attach();
            for (int at = 0; at < BYTES; at += 1000) {
                arena.putLong(block + at, i + at);
                sum += view.getLong(block + at);
            }
            arena.fill(block, BYTES, (byte) i);
            sum += view.view(block + 777, MemoryView.MAX_VIEW_BYTES);
            final long added = arena.allocate(300_000, MemoryTag.STRINGS);
            arena.fill(added, 300_000, (byte) 1);
            arena.free(added);
            cut.end();
        }
        assertThat(sum).isNotZero();
    }

    /** Asks the system, not the counters: bit 63 of an entry of pagemap(5) tells that a page is in memory. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldHoldNoMemoryWhenAllWasGivenBack() throws IOException {
        for (int i = 0; i < 5; i++) {
            cut.prepare();
            cut.open();
            arena.fill(block, (BYTES >>> i) - 1L, (byte) i);
            cut.prepare();
            cut.end();
        }
        assertThat(residentShadowBytes()).isEqualTo(cut.shadowBytes()).isGreaterThanOrEqualTo(BYTES);
        while (cut.shadowBytes() > 0) {
            assertThat(cut.releaseSome(100_000)).isPositive();
            assertThat(residentShadowBytes()).isEqualTo(cut.shadowBytes());
        }
    }

    private long residentShadowBytes() throws IOException {
        final int pages = (int) (cut.limitBytes() / PAGE);
        final byte[] map = new byte[pages * Long.BYTES];
        try (RandomAccessFile file = new RandomAccessFile("/proc/self/pagemap", "r")) {
            file.seek(cut.pool().address(0) / PAGE * Long.BYTES);
            file.readFully(map);
        }
        final ByteBuffer entries = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
        long resident = 0;
        for (int i = 0; i < pages; i++) {
            resident += entries.getLong(i * Long.BYTES) < 0 ? PAGE : 0;
        }
        return resident;
    }
}

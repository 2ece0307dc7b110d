package io.ringhold.offheap.arena;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class PrefaultTest {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int KIB = 1024;

    private final Arena arena = Arena.reserve(ArenaOptions.of("prefault", 256L << 20));

    @Test
    void shouldRingWhenLessThanHalfOfWhatIsWantedIsTouched() {
        final AtomicInteger rings = new AtomicInteger();
        arena.prefault().bell(rings::incrementAndGet);
        allocate(1);
        assertThat(rings).hasValue(1);
        touchAll();
        // 2 MiB are wanted ahead: after the first of them there is still half
        allocate(1);
        assertThat(rings).hasValue(1);
        allocate(1);
        assertThat(rings).hasValue(2);
    }

    @Test
    void shouldTouchTheWholeLeadWhenToldThatThereIsTime() {
        final AtomicInteger rings = new AtomicInteger();
        arena.prefault().bell(rings::incrementAndGet);
        allocate(1);
        touchAll();
        allocate(1);
        assertThat(rings).hasValue(1);
        arena.prefault().topUp();
        assertThat(rings).hasValue(2);
        touchAll();
        arena.prefault().topUp();
        assertThat(rings).hasValue(2);
    }

    @Test
    void shouldHaveNothingToTouchBeforeTheOwnerGrows() {
        assertThat(arena.prefault().hasWork()).isFalse();
        assertThat(arena.prefault().touchSome()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldMakeMemoryBehindTheTopResidentAndGiveItBackWithTheTop() throws IOException {
        final long block = arena.allocate(BLOCK_BYTES, MemoryTag.STRINGS);
        final long beforeKib = residentKib();
        touchAll();
        final long touchedKib = residentKib();
        assertThat(touchedKib - beforeKib).isBetween(2L * KIB - 64, 2L * KIB + 64);
        arena.free(block);
        arena.decommit(Long.MAX_VALUE);
        assertThat(residentKib()).isLessThan(beforeKib + 64);
        assertThat(arena.prefault().touchedEnd()).isLessThanOrEqualTo(block);
    }

    @Test
    void shouldNotTouchBeyondTheLimit() {
        final Arena limited = Arena.reserve(new ArenaOptions("limited", 64L << 20, 4L << 20, false));
        final long block = limited.allocate(3 << 20, MemoryTag.STRINGS);
        while (limited.prefault().touchSome()) {
            // all that is wanted
        }
        assertThat(limited.prefault().touchedEnd() - block).isLessThanOrEqualTo(4L << 20);
        limited.close();
    }

    @Test
    void shouldKeepWhatTheOwnerStoresMeanwhile() throws InterruptedException {
        final AtomicBoolean done = new AtomicBoolean();
        final Thread toucher = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                arena.prefault().touchSome();
            }
        });
        for (int i = 0; i < 200; i++) {
            final long block = arena.allocate(BLOCK_BYTES, MemoryTag.STRINGS);
            for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
                arena.putLong(block + at, block + at);
            }
            for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
                if (arena.getLong(block + at) != block + at) {
                    throw new AssertionError("changed at " + at);
                }
            }
        }
        done.set(true);
        toucher.join();
    }

    private void allocate(final int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            assertThat(arena.allocate(BLOCK_BYTES, MemoryTag.STRINGS)).isNotZero();
        }
    }

    private void touchAll() {
        while (arena.prefault().touchSome()) {
            // all that is wanted
        }
    }

    /** Resident memory of the mapping that the arena is in. */
    private long residentKib() throws IOException {
        final List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        final long base = arena.address(0);
        boolean inside = false;
        for (final String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                final int dash = line.indexOf('-');
                inside = Long.parseUnsignedLong(line.substring(0, dash), 16) <= base
                        && base < Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16);
            } else if (inside && line.startsWith("Rss:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("no mapping at " + Long.toHexString(base));
    }
}

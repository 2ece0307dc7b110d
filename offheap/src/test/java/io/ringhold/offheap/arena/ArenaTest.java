package io.ringhold.offheap.arena;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArenaTest {
    private static final long PAGE = ArenaDescriptor.PAGE_LENGTH;
    private static final long RESERVE = 1L << 30;

    private Arena arena = Arena.reserve(ArenaOptions.of("test", RESERVE));

    @AfterEach
    void tearDown() {
        arena.close();
    }

    @Test
    void shouldHoldOnlyMetadataWhenNew() {
        assertThat(arena.usedBytes()).isEqualTo(arena.metadataBytes());
        assertThat(arena.usedBytes(MemoryTag.METADATA)).isEqualTo(arena.metadataBytes());
        assertThat(arena.committedBytes()).isEqualTo(arena.metadataBytes());
        assertThat(arena.metadataBytes()).isBetween(1L, 64L << 10);
    }

    @Test
    void shouldAccountByTagWhenBlocksComeAndGo() {
        final long small = arena.allocate(20, MemoryTag.KEYS);
        final long large = arena.allocate(100_000, MemoryTag.STRINGS);

        assertThat(arena.usableSize(small)).isEqualTo(24);
        assertThat(arena.usableSize(large)).isEqualTo(102_400);
        assertThat(arena.tagOf(small)).isEqualTo(MemoryTag.KEYS);
        assertThat(arena.tagOf(large)).isEqualTo(MemoryTag.STRINGS);
        assertThat(arena.usedBytes(MemoryTag.KEYS)).isEqualTo(24);
        assertThat(arena.usedBytes(MemoryTag.STRINGS)).isEqualTo(102_400);
        assertThat(arena.blockCount(MemoryTag.STRINGS)).isEqualTo(1);
        assertThat(arena.spanBytes()).isEqualTo(PAGE + 102_400);
        final long most = arena.usedBytes();

        arena.free(small);
        arena.free(large);

        assertThat(arena.usedBytes()).isEqualTo(arena.metadataBytes());
        assertThat(arena.blockCount(MemoryTag.STRINGS)).isZero();
        assertThat(arena.highWaterBytes()).isEqualTo(most);
    }

    @Test
    void shouldFreeWholePagesWhenABlockIsTrimmedInFront() {
        final long block = arena.allocate(10 * PAGE + 5_000, MemoryTag.STRINGS);
        final long kept = arena.allocate(100, MemoryTag.STRINGS);
        final long usable = arena.usableSize(block);
        arena.putLong(block + 4 * PAGE, 77);

        assertThat(arena.trimFront(block, PAGE - 1)).isEqualTo(block);
        assertThat(arena.trimFront(kept, 50)).isEqualTo(kept);
        final long trimmed = arena.trimFront(block, 3 * PAGE + 100);
        assertThat(trimmed).isEqualTo(block + 3 * PAGE);
        assertThat(arena.usableSize(trimmed)).isEqualTo(usable - 3 * PAGE);
        assertThat(arena.usedBytes(MemoryTag.STRINGS)).isEqualTo(usable - 3 * PAGE + arena.usableSize(kept));
        assertThat(arena.getLong(block + 4 * PAGE)).isEqualTo(77);
        final long reused = arena.allocate(2 * PAGE, MemoryTag.STRINGS);
        assertThat(reused).isBetween(block, block + PAGE);

        final long rest = arena.trimFront(trimmed, 100 * PAGE);
        assertThat(arena.usableSize(rest)).isBetween(1L, PAGE);
        arena.free(rest);
        arena.free(reused);
        arena.free(kept);
        assertThat(arena.usedBytes()).isEqualTo(arena.metadataBytes());
    }

    @Test
    void shouldAcceptZeroAndRefuseNegativeWhenAllocating() {
        final long block = arena.allocate(0, MemoryTag.SCRATCH);

        assertThat(arena.usableSize(block)).isEqualTo(8);
        assertThatThrownBy(() -> arena.allocate(-1, MemoryTag.SCRATCH)).isInstanceOf(IllegalArgumentException.class);
        assertThat(arena.allocate(Long.MAX_VALUE, MemoryTag.SCRATCH)).isZero();
    }

    @Test
    void shouldReturnZeroWhenTheLimitIsReached() {
        final Arena limited = Arena.reserve(new ArenaOptions("limited", RESERVE, 8 << 20, false));
        try (limited) {
            int blocks = 0;
            long last = 0;
            for (long block = limited.allocate(1000, MemoryTag.STRINGS); block != 0; blocks++) {
                last = block;
                block = limited.allocate(1000, MemoryTag.STRINGS);
            }

            assertThat(blocks).isBetween(7_800, 8_192);
            assertThat(limited.committedBytes()).isLessThanOrEqualTo(limited.limitBytes());
            assertThat(limited.allocate(200_000, MemoryTag.STRINGS)).isZero();
            limited.free(last);
            assertThat(limited.allocate(1024, MemoryTag.STRINGS)).isEqualTo(last);
        }
    }

    @Test
    void shouldGiveDirtyMemoryBackWhenTheLimitIsInTheWay() {
        final Arena limited = Arena.reserve(new ArenaOptions("limited", RESERVE, 8 << 20, false));
        try (limited) {
            final long first = limited.allocate(3 << 20, MemoryTag.STRINGS);
            final long fence = limited.allocate(PAGE * 2, MemoryTag.STRINGS);
            limited.free(first);

            final long big = limited.allocate(6 << 20, MemoryTag.STRINGS);

            assertThat(big).isNotZero();
            assertThat(limited.committedBytes()).isLessThanOrEqualTo(limited.limitBytes());
            limited.free(fence);
            limited.free(big);
        }
    }

    @Test
    void shouldReleaseKeptSpansWhenTheLimitIsInTheWay() {
        final Arena limited = Arena.reserve(new ArenaOptions("limited", RESERVE, 4 << 20, false));
        try (limited) {
            for (int size = 8; size <= 256; size += 8) {
                limited.free(limited.allocate(size, MemoryTag.DICT));
            }
            assertThat(limited.spanBytes()).isEqualTo(32 * PAGE);

            assertThat(limited.allocate(3 << 20, MemoryTag.STRINGS)).isNotZero();
            assertThat(limited.spanBytes()).isEqualTo(3 << 20);
        }
    }

    @Test
    void shouldReturnZeroWhenTheRangeIsExhausted() {
        final Arena small = Arena.reserve(ArenaOptions.of("small", 1 << 20));
        try (small) {
            final long first = small.allocate(5 * PAGE, MemoryTag.STRINGS);
            final long second = small.allocate(5 * PAGE, MemoryTag.STRINGS);
            final long third = small.allocate(3 * PAGE, MemoryTag.STRINGS);
            assertThat(small.allocate(5 * PAGE, MemoryTag.STRINGS)).isZero();
            assertThat(first).isNotZero();

            small.free(first);
            small.decommit(Long.MAX_VALUE);
            small.free(second);
            // Only the clean and the dirty run together are long enough.
            assertThat(small.allocate(10 * PAGE, MemoryTag.STRINGS)).isEqualTo(first);
            assertThat(third).isNotZero();
        }
    }

    @Test
    void shouldGiveBackInSlicesWhenAsked() {
        final long block = arena.allocate(10 * PAGE, MemoryTag.STRINGS);
        final long fence = arena.allocate(2 * PAGE, MemoryTag.STRINGS);
        arena.free(block);
        assertThat(arena.dirtyFreeBytes()).isEqualTo(10 * PAGE);

        assertThat(arena.decommit(PAGE - 1)).isZero();
        assertThat(arena.decommit(3 * PAGE + 5)).isEqualTo(3 * PAGE);
        assertThat(arena.dirtyFreeBytes()).isEqualTo(7 * PAGE);
        assertThat(arena.decommit(100 * PAGE)).isEqualTo(7 * PAGE);
        assertThat(arena.decommit(100 * PAGE)).isZero();
        assertThat(arena.committedBytes()).isEqualTo(arena.metadataBytes() + 2 * PAGE);

        // The clean run is whole again and is used before pages behind the top.
        assertThat(arena.allocate(10 * PAGE, MemoryTag.STRINGS)).isEqualTo(block);
        arena.free(fence);
    }

    @Test
    void shouldLowerTheTopWhenTheLastRunWasGivenBack() {
        final int top = arena.topPage();
        final long first = arena.allocate(4 * PAGE, MemoryTag.STRINGS);
        final long second = arena.allocate(4 * PAGE, MemoryTag.STRINGS);
        arena.free(first);
        arena.decommit(Long.MAX_VALUE);
        arena.free(second);
        assertThat(arena.topPage()).isEqualTo(top + 8);

        arena.decommit(Long.MAX_VALUE);

        assertThat(arena.topPage()).isEqualTo(top);
    }

    @Test
    void shouldDoNothingWhenAskedToGiveBackWhileACutIsOpen() {
        arena.free(arena.allocate(10 * PAGE, MemoryTag.STRINGS));
        arena.openCut((offset, length) -> {});

        assertThat(arena.decommit(Long.MAX_VALUE)).isZero();
        arena.closeCut();
        assertThat(arena.decommit(Long.MAX_VALUE)).isEqualTo(10 * PAGE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLowerResidentMemoryWhenGivenBack() throws IOException {
        final int blocks = 1024;
        final long[] offsets = new long[blocks];
        for (int i = 0; i < blocks; i++) {
            offsets[i] = arena.allocate(60 << 10, MemoryTag.STRINGS);
            arena.fill(offsets[i], 60 << 10, (byte) 1);
        }
        final long before = residentPages();
        for (final long offset : offsets) {
            arena.free(offset);
        }
        arena.decommit(Long.MAX_VALUE);

        assertThat(arena.committedBytes()).isEqualTo(arena.metadataBytes());
        assertThat(before - residentPages()).isGreaterThan((48 << 20) / 4096);
    }

    private static long residentPages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]);
    }

    @Test
    void shouldStayInPlaceWhenReallocatedWithinTheBlock() {
        final long block = arena.allocate(1000, MemoryTag.STRINGS);

        assertThat(arena.reallocate(block, 1024, MemoryTag.STRINGS)).isEqualTo(block);
        assertThat(arena.reallocate(block, 513, MemoryTag.STRINGS)).isEqualTo(block);
        final long smaller = arena.reallocate(block, 512, MemoryTag.STRINGS);
        assertThat(arena.usableSize(smaller)).isEqualTo(512);
        final long other = arena.reallocate(smaller, 512, MemoryTag.LISTPACKS);
        assertThat(arena.tagOf(other)).isEqualTo(MemoryTag.LISTPACKS);
        assertThat(arena.blockCount(MemoryTag.STRINGS)).isZero();
    }

    @Test
    void shouldGrowAndShrinkInPlaceWhenLarge() {
        final long block = arena.allocate(2 * PAGE, MemoryTag.STRINGS);
        arena.putLong(block + 8, 42);
        assertThat(arena.reallocate(block, 20 * PAGE, MemoryTag.STRINGS)).isEqualTo(block);
        final long fence = arena.allocate(2 * PAGE, MemoryTag.STRINGS);
        assertThat(arena.reallocate(block, 3 * PAGE, MemoryTag.STRINGS)).isEqualTo(block);
        assertThat(arena.dirtyFreeBytes()).isEqualTo(17 * PAGE);
        assertThat(arena.reallocate(block, 10 * PAGE + 1, MemoryTag.STRINGS)).isEqualTo(block);
        assertThat(arena.dirtyFreeBytes()).isEqualTo(9 * PAGE);
        assertThat(arena.usedBytes(MemoryTag.STRINGS)).isEqualTo(12 * PAGE + 4096);

        final long moved = arena.reallocate(block, 30 * PAGE, MemoryTag.STRINGS);

        assertThat(moved).isNotEqualTo(block);
        assertThat(arena.getLong(moved + 8)).isEqualTo(42);
        assertThat(arena.usableSize(fence)).isEqualTo(2 * PAGE);
    }

    @Test
    void shouldKeepTheOldBlockWhenReallocationFails() {
        final long block = arena.allocate(100, MemoryTag.STRINGS);
        arena.putLong(block, 42);

        assertThat(arena.reallocate(block, 2 * RESERVE, MemoryTag.STRINGS)).isZero();
        assertThat(arena.getLong(block)).isEqualTo(42);
    }

    @Test
    void shouldFindBlocksWhenASpanHasManyPages() {
        for (int i = 0; i < 40; i++) {
            final long block = arena.allocate(60 << 10, MemoryTag.STRINGS);
            assertThat(arena.usableSize(block)).isEqualTo(60 << 10);
            arena.putLong(block + (60 << 10) - 8, i);
        }
        assertThat(arena.usedBytes(MemoryTag.STRINGS)).isEqualTo(40 * (60 << 10));
    }

    @Test
    void shouldStayApartWhenThereAreTwoArenas() {
        try (Arena other = Arena.reserve(ArenaOptions.of("other", RESERVE))) {
            final long here = arena.allocate(64, MemoryTag.KEYS);
            final long there = other.allocate(64, MemoryTag.KEYS);
            assertThat(here).isEqualTo(there);
            arena.putLong(here, 1);
            other.putBytes(there, arena.address(here), 8);
            other.putLong(there + 8, 2);

            assertThat(arena.getLong(here)).isEqualTo(1);
            assertThat(other.getLong(there)).isEqualTo(1);
            other.free(there);
            assertThat(arena.blockCount(MemoryTag.KEYS)).isEqualTo(1);
            assertThat(Memory.getLong(arena.address(here))).isEqualTo(1);
        }
    }

    @Test
    void shouldStoreAndLoadWhenAllWidthsAreUsed() {
        final long block = arena.allocate(64, MemoryTag.STRINGS);
        arena.fill(block, 64, (byte) 7);
        arena.putByte(block + 1, (byte) 1);
        arena.putShort(block + 3, (short) 2);
        arena.putInt(block + 5, 3);
        arena.putLong(block + 9, 4);
        arena.putArray(block + 20, new byte[] {9, 8, 7}, 1, 2);
        arena.copy(block + 40, block + 20, 2);

        assertThat(arena.getByte(block)).isEqualTo((byte) 7);
        assertThat(arena.getByte(block + 1)).isEqualTo((byte) 1);
        assertThat(arena.getShort(block + 3)).isEqualTo((short) 2);
        assertThat(arena.getInt(block + 5)).isEqualTo(3);
        assertThat(arena.getLong(block + 9)).isEqualTo(4);
        assertThat(arena.getShort(block + 40)).isEqualTo((short) 0x0708);
        assertThat(arena.getByte(block + 42)).isEqualTo((byte) 7);
    }

    @Test
    void shouldReserveLessWhenTheSystemRefuses() {
        final List<Long> asked = new ArrayList<>();
        final Arena halved = Arena.reserve(new ArenaOptions("halved", 100 << 20, 10 << 20, false), bytes -> {
            asked.add(bytes >>> 20);
            return bytes > 20 << 20 ? -12 : NativeMemory.reserve(bytes, PAGE);
        });

        try (halved) {
            assertThat(asked).containsExactly(100L, 50L, 25L, 12L);
            assertThat(halved.reservedBytes()).isEqualTo(25 << 19);
        }
        assertThatThrownBy(
                () -> Arena.reserve(new ArenaOptions("none", 100 << 20, 30 << 20, false), bytes -> -12))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("arena none")
                .hasMessageContaining((30 << 20) + " bytes").hasMessageContaining("errno 12");
    }

    @Test
    void shouldKeepReferencesShortWhenTheRangeIsTheLargest() {
        try (Arena huge = Arena.reserve(new ArenaOptions("huge", ArenaDescriptor.MAX_ARENA_BYTES, 1 << 20, true))) {
            assertThat(huge.reservedBytes()).isLessThanOrEqualTo(ArenaDescriptor.MAX_ARENA_BYTES);
            final long block = huge.allocate(100, MemoryTag.KEYS);
            huge.putLong(block, 1);
            assertThat(block).isLessThan(1L << ArenaDescriptor.REFERENCE_BITS);
        }
    }

    @Test
    void shouldNameTheSizeWhenOptionsAreWrong() {
        assertThatThrownBy(() -> new ArenaOptions("a", RESERVE, RESERVE + 1, false)).hasMessageContaining("reserve");
        assertThatThrownBy(() -> ArenaOptions.of("a", ArenaDescriptor.MAX_ARENA_BYTES + 1))
                .hasMessageContaining("reserveBytes");
        assertThatThrownBy(() -> ArenaOptions.of("a", RESERVE).withLimitBytes(5)).hasMessageContaining("limitBytes 5");
        assertThat(ArenaOptions.of("a", RESERVE).withHugePages(true).hugePages()).isTrue();
    }

    @Test
    void shouldSayThatItIsClosedWhenAskedAfterwards() {
        arena.close();
        arena.close();

        assertThatThrownBy(() -> arena.usedBytes()).hasMessageContaining("arena test is closed");
        assertThat(arena).hasToString("arena test (closed)");
    }
}

package io.ringhold.offheap.arena;

import io.ringhold.offheap.memory.Memory;
import org.agrona.UnsafeApi;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class ArenaBoundsTest {
    private Arena arena;

    @BeforeEach
    void setUp() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();
        arena = Arena.reserve(ArenaOptions.of("bounds", 64 << 20));
    }

    @AfterEach
    void tearDown() {
        if (arena != null) {
            arena.close();
        }
    }

    @Test
    void shouldRefuseAccessWhenItLeavesItsBlock() {
        final long block = arena.allocate(24, MemoryTag.KEYS);
        arena.allocate(24, MemoryTag.KEYS);
        arena.putLong(block + 16, 1);

        assertViolation(() -> arena.putLong(block + 17, 1), "offset " + (block + 17),
                "live block at " + block + " of 24 bytes (KEYS)", "arena bounds");
        assertViolation(() -> arena.getInt(block + 21), "4 bytes");
        assertViolation(() -> arena.getByte(block - 1), "in the arena's metadata");
        assertViolation(() -> arena.copy(block, block + 8, 24), "24 bytes");
        assertViolation(() -> arena.copy(block + 8, block, 24), "24 bytes");
        assertViolation(() -> arena.fill(block, 25, (byte) 0), "25 bytes");
        assertViolation(() -> arena.fill(block, -1, (byte) 0), "-1 bytes");
        assertViolation(() -> arena.putArray(block, new byte[30], 0, 30), "30 bytes");
        assertViolation(() -> arena.putBytes(block, arena.address(block), 25), "25 bytes");
        assertViolation(() -> Memory.getLong(arena.address(block) + 17), "live block at " + block);
    }

    @Test
    void shouldRefuseAccessWhenThereIsNoLiveBlock() {
        final long freed = arena.allocate(24, MemoryTag.KEYS);
        final long kept = arena.allocate(24, MemoryTag.KEYS);
        final long large = arena.allocate(300_000, MemoryTag.STRINGS);
        arena.free(freed);

        assertViolation(() -> arena.getLong(freed), "freed block at " + freed);
        assertViolation(() -> arena.getLong(kept + 24), "freed block at");
        assertViolation(() -> arena.getLong(0), "null reference");
        assertViolation(() -> arena.getLong(8), "metadata");
        assertViolation(() -> arena.getLong(63 << 20), "pages that are free");
        assertViolation(() -> arena.getLong(1L << 41), "outside the arena");
        assertViolation(() -> arena.getLong(-8), "outside the arena");
        arena.putLong(large + 299_992, 1);
        assertViolation(() -> arena.getLong(large + 303_104), "live block at " + large);
        arena.free(large);
        assertViolation(() -> arena.getLong(large + 200_000), "pages that are free");
    }

    @Test
    void shouldRefuseToFreeWhenItIsNoLiveBlock() {
        final long block = arena.allocate(24, MemoryTag.KEYS);
        arena.allocate(24, MemoryTag.KEYS);
        final long large = arena.allocate(300_000, MemoryTag.STRINGS);
        arena.free(block);

        assertViolation(() -> arena.free(block), "offset " + block, "not a live block", "freed block");
        assertViolation(() -> arena.free(block + 32), "not a live block");
        assertViolation(() -> arena.free(block + 25), "not a live block");
        assertViolation(() -> arena.free(0), "null reference");
        assertViolation(() -> arena.free(large + 65_536), "live block at " + large);
        assertViolation(() -> arena.usableSize(block), "freed block");
        assertViolation(() -> arena.tagOf(block), "freed block");
        assertViolation(() -> arena.reallocate(block, 10, MemoryTag.KEYS), "freed block");
    }

    @Test
    void shouldFillBlocksWhenTheyAreFreed() {
        final long block = arena.allocate(32, MemoryTag.KEYS);
        arena.allocate(32, MemoryTag.KEYS);
        arena.fill(block, 32, (byte) 1);

        arena.free(block);

        assertThat(UnsafeApi.getLong(arena.address(block) + 8)).isEqualTo(0xDDDD_DDDD_DDDD_DDDDL);
        assertThat(UnsafeApi.getLong(arena.address(block) + 24)).isEqualTo(0xDDDD_DDDD_DDDD_DDDDL);
    }

    @Test
    void shouldRefuseAccessWhenTheArenaIsClosed() {
        final long block = arena.allocate(32, MemoryTag.KEYS);
        final long address = arena.address(block);
        arena.close();

        assertViolation(() -> Memory.getByte(address), "in no arena and no registered region");
    }

    private static void assertViolation(final ThrowingCallable access, final String... parts) {
        assertThatThrownBy(access).isInstanceOf(IllegalStateException.class).message().contains(parts);
    }
}

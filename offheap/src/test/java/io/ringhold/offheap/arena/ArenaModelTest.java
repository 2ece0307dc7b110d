package io.ringhold.offheap.arena;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random operations against a plain map of the blocks. Run one again with {@code -Dringhold.seed=N}. */
class ArenaModelTest {
    private static final int STEPS = 40_000;
    private static final MemoryTag[] TAGS = MemoryTag.values();

    private record Block(long bytes, long usable, MemoryTag tag, byte pattern) {}

    private final TreeMap<Long, Block> model = new TreeMap<>();
    private final Map<MemoryTag, Long> usedByTag = new EnumMap<>(MemoryTag.class);
    private final Map<MemoryTag, Long> countByTag = new EnumMap<>(MemoryTag.class);
    private final List<Long> offsets = new ArrayList<>();
    private Random random;
    private Arena arena;
    private int refused;
    private int movedBlocks;

    @Test
    void shouldAgreeWithTheModelWhenThereIsRoom() {
        run(new ArenaOptions("roomy", 4L << 30, 4L << 30, false));
        assertThat(refused).isZero();
        assertThat(movedBlocks).isPositive();
    }

    @Test
    void shouldAgreeWithTheModelWhenTheLimitIsTight() {
        run(new ArenaOptions("tight", 1L << 30, 12 << 20, false));
        assertThat(refused).isPositive();
    }

    @Test
    void shouldAgreeWithTheModelWhenTheRangeIsTight() {
        run(new ArenaOptions("narrow", 12 << 20, 12 << 20, true));
        assertThat(refused).isPositive();
    }

    private void run(final ArenaOptions options) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ArenaModelTest " + options.name() + ": -Dringhold.seed=" + seed);
        random = new Random(seed);
        try (Arena opened = Arena.reserve(options)) {
            arena = opened;
            for (int i = 0; i < STEPS; i++) {
                step(i / (STEPS / 8) % 2 == 0);
                if (i % 64 == 0) {
                    assertAccounts();
                }
            }
            while (!offsets.isEmpty()) {
                free(random.nextInt(offsets.size()));
            }
            assertAccounts();
            assertThat(arena.evacuation().remainingSpans()).isZero();
            assertThat(arena.usedBytes()).isEqualTo(arena.metadataBytes());
            final int firstTop = arena.firstDataPage();
            arena.decommit(Long.MAX_VALUE);
            assertThat(arena.committedBytes()).isEqualTo(arena.metadataBytes());
            assertThat(arena.topPage()).isEqualTo(firstTop);
        }
    }

    private void step(final boolean growing) {
        final int choice = random.nextInt(100);
        if (offsets.isEmpty() || choice < (growing ? 60 : 30)) {
            allocate();
        } else if (choice < 75) {
            free(random.nextInt(offsets.size()));
        } else if (choice < 96) {
            reallocate(random.nextInt(offsets.size()));
        } else if (choice < 98) {
            evacuate();
        } else {
            arena.decommit((long) random.nextInt(40) << 15);
        }
    }

    private void allocate() {
        final long bytes = randomSize();
        final MemoryTag tag = randomTag();
        final long offset = arena.allocate(bytes, tag);
        if (offset == 0) {
            refused++;
        } else {
            add(offset, bytes, tag);
            offsets.add(offset);
        }
    }

    private void reallocate(final int index) {
        final long offset = offsets.get(index);
        final Block old = model.get(offset);
        final MemoryTag tag = random.nextInt(8) == 0 ? randomTag() : old.tag;
        final long bytes = random.nextBoolean() ? randomSize() : old.bytes + old.bytes / 4;
        final long moved = arena.reallocate(offset, bytes, tag);
        if (moved == 0) {
            refused++;
            assertContent(offset, old.bytes, old.pattern);
            return;
        }
        assertContent(moved, Math.min(old.bytes, bytes), old.pattern);
        remove(offset);
        add(moved, bytes, tag);
        offsets.set(index, moved);
    }

    /** A part of a pass: a plan is made, blocks are moved, spans are taken back, in any order and not to the end. */
    private void evacuate() {
        final Evacuation evacuation = arena.evacuation();
        switch (random.nextInt(8)) {
            case 0 -> evacuation.begin();
            case 1 -> evacuation.endSome(random.nextInt(4));
            case 2, 3, 4 -> evacuation.planSome(random.nextInt(400));
            default -> {
                for (int i = 0; i < 50; i++) {
                    move(random.nextInt(offsets.size()));
                }
            }
        }
    }

    private void move(final int index) {
        final long offset = offsets.get(index);
        final Block block = model.get(offset);
        final boolean affected = arena.evacuation().isAffected(offset);
        final long moved = arena.evacuation().move(offset);
        assertThat(moved != offset && !affected).isFalse();
        assertContent(moved, block.bytes, block.pattern);
        if (moved != offset) {
            assertThat(arena.usableSize(moved)).isEqualTo(block.usable);
            assertThat(arena.tagOf(moved)).isEqualTo(block.tag);
            remove(offset);
            add(moved, block.bytes, block.tag);
            offsets.set(index, moved);
            movedBlocks++;
        }
    }

    private void free(final int index) {
        final long offset = offsets.get(index);
        final Block block = model.get(offset);
        assertContent(offset, block.bytes, block.pattern);
        assertThat(arena.usableSize(offset)).isEqualTo(block.usable);
        assertThat(arena.tagOf(offset)).isEqualTo(block.tag);
        arena.free(offset);
        remove(offset);
        offsets.set(index, offsets.getLast());
        offsets.removeLast();
    }

    private void add(final long offset, final long bytes, final MemoryTag tag) {
        final long usable = arena.usableSize(offset);
        assertThat(offset & 7).isZero();
        assertThat(usable).isGreaterThanOrEqualTo(bytes);
        final Map.Entry<Long, Block> before = model.lowerEntry(offset + usable);
        if (before != null) {
            assertThat(before.getKey() + before.getValue().usable).as("end of the block before")
                    .isLessThanOrEqualTo(offset);
        }
        final byte pattern = (byte) random.nextInt();
        arena.fill(offset, bytes, pattern);
        model.put(offset, new Block(bytes, usable, tag, pattern));
        usedByTag.merge(tag, usable, Long::sum);
        countByTag.merge(tag, 1L, Long::sum);
    }

    private void remove(final long offset) {
        final Block block = model.remove(offset);
        usedByTag.merge(block.tag, -block.usable, Long::sum);
        countByTag.merge(block.tag, -1L, Long::sum);
    }

    private void assertContent(final long offset, final long bytes, final byte pattern) {
        for (long i = 0; i < bytes; i = i < 64 || i + 200 > bytes ? i + 1 : i + 97) {
            if (arena.getByte(offset + i) != pattern) {
                assertThat(arena.getByte(offset + i)).as("byte %d of block %d", i, offset).isEqualTo(pattern);
            }
        }
    }

    private void assertAccounts() {
        long total = arena.metadataBytes();
        for (final MemoryTag tag : TAGS) {
            final long own = tag == MemoryTag.METADATA ? arena.metadataBytes() : 0;
            assertThat(arena.usedBytes(tag)).as("used by %s", tag).isEqualTo(usedByTag.getOrDefault(tag, 0L) + own);
            assertThat(arena.blockCount(tag)).as("count of %s", tag).isEqualTo(countByTag.getOrDefault(tag, 0L));
            total += usedByTag.getOrDefault(tag, 0L);
        }
        assertThat(arena.usedBytes()).isEqualTo(total);
        assertThat(arena.highWaterBytes()).isGreaterThanOrEqualTo(total);
        assertThat(arena.spanBytes() + arena.metadataBytes()).isGreaterThanOrEqualTo(total);
        assertThat(arena.committedBytes()).isLessThanOrEqualTo(arena.limitBytes());
    }

    private long randomSize() {
        final int choice = random.nextInt(100);
        if (choice < 70) {
            return random.nextInt(300);
        }
        if (choice < 90) {
            return random.nextInt(5_000);
        }
        return choice < 97 ? random.nextInt(66_000) : random.nextInt(700_000);
    }

    private MemoryTag randomTag() {
        return TAGS[random.nextInt(random.nextInt(5) == 0 ? TAGS.length : 3)];
    }
}

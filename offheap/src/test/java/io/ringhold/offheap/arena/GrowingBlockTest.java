package io.ringhold.offheap.arena;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrowingBlockTest {
    private static final int STEPS = 4_000;
    private static final int PHASE = STEPS / 8;
    private static final int ARENA_BYTES = 4 << 20;
    private static final long MEBIBYTE = 1 << 20;
    private static final MemoryTag TAG = MemoryTag.SCRATCH;
    /** What the measuring itself may take. */
    private static final long TOLERANCE_BYTES = 512;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", ARENA_BYTES));
    /** Blocks of others, which are in the way. */
    private final List<Long> others = new ArrayList<>();
    private final byte[] found = new byte[ARENA_BYTES];
    private Random random;
    private int doubled;
    private int lessThanDoubled;
    private int refused;

    /** A block, how it grows, and what it must hold. */
    private static final class Model {
        private final long leastBytes;
        private final long mostSpareBytes;
        private final GrowingBlock block;
        private final byte[] content = new byte[ARENA_BYTES];
        private int length;

        Model(final long leastBytes, final long mostSpareBytes) {
            this.leastBytes = leastBytes;
            this.mostSpareBytes = mostSpareBytes;
            this.block = mostSpareBytes == Long.MAX_VALUE
                    ? new GrowingBlock(TAG, leastBytes)
                    : new GrowingBlock(TAG, leastBytes, mostSpareBytes);
        }

        /** The most that it may take when it grows to so many bytes. */
        long wantedBytes(final long bytes) {
            return Arena.usableSizeFor(Math.max(leastBytes, bytes + Math.min(bytes, mostSpareBytes)));
        }
    }

    @AfterEach
    void close() {
        arena.close();
    }

    /** Blocks that grow in an arena that others fill and empty, against arrays. */
    @Test
    void shouldAgreeWithTheModelWhenMemoryComesAndGoes() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("GrowingBlockTest -Dringhold.seed=" + seed);
        random = new Random(seed);
        final List<Model> models = List.of(new Model(0, Long.MAX_VALUE), new Model(4096, Long.MAX_VALUE),
                new Model(256, 1 << 16), new Model(0, 0));
        models.forEach(model -> model.block.begin(arena));
        for (int step = 0; step < STEPS; step++) {
            final Model model = models.get(random.nextInt(models.size()));
            final int choice = random.nextInt(100);
            if (choice < 70) {
                append(model);
            } else if (choice < 95) {
                changeOthers(step / PHASE % 2 == 0);
            } else {
                giveBack(model);
            }
        }
        assertThat(doubled).isPositive();
        assertThat(lessThanDoubled).isPositive();
        assertThat(refused).isPositive();
        models.forEach(model -> model.block.end());
        others.forEach(arena::free);
        assertThat(arena.usedBytes()).isEqualTo(arena.metadataBytes());
    }

    private void append(final Model model) {
        final GrowingBlock block = model.block;
        final byte[] added = new byte[random.nextInt(random.nextInt(10) == 0 ? 300_000 : 3_000)];
        random.nextBytes(added);
        final long bytes = (long) model.length + added.length;
        final long oldOffset = block.offset();
        final long oldCapacity = block.capacity();
        if (!block.reserve(bytes)) {
            refused++;
            assertThat(block.offset()).isEqualTo(oldOffset);
            assertThat(block.capacity()).isEqualTo(oldCapacity);
            assertThat(arena.allocate(bytes, TAG)).as("what was refused").isZero();
            assertContent(model);
            return;
        }
        assertThat(block.capacity()).isGreaterThanOrEqualTo(bytes);
        if (bytes <= oldCapacity) {
            assertThat(block.offset()).isEqualTo(oldOffset);
            assertThat(block.capacity()).isEqualTo(oldCapacity);
        } else {
            assertThat(block.capacity()).isEqualTo(arena.usableSize(block.offset()))
                    .isLessThanOrEqualTo(model.wantedBytes(bytes));
            if (block.capacity() < model.wantedBytes(bytes)) {
                lessThanDoubled++;
            } else {
                doubled++;
            }
        }
        if (bytes > 0) {
            arena.putArray(block.offset() + model.length, added, 0, added.length);
        }
        System.arraycopy(added, 0, model.content, model.length, added.length);
        model.length += added.length;
        assertContent(model);
    }

    private void changeOthers(final boolean more) {
        if (more) {
            final long block = arena.allocate(random.nextInt(400_000), MemoryTag.KEYS);
            if (block != 0) {
                others.add(block);
            }
        } else if (!others.isEmpty()) {
            arena.free(others.remove(random.nextInt(others.size())));
        }
    }

    private void giveBack(final Model model) {
        final GrowingBlock block = model.block;
        final long keptBytes = random.nextInt(1 << random.nextInt(22));
        final boolean isTrimmed = random.nextBoolean();
        final boolean isKept = isTrimmed && block.capacity() <= keptBytes;
        if (isTrimmed) {
            block.trim(keptBytes);
        } else {
            block.end();
        }
        if (!isKept) {
            model.length = 0;
            assertThat(block.offset()).isZero();
            assertThat(block.address()).isZero();
            assertThat(block.capacity()).isZero();
        }
        assertContent(model);
    }

    private void assertContent(final Model model) {
        final int length = model.length;
        if (length > 0) {
            assertThat(model.block.address()).isEqualTo(arena.address(model.block.offset()));
            Memory.copyToArray(model.block.address(), found, 0, length);
            assertThat(Arrays.equals(found, 0, length, model.content, 0, length)).as("content").isTrue();
        }
    }

    @Test
    void shouldTakeTwiceWhatIsNeededAndNoLessThanTheLeast() {
        final GrowingBlock block = new GrowingBlock(TAG, 1024);
        block.begin(arena);
        assertThat(block.capacity()).isZero();

        assertThat(block.reserve(1)).isTrue();
        assertThat(block.capacity()).isEqualTo(1024);
        final long offset = block.offset();
        assertThat(block.reserve(1024)).isTrue();
        assertThat(block.offset()).isEqualTo(offset);
        assertThat(block.reserve(100_000)).isTrue();
        assertThat(block.capacity()).isEqualTo(Arena.usableSizeFor(200_000));
        assertThat(arena.blockCount(TAG)).isEqualTo(1);
        block.end();
    }

    @Test
    void shouldTakeNoMoreThanItsSpareWhenThatIsBounded() {
        final GrowingBlock spare = new GrowingBlock(TAG, 256, 8192);
        final GrowingBlock exact = new GrowingBlock(TAG, 0, 0);
        spare.begin(arena);
        exact.begin(arena);

        assertThat(spare.reserve(1000) && exact.reserve(1000)).isTrue();
        assertThat(spare.capacity()).isEqualTo(Arena.usableSizeFor(2000));
        assertThat(exact.capacity()).isEqualTo(Arena.usableSizeFor(1000));
        assertThat(spare.reserve(100_000) && exact.reserve(100_000)).isTrue();
        assertThat(spare.capacity()).isEqualTo(Arena.usableSizeFor(108_192));
        assertThat(exact.capacity()).isEqualTo(Arena.usableSizeFor(100_000));
        spare.end();
        exact.end();
    }

    /** Of 4 MiB others have 2: there is room for 1.5 MiB, not for 3. */
    @Test
    void shouldTakeWhatIsNeededWhenTwiceIsNotThere() {
        final long other = arena.allocate(2 * MEBIBYTE, MemoryTag.KEYS);
        final long needed = MEBIBYTE + MEBIBYTE / 2;
        assertThat(arena.allocate(2 * needed, TAG)).isZero();
        final GrowingBlock block = new GrowingBlock(TAG, 4096);
        block.begin(arena);

        assertThat(block.reserve(needed)).isTrue();
        assertThat(block.capacity()).isBetween(needed, 2 * needed - 1);
        block.end();
        arena.free(other);
    }

    @Test
    void shouldTakeLessThanTheLeastWhenThatIsNotThere() {
        others.add(arena.allocate(128, TAG));
        // no page is left then, but room for more such blocks
        for (int bytes = ARENA_BYTES; bytes >= ArenaDescriptor.PAGE_LENGTH; bytes /= 2) {
            for (long block = arena.allocate(bytes, TAG); block != 0; block = arena.allocate(bytes, TAG)) {
                others.add(block);
            }
        }
        final GrowingBlock block = new GrowingBlock(TAG, 4096);
        block.begin(arena);

        assertThat(block.reserve(128)).isTrue();
        assertThat(block.capacity()).isEqualTo(128);
        assertThat(block.reserve(129)).isFalse();
        assertThat(block.capacity()).isEqualTo(128);
        block.end();
        others.forEach(arena::free);
    }

    /** Each step would copy the block if something stood behind it: there must be few, however long it is. */
    @Test
    void shouldTakeTheLastMemoryInFewSteps() {
        final GrowingBlock block = new GrowingBlock(TAG, 8);
        block.begin(arena);
        int steps = 0;
        for (long bytes = 100_000; block.reserve(bytes); bytes = block.capacity() + 1) {
            assertThat(block.capacity()).isGreaterThanOrEqualTo(bytes);
            steps++;
        }
        assertThat(block.capacity()).isGreaterThan(ARENA_BYTES - 4 * ArenaDescriptor.PAGE_LENGTH);
        assertThat(steps).isLessThan(40);
        block.end();
    }

    @Test
    void shouldRefuseMoreThanAnyArenaHas() {
        final GrowingBlock block = new GrowingBlock(TAG, 8);
        block.begin(arena);
        assertThat(block.reserve(8)).isTrue();
        arena.putLong(block.offset(), 0x0123456789abcdefL);
        final long capacity = block.capacity();

        final long most = ArenaDescriptor.MAX_ARENA_BYTES;
        for (final long bytes : new long[] {ARENA_BYTES, most, most + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            assertThat(block.reserve(bytes)).as("%d bytes", bytes).isFalse();
            assertThat(block.capacity()).isEqualTo(capacity);
        }
        assertThat(arena.getLong(block.offset())).isEqualTo(0x0123456789abcdefL);
        block.end();
    }

    @Test
    void shouldGiveItsMemoryBackWhenItIsLongOrAtItsEnd() {
        final GrowingBlock block = new GrowingBlock(TAG, 8, 0);
        block.end();
        block.begin(arena);
        block.end();
        assertThat(block.reserve(1000)).isTrue();
        block.trim(block.capacity());
        assertThat(arena.blockCount(TAG)).isEqualTo(1);
        block.trim(block.capacity() - 1);
        assertThat(arena.blockCount(TAG)).isZero();
        assertThat(block.capacity()).isZero();
        assertThat(block.reserve(10)).isTrue();
        block.end();
        block.end();
        assertThat(arena.blockCount(TAG)).isZero();
    }

    @Test
    void shouldLeaveTheHeapAloneWhenItGrows() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final GrowingBlock block = new GrowingBlock(TAG, 64);
        block.begin(arena);
        grow(block);
        grow(block);
        final long before = threads.getCurrentThreadAllocatedBytes();
        grow(block);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TOLERANCE_BYTES);
    }

    private static void grow(final GrowingBlock block) {
        for (int round = 0; round < 100; round++) {
            for (long bytes = 1; bytes < 200_000; bytes += 100) {
                block.reserve(bytes);
            }
            block.end();
        }
    }
}

package io.ringhold.offheap.arena;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SizeClassesTest {
    @Test
    void shouldWasteAtMostAnEighthWhenChoosingAClass() {
        for (int bytes = 1; bytes <= SizeClasses.MAX_BLOCK_BYTES; bytes++) {
            final int sizeClass = SizeClasses.classOf(bytes);
            final int size = SizeClasses.sizeOf(sizeClass);
            assertThat(size).isGreaterThanOrEqualTo(bytes);
            assertThat(size - bytes).isLessThanOrEqualTo(Math.max(7, size / 8));
            if (sizeClass > 0) {
                assertThat(SizeClasses.sizeOf(sizeClass - 1)).isLessThan(bytes);
            }
        }
        assertThat(SizeClasses.classOf(SizeClasses.MAX_BLOCK_BYTES)).isEqualTo(SizeClasses.COUNT - 1);
        assertThat(SizeClasses.COUNT).isLessThanOrEqualTo(ArenaDescriptor.CLASS_LIMIT);
    }

    @Test
    void shouldAlignAndFillSpansWhenLaidOut() {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            final int size = SizeClasses.sizeOf(sizeClass);
            final int spanBytes = SizeClasses.spanPagesOf(sizeClass) * ArenaDescriptor.PAGE_LENGTH;
            assertThat(size % ArenaDescriptor.ALIGNMENT).isZero();
            assertThat(spanBytes % size).isLessThanOrEqualTo(spanBytes / 32);
        }
    }

    @Test
    void shouldDivideExactlyWhenFindingTheBlock() {
        for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
            final int size = SizeClasses.sizeOf(sizeClass);
            final int spanBytes = SizeClasses.spanPagesOf(sizeClass) * ArenaDescriptor.PAGE_LENGTH;
            for (int offset = 0; offset < spanBytes; offset++) {
                if (SizeClasses.blockIndex(sizeClass, offset) != offset / size) {
                    assertThat(SizeClasses.blockIndex(sizeClass, offset)).as("offset %d of size %d", offset, size)
                            .isEqualTo(offset / size);
                }
            }
        }
    }

    @Test
    void shouldOrderBinsWhenRunsGrow() {
        int last = 0;
        for (int pages = 1; pages <= 1 << 20; pages++) {
            final int bin = RunBins.binOf(pages);
            assertThat(bin == last || bin == last + 1).isTrue();
            last = bin;
        }
        assertThat(RunBins.binOf(1 << 26)).isLessThan(ArenaDescriptor.BIN_COUNT);
    }
}

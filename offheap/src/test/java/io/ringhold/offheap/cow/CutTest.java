package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is copied and what is not, limits and counters; on one thread. */
class CutTest {
    private static final long PAGE = 4096;
    private static final int LARGE_PAGE = 64 << 10;
    private static final long PLENTY = 64 << 20;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64 << 20));
    private final long block = filled(10 * LARGE_PAGE, 1);
    private final Cut cut = new Cut(arena, PLENTY);
    private final FrozenView view = new FrozenView(cut);

    @AfterEach
    void close() {
        view.close();
        cut.close();
        arena.close();
    }

    @Test
    void shouldShowTheOldBytesWhenAnyKindOfStoreFollows() {
        final byte[] array = {9, 9, 9, 9, 9, 9, 9, 9};
        final long source = filled(64, 9);
        begin();
        arena.putByte(block, (byte) 9);
        arena.putShort(block + PAGE, (short) 9);
        arena.putInt(block + 2 * PAGE, 9);
        arena.putLong(block + 3 * PAGE, 9);
        arena.putBytes(block + 4 * PAGE, arena.address(source), 8);
        arena.putArray(block + 5 * PAGE, array, 0, 8);
        arena.copy(block + 6 * PAGE, source, 8);
        arena.fill(block + 7 * PAGE, 8, (byte) 9);

        for (int i = 0; i < 8; i++) {
            assertThat(arena.getByte(block + i * PAGE)).as("store %d", i).isEqualTo((byte) 9);
            assertThat(view.getByte(block + i * PAGE)).as("store %d", i).isEqualTo((byte) 1);
        }
        assertThat(cut.pagesCopied()).isEqualTo(8);
    }

    @Test
    void shouldCopyAPageOnceWhenItIsStoredToAgain() {
        begin();
        for (int i = 0; i < PAGE; i++) {
            arena.putByte(block + i, (byte) i);
        }
        assertThat(cut.pagesCopied()).isEqualTo(1);
        assertThat(cut.totalPagesCopied()).isEqualTo(1);

        cut.end();
        begin();
        arena.putByte(block, (byte) 77);
        assertThat(cut.pagesCopied()).isEqualTo(1);
        assertThat(cut.totalPagesCopied()).isEqualTo(2);
        assertThat(view.getByte(block)).isZero();
        assertThat(view.getByte(block + 1)).isEqualTo((byte) 1);
    }

    @Test
    void shouldCopyEachPageWhenAStoreGoesOverSeveral() {
        begin();
        arena.putLong(block + PAGE - 3, -1);
        assertThat(cut.pagesCopied()).isEqualTo(2);
        arena.fill(block + PAGE + 5, 5 * PAGE, (byte) 8);
        assertThat(cut.pagesCopied()).isEqualTo(7);
        arena.putArray(block, new byte[0], 0, 0);

        for (int i = 0; i < 7 * PAGE; i++) {
            assertThat(view.getByte(block + i)).isEqualTo((byte) 1);
        }
        assertThat(cut.pagesCopied()).isEqualTo(7);
    }

    @Test
    void shouldCopyNothingWhenPagesAreBehindTheEnd() {
        final long end = arena.dataEnd();
        begin();
        final long added = filled(3 * LARGE_PAGE, 2);
        filled(100, 2);
        arena.free(added);
        filled(3 * LARGE_PAGE, 3);

        assertThat(added).isGreaterThanOrEqualTo(end);
        assertThat(cut.pagesCopied()).isZero();
    }

    @Test
    void shouldCopyNothingWhenPagesWereFreeAtTheCut() {
        final long hole = filled(8 * LARGE_PAGE, 2);
        final long fence = filled(LARGE_PAGE + 1, 3);
        arena.free(hole);
        begin();

        final long added = filled(5 * LARGE_PAGE, 4);
        assertThat(added).isEqualTo(hole);
        final long grown = arena.reallocate(added, 8 * LARGE_PAGE, MemoryTag.STRINGS);
        assertThat(grown).isEqualTo(hole);
        arena.fill(grown, 8 * LARGE_PAGE, (byte) 5);
        arena.free(grown);
        assertThat(filled(8 * LARGE_PAGE, 6)).isEqualTo(hole);

        assertThat(cut.pagesCopied()).isZero();
        assertThat(view.getByte(fence)).isEqualTo((byte) 3);
        assertThatThrownBy(() -> view.getByte(hole)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("these pages were free at the cut");
    }

    @Test
    void shouldKeepTheOldBytesWhenTheirPagesAreFreedAndUsedAgain() {
        final long victim = filled(4 * LARGE_PAGE, 2);
        filled(LARGE_PAGE + 1, 3);
        begin();
        arena.free(victim);
        for (int i = 0; i < 3; i++) {
            final long again = filled(4 * LARGE_PAGE, 10 + i);
            assertThat(again).isEqualTo(victim);
            arena.free(again);
        }

        assertThat(cut.pagesCopied()).isEqualTo(4 * LARGE_PAGE / PAGE);
        for (int i = 0; i < 4 * LARGE_PAGE; i += 512) {
            assertThat(view.getByte(victim + i)).isEqualTo((byte) 2);
        }
    }

    @Test
    void shouldKeepTheOldBytesWhenALargeBlockIsShortenedAndItsRestUsedAgain() {
        filled(LARGE_PAGE + 1, 3);
        begin();
        assertThat(arena.reallocate(block, 4 * LARGE_PAGE, MemoryTag.STRINGS)).isEqualTo(block);
        assertThat(filled(6 * LARGE_PAGE, 7)).isEqualTo(block + 4 * LARGE_PAGE);

        assertThat(cut.pagesCopied()).isEqualTo(6 * LARGE_PAGE / PAGE);
        assertThat(view.getByte(block + 4 * LARGE_PAGE + 17)).isEqualTo((byte) 1);
    }

    @Test
    void shouldKeepTheOldBytesWhenSmallBlocksAreFreedAndUsedAgain() {
        final long small = filled(48, 2);
        begin();
        arena.free(small);
        assertThat(filled(48, 3)).isEqualTo(small);

        assertThat(view.getLong(small)).isEqualTo(0x0202_0202_0202_0202L);
        assertThat(cut.pagesCopied()).isEqualTo(1);
    }

    @Test
    void shouldCopyNothingWhenOnlyAccessBitsChange() {
        final Entries entries = new Entries(arena);
        final long key = filled(16, 'k');
        final long entry = entries.create(0, 0, arena.address(key), 16, 8, Entries.NO_EXPIRY);
        begin();
        entries.access(entry, 0x123456);

        assertThat(cut.pagesCopied()).isZero();
        assertThat(entries.access(entry)).isEqualTo(0x123456);
    }

    @Test
    void shouldGiveNoArenaMemoryBackWhenTheBarrierIsOn() {
        final long victim = filled(4 * LARGE_PAGE, 2);
        final long emptied = filled(100, 2);
        begin();
        arena.free(victim);
        arena.free(emptied);
        assertThat(arena.decommit(Long.MAX_VALUE)).isZero();
        assertThat(view.getByte(victim)).isEqualTo((byte) 2);
        assertThat(view.getByte(emptied)).isEqualTo((byte) 2);

        cut.end();
        assertThat(arena.decommit(Long.MAX_VALUE)).isGreaterThanOrEqualTo(5 * LARGE_PAGE);
    }

    /** Without a cut the arena would give the holes back to make room; a cut must change neither that nor what it shows. */
    @Test
    void shouldKeepTheOldBytesWhenTheArenaMustMakeRoom() {
        try (Arena tight = Arena.reserve(ArenaOptions.of("tight", 8 << 20).withLimitBytes(2 << 20));
                Cut tightCut = new Cut(tight, PLENTY);
                FrozenView tightView = new FrozenView(tightCut)) {
            final long[] blocks = new long[12];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = tight.allocate(2 * LARGE_PAGE, MemoryTag.STRINGS);
                tight.fill(blocks[i], 2 * LARGE_PAGE, (byte) (i + 1));
            }
            tight.free(blocks[2]);
            tightCut.open();
            tightView.attach();
            for (int i = 4; i < blocks.length; i += 2) {
                tight.free(blocks[i]);
            }
            final long large = tight.allocate(10 * LARGE_PAGE, MemoryTag.STRINGS);
            assertThat(large).isPositive();
            tight.fill(large, 10 * LARGE_PAGE, (byte) 99);

            for (int i = 0; i < blocks.length; i++) {
                if (i != 2) {
                    assertThat(tightView.getByte(blocks[i] + 2 * LARGE_PAGE - 1)).as("block %d", i)
                            .isEqualTo((byte) (i + 1));
                }
            }
            assertThat(tightCut.pagesCopied()).isPositive();
        }
    }

    @Test
    void shouldFailAndGoOnWhenTheLimitIsReachedInTheMiddleOfAStore() {
        cut.limitBytes(3 * PAGE + 100);
        begin();
        arena.putByte(block, (byte) 2);
        assertThat(cut.failure()).isNull();
        arena.fill(block, 10 * PAGE, (byte) 3);

        assertThat(cut.pagesCopied()).isEqualTo(3);
        assertThat(arena.getByte(block + 10 * PAGE - 1)).isEqualTo((byte) 3);
        assertThat(cut.failure()).isEqualTo("the copies of pages that changed during the snapshot reached the limit of "
                + "12388 bytes; raise snapshot-shadow-limit");
        assertThatThrownBy(() -> view.getByte(block)).isInstanceOf(CutFailedException.class)
                .hasMessage("arena test: " + cut.failure());
        assertThatThrownBy(cut::open).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not been ended");
        assertThatThrownBy(view::attach).isInstanceOf(CutFailedException.class).hasMessageContaining("raise");
        assertThat(cut.isOpen()).isTrue();
        assertThat(cut.releaseSome(PLENTY)).isEqualTo(3 * PAGE);

        cut.end();
        assertThat(cut.failure()).isNotNull();
        cut.limitBytes(PLENTY);
        begin();
        assertThat(cut.failure()).isNull();
        arena.putByte(block, (byte) 4);
        assertThat(view.getByte(block)).isEqualTo((byte) 3);
    }

    @Test
    void shouldFailAtTheFirstCopyWhenTheLimitIsZero() {
        cut.limitBytes(0);
        begin();
        assertThat(view.getByte(block)).isEqualTo((byte) 1);
        arena.putByte(block, (byte) 2);

        assertThat(cut.failure()).contains("limit of 0 bytes");
        assertThatThrownBy(() -> cut.limitBytes(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapshot-shadow-limit");
        cut.limitBytes(Long.MAX_VALUE);
        assertThat(cut.limitBytes()).isEqualTo(arena.reservedBytes());
    }

    @Test
    void shouldFailWhenTheLimitIsLoweredBelowWhatIsCopied() {
        begin();
        arena.fill(block, 5 * PAGE, (byte) 2);
        cut.limitBytes(PAGE);
        arena.putByte(block + 4 * PAGE, (byte) 3);
        assertThat(cut.failure()).isNull();
        arena.putByte(block + 5 * PAGE, (byte) 3);
        assertThat(cut.failure()).isNotNull();
    }

    @Test
    void shouldRefuseASecondCutWhenOneIsOpen() {
        cut.end();
        assertThat(cut.isOpen()).isFalse();
        begin();
        assertThatThrownBy(cut::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("arena test");
        assertThat(cut).hasToString("cut of arena test (open): copied 0 pages, shadow memory 0, limit 67108864");
        cut.close();
        cut.close();
        assertThat(cut.isOpen()).isFalse();
    }

    @Test
    void shouldStartAgainWhenTheEpochsAreUsedUp() {
        try (Cut old = new Cut(arena, PLENTY, ShadowTableDescriptor.MAX_EPOCH - 2);
                FrozenView oldView = new FrozenView(old)) {
            for (int i = 0; i < 5; i++) {
                old.open();
                oldView.attach();
                final byte before = arena.getByte(block);
                arena.putByte(block, (byte) (20 + i));
                assertThat(oldView.getByte(block)).isEqualTo(before);
                assertThat(old.pagesCopied()).isEqualTo(1);
                old.end();
            }
            assertThat(old.table().isCaptured(block / PAGE, 3)).isTrue();
        }
    }

    @Test
    void shouldCountShadowMemoryExactlyWhenItComesAndGoes() {
        assertThat(cut.shadowBytes()).isZero();
        begin();
        arena.fill(block, 5 * PAGE, (byte) 2);
        assertThat(cut.shadowBytes()).isEqualTo(5 * PAGE);
        assertThat(cut.releaseSome(PLENTY)).isZero();
        arena.fill(block, 7 * PAGE, (byte) 2);
        cut.end();
        assertThat(cut.shadowBytes()).isEqualTo(7 * PAGE);
        assertThat(cut.peakShadowBytes()).isEqualTo(7 * PAGE);

        assertThat(cut.releaseSome(PAGE - 1)).isZero();
        assertThat(cut.releaseSome(3 * PAGE + 1)).isEqualTo(3 * PAGE);
        assertThat(cut.shadowBytes()).isEqualTo(4 * PAGE);
        begin();
        arena.fill(block, 2 * PAGE, (byte) 3);
        assertThat(cut.shadowBytes()).isEqualTo(4 * PAGE);
        cut.end();
        assertThat(cut.releaseSome(PLENTY)).isEqualTo(4 * PAGE);
        assertThat(cut.shadowBytes()).isZero();
        assertThat(cut.peakShadowBytes()).isEqualTo(4 * PAGE);
        assertThat(cut.pagesCopied()).isEqualTo(2);
        assertThat(cut.totalPagesCopied()).isEqualTo(9);
    }

    @Test
    void shouldKeepMemoryReadyWhenPrepared() {
        assertThat(cut.prepare()).isEqualTo(ShadowPool.SLICE_BYTES);
        begin();
        arena.fill(block, 10 * PAGE, (byte) 2);
        assertThat(cut.shadowBytes()).isEqualTo(ShadowPool.SLICE_BYTES);
        assertThat(view.getByte(block)).isEqualTo((byte) 1);
        while (cut.prepare() > 0) {
            assertThat(cut.shadowBytes()).isLessThanOrEqualTo(ShadowPool.AHEAD_BYTES + 10 * PAGE);
        }
        assertThat(cut.shadowBytes()).isEqualTo(ShadowPool.AHEAD_BYTES + 10 * PAGE);
        assertThat(view.getByte(block)).isEqualTo((byte) 1);
        assertThat(view.getByte(block + 10 * PAGE - 1)).isEqualTo((byte) 1);

        cut.end();
        assertThat(cut.peakShadowBytes()).isEqualTo(ShadowPool.AHEAD_BYTES + 10 * PAGE);
        cut.releaseSome(PLENTY);
        cut.limitBytes(3 * PAGE);
        assertThat(cut.prepare()).isEqualTo(3 * PAGE);
        assertThat(cut.prepare()).isZero();
    }

    private void begin() {
        cut.open();
        view.attach();
    }

    private long filled(final long bytes, final int value) {
        final long added = arena.allocate(bytes, MemoryTag.STRINGS);
        arena.fill(added, bytes, (byte) value);
        return added;
    }
}

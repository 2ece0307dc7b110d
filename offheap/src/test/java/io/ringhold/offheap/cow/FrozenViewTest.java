package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class FrozenViewTest {
    private static final int PAGE = 4096;
    private static final int BYTES = 200_000;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 16 << 20));
    private final long block = arena.allocate(BYTES, MemoryTag.STRINGS);
    private final Cut cut = new Cut(arena, 1 << 20);
    private final FrozenView view = new FrozenView(cut);

    FrozenViewTest() {
        for (int i = 0; i < BYTES; i++) {
            arena.putByte(block + i, (byte) (i * 31 >>> 3));
        }
    }

    @AfterEach
    void close() {
        view.close();
        cut.close();
        arena.close();
    }

    @Test
    void shouldJoinLiveAndShadowPagesWhenAViewCoversBoth() {
        begin();
        arena.putLong(block + 2 * PAGE + 8, -1);
        arena.fill(block + 5 * PAGE, 4 * PAGE, (byte) 0);

        for (int start = 0; start < 2 * PAGE; start += 509) {
            final long address = view.view(block + start, MemoryView.MAX_VIEW_BYTES);
            for (int i = 0; i < MemoryView.MAX_VIEW_BYTES; i++) {
                if (Memory.getByte(address + i) != (byte) ((start + i) * 31 >>> 3)) {
                    assertThat(Memory.getByte(address + i)).as("byte %d", start + i)
                            .isEqualTo((byte) ((start + i) * 31 >>> 3));
                }
            }
        }
    }

    @Test
    void shouldLoadAllWidthsWhenTheyStraddlePages() {
        final LiveView live = new LiveView(arena);
        final long at = block + PAGE - 1;
        final short aShort = live.getShort(at);
        final int anInt = live.getInt(at);
        final long aLong = live.getLong(at);
        final byte aByte = live.getByte(at);
        begin();
        arena.putLong(block + PAGE, -1);

        assertThat(view.getByte(at)).isEqualTo(aByte);
        assertThat(view.getShort(at)).isEqualTo(aShort);
        assertThat(view.getInt(at)).isEqualTo(anInt);
        assertThat(view.getLong(at)).isEqualTo(aLong);
        assertThat(live.getShort(at)).isNotEqualTo(aShort);
    }

    @Test
    void shouldRefuseWhenThereIsNothingFrozen() {
        assertRefused(() -> view.getByte(block), "attached to no cut");
        assertThatThrownBy(view::attach).isInstanceOf(CutFailedException.class).hasMessageContaining("no cut is open");
        begin();
        assertRefused(() -> view.getByte(8), "the allocator's metadata is not frozen");
        assertRefused(() -> view.getLong(arena.dataStart() - 1), "metadata");
        assertRefused(() -> view.getByte(-1), "no block was there at the cut");
        assertRefused(() -> view.getByte(arena.dataEnd()), "no block was there at the cut");
        assertRefused(() -> view.getLong(arena.dataEnd() - 7), "8 bytes at offset " + (arena.dataEnd() - 7));
        assertRefused(() -> view.getLong(Long.MAX_VALUE), "no block was there");
        assertRefused(() -> view.view(block, 0), "not between 1 and 65536");
        assertRefused(() -> view.view(block, 65_537), "arena test: a frozen view of 65537 bytes");
        assertRefused(() -> view.view(block, Integer.MIN_VALUE), "not between");
        assertThat(view.getByte(arena.dataEnd() - 1)).isZero();
    }

    @Test
    void shouldRefuseWhenTheCutHasEndedUnderTheReader() {
        begin();
        view.getByte(block);
        cut.end();
        assertThatThrownBy(() -> view.getByte(block)).isInstanceOf(CutFailedException.class)
                .hasMessage("arena test: no cut is open, or it was ended while it was read");

        cut.open();
        assertThatThrownBy(() -> view.getByte(block)).isInstanceOf(CutFailedException.class);
        view.attach();
        assertThat(view.getByte(block + 8)).isEqualTo((byte) (8 * 31 >>> 3));
    }

    @Test
    void shouldForgetItsBufferWhenItIsClosed() {
        assumeThat(Memory.BOUNDS_CHECK).isTrue();
        begin();
        final long address = view.view(block, 100);
        Memory.getByte(address + 99);
        view.close();

        assertThatThrownBy(() -> Memory.getByte(address)).hasMessageContaining("no registered region");
    }

    @Test
    void shouldShowLiveBytesInPlaceWhenTheViewIsLive() {
        final LiveView live = new LiveView(arena);
        assertThat(live.view(block + 7, 100)).isEqualTo(arena.address(block + 7));

        assumeThat(Memory.BOUNDS_CHECK).isTrue();
        final long usable = arena.usableSize(block);
        assertRefused(() -> live.view(block + usable - 3, 4), "4 bytes");
        assertRefused(() -> live.getByte(8), "metadata");
        assertRefused(() -> live.view(block, 0), "arena test: a view of 0 bytes");
        assertRefused(() -> live.view(block, 65_537), "65537");
    }

    private void begin() {
        cut.open();
        view.attach();
    }

    private static void assertRefused(final ThrowingCallable access, final String part) {
        assertThatThrownBy(access).isInstanceOf(IllegalStateException.class).hasMessageContaining(part);
    }
}

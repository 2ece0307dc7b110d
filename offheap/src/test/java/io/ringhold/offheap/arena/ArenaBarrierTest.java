package io.ringhold.offheap.arena;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArenaBarrierTest {
    private static final long RESERVE = 8 << 20;

    private final List<String> announced = new ArrayList<>();
    private Arena arena;
    private long block;

    @BeforeEach
    void setUp() {
        arena = Arena.reserve(ArenaOptions.of("barrier", RESERVE));
        block = arena.allocate(256, MemoryTag.STRINGS);
    }

    @AfterEach
    void tearDown() {
        arena.close();
    }

    @Test
    void shouldAnnounceEachStoreWhenACutIsOpen() {
        arena.fill(block, 256, (byte) 0);
        arena.openCut((offset, length) -> {
            announced.add(offset - block + "+" + length);
            assertThat(arena.getByte(offset)).as("content before the store").isZero();
        });

        arena.putByte(block, (byte) 1);
        arena.putShort(block + 8, (short) 1);
        arena.putInt(block + 16, 1);
        arena.putLong(block + 24, 1);
        arena.putBytes(block + 32, arena.address(block), 3);
        arena.putArray(block + 64, new byte[] {1, 2, 3, 4, 5}, 0, 5);
        arena.copy(block + 96, block + 64, 5);
        arena.fill(block + 128, 100, (byte) 1);
        arena.fill(block + 128, 0, (byte) 1);
        arena.getLong(block);

        assertThat(announced).containsExactly("0+1", "8+2", "16+4", "24+8", "32+3", "64+5", "96+5", "128+100");
        assertThatThrownBy(() -> arena.openCut((offset, length) -> {})).hasMessageContaining("open already");
    }

    @Test
    void shouldBeSilentWhenTheCutIsClosed() {
        arena.openCut((offset, length) -> announced.add("store"));
        arena.closeCut();
        arena.putLong(block, 1);
        arena.free(block);

        assertThat(announced).isEmpty();
    }

    @Test
    void shouldNotAnnounceStoresThatAreAdvice() {
        arena.openCut((offset, length) -> announced.add("store"));
        arena.putIntAdvisory(block + 2, 0x0a090807);

        assertThat(announced).isEmpty();
        assertThat(arena.getInt(block + 2)).isEqualTo(0x0a090807);
    }

    @Test
    void shouldAnnouncePagesThatComeAndGo() {
        arena.openCut(new WriteBarrier() {
            @Override
            public void beforeStore(final long offset, final long lengthBytes) {}

            @Override
            public void pagesTaken(final int firstPage, final int pages) {
                announced.add("taken " + (firstPage - arena.firstDataPage()) + "+" + pages);
            }

            @Override
            public void pagesFreed(final int firstPage, final int pages) {
                announced.add("freed " + (firstPage - arena.firstDataPage()) + "+" + pages);
            }
        });
        final long large = arena.allocate(3 << 16, MemoryTag.STRINGS);
        arena.reallocate(large, 5 << 16, MemoryTag.STRINGS);
        arena.reallocate(large, (1 << 16) + 1, MemoryTag.STRINGS);
        arena.free(large);
        arena.allocate(8, MemoryTag.DICT);

        final int first = (int) (large >>> 16) - arena.firstDataPage();
        assertThat(announced).containsExactly("taken " + first + "+3", "taken " + (first + 3) + "+2",
                "freed " + (first + 2) + "+3", "freed " + first + "+2", "taken " + first + "+1");
    }

    /** Compares all data pages with their state at the cut: what differs must have been announced first. */
    @Test
    void shouldAnnounceTheAllocatorsStoresWhenBlocksComeAndGo() {
        final Random random = new Random(5);
        final List<Long> blocks = new ArrayList<>();
        churn(random, blocks, 400);
        final long[] before = content();
        final BitSet announcedWords = new BitSet();
        arena.openCut(
                (offset, length) -> announcedWords.set((int) (offset >>> 3), (int) ((offset + length + 7) >>> 3)));

        churn(random, blocks, 2000);
        arena.closeCut();

        final long[] after = content();
        int changed = 0;
        for (int i = (int) (arena.dataStart() >>> 3); i < after.length; i++) {
            if (after[i] != before[i]) {
                changed++;
                assertThat(announcedWords.get(i)).as("word at offset %d", i * 8L).isTrue();
            }
        }
        assertThat(changed).isGreaterThan(100);
    }

    private void churn(final Random random, final List<Long> blocks, final int steps) {
        for (int i = 0; i < steps; i++) {
            if (random.nextBoolean() || blocks.isEmpty()) {
                final long size = random.nextInt(10) == 0 ? random.nextInt(300_000) : random.nextInt(2_000);
                final long added = arena.allocate(size, MemoryTag.DICT);
                if (added != 0) {
                    blocks.add(added);
                }
            } else {
                final int at = random.nextInt(blocks.size());
                final long moved = random.nextInt(3) == 0
                        ? arena.reallocate(blocks.get(at), random.nextInt(200_000), MemoryTag.DICT)
                        : 0;
                if (moved != 0) {
                    blocks.set(at, moved);
                } else {
                    arena.free(blocks.remove(at));
                }
            }
        }
    }

    private long[] content() {
        final long[] words = new long[(int) (arena.reservedBytes() >>> 3)];
        for (int i = 0; i < words.length; i++) {
            words[i] = arena.loadLong(i * 8L);
        }
        return words;
    }
}

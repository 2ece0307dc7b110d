package io.ringhold.offheap.cow;

import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.UsedPages;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;
import org.agrona.UnsafeApi;

import static org.assertj.core.api.Assertions.assertThat;

/** A copy of all pages of an arena that were in use at one moment, to compare views with. */
final class Image implements AutoCloseable {
    private static final int MAX_RUNS = 1 << 16;

    private final Arena arena;
    private final long copy;
    private final long[] offsets = new long[MAX_RUNS];
    private final long[] lengths = new long[MAX_RUNS];
    private int runs;

    Image(final Arena arena) {
        this.arena = arena;
        copy = NativeMemory.reserve(arena.reservedBytes(), 4096);
        assertThat(copy).isPositive();
        Memory.register(copy, arena.reservedBytes());
    }

    /** Takes the image anew. */
    void take() {
        runs = 0;
        UsedPages.forEach(arena, (offset, length) -> {
            offsets[runs] = offset;
            lengths[runs++] = length;
            UnsafeApi.copyMemory(arena.address(offset), copy + offset, length);
        });
    }

    /** Compares all of it with what a view shows, in random order and pieces. */
    void verifyAll(final MemoryView view, final Random random) {
        shuffle(random);
        for (int i = 0; i < runs; i++) {
            final long end = offsets[i] + lengths[i];
            long at = offsets[i];
            while (at < end) {
                final int most = random.nextInt(4) == 0 ? MemoryView.MAX_VIEW_BYTES : 5000;
                final int length = (int) Math.min(end - at, 1 + random.nextInt(most));
                verify(view, at, length);
                at += length;
            }
        }
    }

    /** Compares some ranges at random. */
    void verifySome(final MemoryView view, final Random random, final int times) {
        for (int i = 0; i < times && runs > 0; i++) {
            final int run = random.nextInt(runs);
            final long start = random.nextLong(lengths[run]);
            verify(view, offsets[run] + start, 1 + (int) random.nextLong(Math.min(300, lengths[run] - start)));
        }
    }

    private void verify(final MemoryView view, final long offset, final int length) {
        if (!Memory.equals(view.view(offset, length), copy + offset, length)) {
            throw new AssertionError("a view of " + length + " bytes at offset " + offset
                    + " shows other bytes than there were at the cut");
        }
    }

    private void shuffle(final Random random) {
        for (int i = runs - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final long offset = offsets[i];
            final long length = lengths[i];
            offsets[i] = offsets[other];
            lengths[i] = lengths[other];
            offsets[other] = offset;
            lengths[other] = length;
        }
    }

    @Override
    public void close() {
        Memory.unregister(copy);
        NativeMemory.release(copy, arena.reservedBytes());
    }
}

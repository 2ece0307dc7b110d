package io.ringhold.bench.jmh;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.cow.Cut;
import io.ringhold.offheap.cow.FrozenView;
import io.ringhold.offheap.memory.Memory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What snapshots cost the engine for each store, and their reader for each load. */
public class CopyOnWriteBenchmark extends MicroBenchmark {
    private static final int PAGE_BYTES = 4096;

    /** How many pages of 4 KiB are stored to in turn: 16 MiB. */
    @Param("4096")
    private int pages;

    private Arena arena;
    private Cut cut;
    private FrozenView view;
    private long block;
    private int page;

    @Setup
    public void fill() {
        final long bytes = (long) pages * PAGE_BYTES;
        arena = Arena.reserve(ArenaOptions.of("bench", 1L << 30));
        block = arena.allocate(bytes, MemoryTag.STRINGS);
        arena.fill(block, bytes, (byte) 1);
        cut = new Cut(arena, 1L << 30);
        view = new FrozenView(cut);
        // One round through all pages, so that no benchmark meets page faults of the first cut.
        cut.open();
        arena.fill(block, bytes, (byte) 2);
        cut.end();
    }

    @TearDown
    public void release() {
        view.close();
        cut.close();
        arena.close();
    }

    /** Stores 8 bytes to one page after another past the arena and its barrier. */
    @Benchmark
    public void putLongWithoutBarrier() {
        Memory.putLong(arena.address(nextPage()), page);
    }

    /** Stores 8 bytes to one page after another; no cut is open. */
    @Benchmark
    public void putLongWithoutCut() {
        arena.putLong(nextPage(), page);
    }

    /** The same with an open cut; all but the first round meets pages that have been captured. */
    @Benchmark
    public void putLongOnCapturedPage() {
        if (!cut.isOpen()) {
            cut.open();
        }
        arena.putLong(nextPage(), page);
    }

    /** Each store is the first to its page since the cut; a round of pages takes part of an end and an open. */
    @Benchmark
    public void firstPutLongOnPage() {
        if (page == 0) {
            cut.end();
            cut.open();
        }
        arena.putLong(nextPage(), page);
    }

    /** Loads 8 bytes of a page that has not changed since the cut. */
    @Benchmark
    public long viewLivePage() {
        attach();
        return view.getLong(nextPage());
    }

    /** Loads 8 bytes of a page that has a shadow page. */
    @Benchmark
    public long viewShadowPage() {
        if (attach()) {
            arena.fill(block, (long) pages * PAGE_BYTES, (byte) 3);
        }
        return view.getLong(nextPage());
    }

    private boolean attach() {
        if (cut.isOpen()) {
            return false;
        }
        cut.open();
        view.attach();
        return true;
    }

    private long nextPage() {
        page = page + 1 == pages ? 0 : page + 1;
        return block + (long) page * PAGE_BYTES;
    }
}

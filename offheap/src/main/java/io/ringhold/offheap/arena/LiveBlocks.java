package io.ringhold.offheap.arena;

import java.util.Arrays;

import io.ringhold.offheap.memory.RegionGuard;

/**
 * Knows which blocks of an arena are live, so that accesses can be checked; exists only while bounds checks are on. The
 * owner thread changes it, any thread may check: a block that was properly handed over is seen by its receiver.
 */
final class LiveBlocks implements RegionGuard {
    private static final byte FREED = (byte) 0xDD;
    private static final int WORDS_PER_PAGE = ArenaDescriptor.PAGE_LENGTH / ArenaDescriptor.ALIGNMENT / Long.SIZE;

    private final Arena arena;
    /** For each page a bit for every 8 bytes: set where a live block starts. */
    private volatile long[][] starts = new long[0][];
    /** For each page of a live large block its first page: the arena does not describe the inner ones. */
    private volatile int[] largeHeads = new int[0];

    LiveBlocks(final Arena arena) {
        this.arena = arena;
    }

    void allocated(final long offset) {
        final int page = pageOf(offset);
        long[][] current = starts;
        if (page >= current.length || current[page] == null) {
            if (page >= current.length) {
                current = Arrays.copyOf(current, Math.max(page + 1, 2 * current.length));
            }
            current[page] = new long[WORDS_PER_PAGE];
            starts = current;
        }
        current[page][wordIndex(offset)] |= 1L << (offset >>> 3);
        markLarge(offset, page);
    }

    void freeing(final long offset) {
        checkBlock(offset);
        arena.storeFill(offset, usableBytes(offset), FREED);
        starts[pageOf(offset)][wordIndex(offset)] &= ~(1L << (offset >>> 3));
        markLarge(offset, 0);
    }

    /** A large block is about to lose its first pages; {@link #allocated} with its new start must follow. */
    void trimming(final long offset) {
        checkBlock(offset);
        starts[pageOf(offset)][wordIndex(offset)] &= ~(1L << (offset >>> 3));
        markLarge(offset, 0);
    }

    /** A large block is about to change its pages; {@link #resized} must follow. */
    void resizing(final long offset) {
        markLarge(offset, 0);
    }

    void resized(final long offset) {
        markLarge(offset, pageOf(offset));
    }

    private void markLarge(final long offset, final int head) {
        final long descriptor = arena.headDescriptor(offset);
        if (PageDescriptor.kindOf(arena.loadInt(descriptor)) == PageDescriptor.KIND_LARGE) {
            final int first = pageOf(offset);
            final int end = first + arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET);
            int[] current = largeHeads;
            if (end > current.length) {
                current = Arrays.copyOf(current, Math.max(end, 2 * current.length));
            }
            Arrays.fill(current, first, end, head);
            largeHeads = current;
        }
    }

    /** Checks that a live block starts at an offset. */
    void checkBlock(final long offset) {
        if (offset <= 0 || offset >= arena.reservedBytes() || (offset & (ArenaDescriptor.ALIGNMENT - 1)) != 0
                || !isStart(offset)) {
            throw new IllegalStateException("arena " + arena.name() + ": offset " + offset
                    + " is not a live block: it is " + describe(offset));
        }
    }

    @Override
    public void check(final long address, final long lengthBytes) {
        if (lengthBytes == 0) {
            return;
        }
        final long offset = address - arena.address(0);
        final long block = blockOf(offset);
        if (lengthBytes < 0 || block == 0 || !isStart(block)
                || lengthBytes > usableBytes(block) - (offset - block)) {
            throw new IllegalStateException("access to " + lengthBytes + " bytes at address 0x"
                    + Long.toHexString(address) + ", arena " + arena.name() + " offset " + offset + ": "
                    + describe(offset));
        }
    }

    private boolean isStart(final long offset) {
        final int page = pageOf(offset);
        final long[][] current = starts;
        return page < current.length && current[page] != null
                && (current[page][wordIndex(offset)] & (1L << (offset >>> 3))) != 0;
    }

    /** Where the block starts, live or not, that an offset lies in; 0 when it lies in none. */
    private long blockOf(final long offset) {
        final long page = offset >> ArenaDescriptor.PAGE_SHIFT;
        if (page < arena.firstDataPage() || page >= arena.topPage()) {
            return ArenaDescriptor.NULL;
        }
        final int[] heads = largeHeads;
        if (page < heads.length && heads[(int) page] != 0) {
            return (long) heads[(int) page] << ArenaDescriptor.PAGE_SHIFT;
        }
        final long descriptor = PageDescriptor.descriptorOffset((int) page);
        final int word = arena.loadInt(descriptor);
        if (PageDescriptor.kindOf(word) != PageDescriptor.KIND_SPAN) {
            return ArenaDescriptor.NULL;
        }
        final long start = (long) arena
                .loadInt(descriptor + PageDescriptor.HEAD_OFFSET) << ArenaDescriptor.PAGE_SHIFT;
        final int sizeClass = PageDescriptor.sizeClassOf(word);
        return start + (long) SizeClasses.blockIndex(sizeClass, offset - start) * SizeClasses.sizeOf(sizeClass);
    }

    private String describe(final long offset) {
        if (offset < 0 || offset >= arena.reservedBytes()) {
            return "outside the arena";
        }
        if (offset >>> ArenaDescriptor.PAGE_SHIFT < arena.firstDataPage()) {
            return offset == ArenaDescriptor.NULL ? "the null reference" : "in the arena's metadata";
        }
        final long block = blockOf(offset);
        if (block == 0) {
            return "in pages that are free";
        }
        if (!isStart(block)) {
            return "in the freed block at " + block;
        }
        final int word = arena.loadInt(arena.headDescriptor(block));
        return "in the live block at " + block + " of " + usableBytes(block) + " bytes ("
                + MemoryTag.ofId(PageDescriptor.tagIdOf(word)) + ")";
    }

    private long usableBytes(final long block) {
        return arena.loadLong(arena.headDescriptor(block) + PageDescriptor.USABLE_BYTES_OFFSET);
    }

    private static int pageOf(final long offset) {
        return (int) (offset >>> ArenaDescriptor.PAGE_SHIFT);
    }

    private static int wordIndex(final long offset) {
        return (int) (offset & (ArenaDescriptor.PAGE_LENGTH - 1)) >>> 9;
    }
}

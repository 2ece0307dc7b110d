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

    LiveBlocks(final Arena arena) {
        this.arena = arena;
    }

    void allocated(final long offset) {
        final int page = (int) (offset >>> ArenaDescriptor.PAGE_SHIFT);
        long[][] current = starts;
        if (page >= current.length || current[page] == null) {
            if (page >= current.length) {
                current = Arrays.copyOf(current, Math.max(page + 1, 2 * current.length));
            }
            current[page] = new long[WORDS_PER_PAGE];
            starts = current;
        }
        current[page][wordIndex(offset)] |= 1L << (offset >>> 3);
    }

    void freeing(final long offset) {
        checkBlock(offset);
        final long descriptor = arena.headDescriptor(offset);
        arena.storeFill(offset, arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET), FREED);
        starts[(int) (offset >>> ArenaDescriptor.PAGE_SHIFT)][wordIndex(offset)] &= ~(1L << (offset >>> 3));
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
                || lengthBytes > arena.loadLong(arena.headDescriptor(block) + PageDescriptor.USABLE_BYTES_OFFSET)
                        - (offset - block)) {
            throw new IllegalStateException("access to " + lengthBytes + " bytes at address 0x"
                    + Long.toHexString(address) + ", arena " + arena.name() + " offset " + offset + ": "
                    + describe(offset));
        }
    }

    private boolean isStart(final long offset) {
        final int page = (int) (offset >>> ArenaDescriptor.PAGE_SHIFT);
        final long[][] current = starts;
        return page < current.length && current[page] != null
                && (current[page][wordIndex(offset)] & (1L << (offset >>> 3))) != 0;
    }

    /** Where the block starts, live or not, that an offset lies in; 0 when it lies in none. */
    private long blockOf(final long offset) {
        final long page = offset >> ArenaDescriptor.PAGE_SHIFT;
        if (page < arena.firstDataPage() || page >= arena.topPage()) {
            return 0;
        }
        final int word = arena.loadInt(PageDescriptor.descriptorOffset((int) page));
        final int head = arena
                .loadInt(PageDescriptor.descriptorOffset((int) page) + PageDescriptor.HEAD_OFFSET);
        final long start = (long) head << ArenaDescriptor.PAGE_SHIFT;
        return switch (PageDescriptor.kindOf(word)) {
            case PageDescriptor.KIND_LARGE -> start;
            case PageDescriptor.KIND_SPAN -> {
                final int sizeClass = PageDescriptor.sizeClassOf(word);
                yield start + (long) SizeClasses.blockIndex(sizeClass, offset - start)
                        * SizeClasses.sizeOf(sizeClass);
            }
            default -> 0;
        };
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
        final long descriptor = arena.headDescriptor(block);
        return "in the " + (isStart(block) ? "live" : "freed") + " block at " + block + " of "
                + arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET) + " bytes ("
                + MemoryTag.ofId(PageDescriptor.tagIdOf(arena.loadInt(descriptor))) + ")";
    }

    private static int wordIndex(final long offset) {
        return (int) (offset & (ArenaDescriptor.PAGE_LENGTH - 1)) >>> 9;
    }
}

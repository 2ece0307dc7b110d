package io.ringhold.offheap.arena;

/**
 * Blocks of more than 64 KiB: each is a run of pages. The untouched rest of its last page is address space, not memory,
 * so a block counts as its size rounded up to 4 KiB. Owner thread only.
 */
final class LargeBlocks {
    private final Arena arena;
    private final PageRuns runs;

    LargeBlocks(final Arena arena, final PageRuns runs) {
        this.arena = arena;
        this.runs = runs;
    }

    /** Allocates; 0 when there is no room. */
    long allocate(final long bytes, final int tagId) {
        if (bytes > ArenaDescriptor.MAX_ARENA_BYTES) {
            return ArenaDescriptor.NULL;
        }
        final long usable = ArenaDescriptor.roundToSystemPage(bytes);
        final int pages = pagesFor(usable);
        final int head = arena.allocatePages(pages, usable);
        if (head == 0) {
            return ArenaDescriptor.NULL;
        }
        describe(head, pages, usable, tagId);
        arena.accountBlock(tagId, usable, 1);
        return (long) head << ArenaDescriptor.PAGE_SHIFT;
    }

    void free(final long descriptor) {
        final int tagId = PageDescriptor.tagIdOf(arena.loadInt(descriptor));
        final int head = arena.loadInt(descriptor + PageDescriptor.HEAD_OFFSET);
        final int pages = arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET);
        final long usable = arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET);
        arena.accountBlock(tagId, usable, -1);
        runs.free(head, pages, usable);
    }

    /** Gives a large block another large size without moving it, if its neighbourhood allows. */
    boolean resize(final long descriptor, final long newBytes) {
        if (newBytes > ArenaDescriptor.MAX_ARENA_BYTES) {
            return false;
        }
        final int tagId = PageDescriptor.tagIdOf(arena.loadInt(descriptor));
        final int head = arena.loadInt(descriptor + PageDescriptor.HEAD_OFFSET);
        final int oldPages = arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET);
        final long oldUsable = arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET);
        final long newUsable = ArenaDescriptor.roundToSystemPage(newBytes);
        final int newPages = pagesFor(newUsable);
        final long difference = newUsable - oldUsable;
        if (newPages >= oldPages && !runs.extend(head, oldPages, newPages, difference)) {
            return false;
        }
        // Before the rest is freed: it must not be merged with what this block's new last page once was.
        describe(head, newPages, newUsable, tagId);
        if (newPages < oldPages) {
            runs.free(head + newPages, oldPages - newPages, -difference);
        }
        arena.accountBytes(tagId, difference);
        return true;
    }

    /** Frees the first pages of a block, but not all. */
    void trimFront(final long descriptor, final int pages) {
        final int tagId = PageDescriptor.tagIdOf(arena.loadInt(descriptor));
        final int head = arena.loadInt(descriptor + PageDescriptor.HEAD_OFFSET);
        final int left = arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET) - pages;
        final long bytes = (long) pages << ArenaDescriptor.PAGE_SHIFT;
        // Before the first pages are freed: they must not be merged with what this page once was.
        describe(head + pages, left, arena.loadLong(descriptor + PageDescriptor.USABLE_BYTES_OFFSET) - bytes, tagId);
        runs.free(head, pages, bytes);
        arena.accountBytes(tagId, -bytes);
    }

    private static int pagesFor(final long bytes) {
        return (int) ((bytes + ArenaDescriptor.PAGE_LENGTH - 1) >>> ArenaDescriptor.PAGE_SHIFT);
    }

    private void describe(final int head, final int pages, final long usable, final int tagId) {
        final int word = PageDescriptor.word(PageDescriptor.KIND_LARGE, 0, tagId, 0);
        final long first = PageDescriptor.descriptorOffset(head);
        runs.describeEnds(word, head, pages);
        arena.storeInt(first + PageDescriptor.PAGES_OFFSET, pages);
        arena.storeLong(first + PageDescriptor.USABLE_BYTES_OFFSET, usable);
    }
}

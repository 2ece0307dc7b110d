package io.ringhold.offheap.arena;

import static io.ringhold.offheap.arena.ArenaDescriptor.EMPTY_SPANS_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.EVACUATED_SPANS_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.HEAD_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.PAGES_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.PREVIOUS_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.USABLE_BYTES_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.CAPACITY_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.FREE_BLOCK_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.FRESH_BLOCK_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.LIVE_BLOCKS_OFFSET;

/**
 * Blocks of up to 64 KiB. Each size class and tag has a slot with the list of its spans that have room; full spans are
 * in no list. An empty span is kept only while it is the last one of its slot with room, so that a block that comes and
 * goes does not make its span come and go. A span that is being evacuated is in the slot's other list; its room is only used when there is
 * none elsewhere. Owner thread only.
 */
final class Spans {
    private final Arena arena;
    private final PageRuns runs;

    Spans(final Arena arena, final PageRuns runs) {
        this.arena = arena;
        this.runs = runs;
    }

    /** Allocates; 0 when there is no room for another span. */
    long allocate(final int sizeClass, final int tagId) {
        final long slot = ArenaDescriptor.slotOffset(sizeClass, tagId);
        int page = arena.loadInt(slot);
        if (page == 0) {
            page = addSpan(slot, sizeClass, tagId);
            if (page == 0) {
                page = takeBackOne(slot);
            }
            if (page == 0) {
                return ArenaDescriptor.NULL;
            }
        }
        final long span = PageDescriptor.descriptorOffset(page);
        final int size = SizeClasses.sizeOf(sizeClass);
        long block = arena.loadLong(span + FREE_BLOCK_OFFSET);
        if (block != 0) {
            arena.storeLong(span + FREE_BLOCK_OFFSET, arena.loadLong(block));
        } else {
            block = arena.loadLong(span + FRESH_BLOCK_OFFSET);
            arena.storeLong(span + FRESH_BLOCK_OFFSET, block + size);
        }
        final int liveBlocks = arena.loadInt(span + LIVE_BLOCKS_OFFSET) + 1;
        arena.storeInt(span + LIVE_BLOCKS_OFFSET, liveBlocks);
        if (liveBlocks == 1) {
            countEmpty(-1);
        }
        if (liveBlocks == arena.loadInt(span + CAPACITY_OFFSET)) {
            runs.unlink(slot, span);
        }
        arena.accountBlock(tagId, size, 1);
        return block;
    }

    void free(final long span, final int word, final long block) {
        final int tagId = PageDescriptor.tagIdOf(word);
        arena.storeLink(block, arena.loadLong(span + FREE_BLOCK_OFFSET));
        arena.storeLong(span + FREE_BLOCK_OFFSET, block);
        final int liveBlocks = arena.loadInt(span + LIVE_BLOCKS_OFFSET) - 1;
        arena.storeInt(span + LIVE_BLOCKS_OFFSET, liveBlocks);
        arena.accountBlock(tagId, SizeClasses.sizeOf(PageDescriptor.sizeClassOf(word)), -1);
        final boolean wasFull = liveBlocks + 1 == arena.loadInt(span + CAPACITY_OFFSET);
        if (wasFull || liveBlocks == 0) {
            changeList(span, word, wasFull, liveBlocks == 0);
        }
    }

    private void changeList(final long span, final int word, final boolean wasFull, final boolean isEmpty) {
        final long slot = ArenaDescriptor.slotOffset(PageDescriptor.sizeClassOf(word), PageDescriptor.tagIdOf(word));
        if (PageDescriptor.isEvacuated(word)) {
            // it was not full when that began, and nothing has been allocated from it since
            countEmpty(1);
            countEvacuated(-1);
            release(ArenaDescriptor.evacuatedOffset(slot), span);
            return;
        }
        if (wasFull) {
            releaseHeadIfEmpty(slot);
            link(slot, span);
        }
        if (isEmpty) {
            countEmpty(1);
            final int self = arena.loadInt(span + HEAD_OFFSET);
            if (arena.loadInt(slot) != self || arena.loadInt(span + NEXT_OFFSET) != 0) {
                release(slot, span);
            } else {
                startOver(span, self);
            }
        }
    }

    /** Allocates from a span, which has room and is not empty, no more. */
    void evacuate(final long slot, final long span) {
        runs.unlink(slot, span);
        describe(span, PageDescriptor.EVACUATED);
        link(ArenaDescriptor.evacuatedOffset(slot), span);
        countEvacuated(1);
    }

    /** Allocates again from a span that was to be evacuated. */
    void takeBack(final long slot, final long span) {
        runs.unlink(ArenaDescriptor.evacuatedOffset(slot), span);
        describe(span, 0);
        releaseHeadIfEmpty(slot);
        link(slot, span);
        countEvacuated(-1);
    }

    private int takeBackOne(final long slot) {
        final int page = arena.loadInt(ArenaDescriptor.evacuatedOffset(slot));
        if (page != 0) {
            takeBack(slot, PageDescriptor.descriptorOffset(page));
        }
        return page;
    }

    private void describe(final long span, final int state) {
        final int word = arena.loadInt(span);
        runs.describeAll(
                PageDescriptor.word(PageDescriptor.KIND_SPAN, PageDescriptor.sizeClassOf(word),
                        PageDescriptor.tagIdOf(word), state),
                arena.loadInt(span + HEAD_OFFSET), arena.loadInt(span + PAGES_OFFSET));
    }

    /**
     * Releases the spans that are kept though they are empty.
     *
     * @return whether there were any
     */
    boolean releaseEmpty() {
        int remaining = arena.loadInt(EMPTY_SPANS_OFFSET);
        if (remaining == 0) {
            return false;
        }
        for (int tagId = 0; tagId < MemoryTag.ID_LIMIT; tagId++) {
            for (int sizeClass = 0; sizeClass < SizeClasses.COUNT && remaining > 0; sizeClass++) {
                if (releaseHeadIfEmpty(ArenaDescriptor.slotOffset(sizeClass, tagId))) {
                    remaining--;
                }
            }
        }
        return true;
    }

    private boolean releaseHeadIfEmpty(final long slot) {
        final int head = arena.loadInt(slot);
        if (head == 0) {
            return false;
        }
        final long span = PageDescriptor.descriptorOffset(head);
        if (arena.loadInt(span + LIVE_BLOCKS_OFFSET) != 0) {
            return false;
        }
        release(slot, span);
        return true;
    }

    private int addSpan(final long slot, final int sizeClass, final int tagId) {
        final int pages = SizeClasses.spanPagesOf(sizeClass);
        final long bytes = (long) pages << ArenaDescriptor.PAGE_SHIFT;
        final int head = arena.allocatePages(pages, bytes);
        if (head == 0) {
            return 0;
        }
        final int word = PageDescriptor.word(PageDescriptor.KIND_SPAN, sizeClass, tagId, 0);
        runs.describeAll(word, head, pages);
        final int size = SizeClasses.sizeOf(sizeClass);
        final long span = PageDescriptor.descriptorOffset(head);
        arena.storeInt(span + PAGES_OFFSET, pages);
        arena.storeInt(span + CAPACITY_OFFSET, (int) bytes / size);
        arena.storeLong(span + USABLE_BYTES_OFFSET, size);
        arena.storeInt(span + LIVE_BLOCKS_OFFSET, 0);
        startOver(span, head);
        link(slot, span);
        countEmpty(1);
        return head;
    }

    /** Forgets the freed blocks of an empty span: they are handed out in order again. */
    private void startOver(final long span, final int head) {
        arena.storeLong(span + FREE_BLOCK_OFFSET, 0);
        arena.storeLong(span + FRESH_BLOCK_OFFSET, (long) head << ArenaDescriptor.PAGE_SHIFT);
    }

    private void release(final long list, final long span) {
        runs.unlink(list, span);
        countEmpty(-1);
        final int pages = arena.loadInt(span + PAGES_OFFSET);
        runs.free(arena.loadInt(span + HEAD_OFFSET), pages, (long) pages << ArenaDescriptor.PAGE_SHIFT);
    }

    private void countEvacuated(final int difference) {
        arena.storeInt(EVACUATED_SPANS_OFFSET, arena.loadInt(EVACUATED_SPANS_OFFSET) + difference);
    }

    private void countEmpty(final int difference) {
        arena.storeInt(EMPTY_SPANS_OFFSET, arena.loadInt(EMPTY_SPANS_OFFSET) + difference);
    }

    /** Behind the first of the list, which allocations go on to fill. */
    private void link(final long slot, final long span) {
        final int self = arena.loadInt(span + HEAD_OFFSET);
        final int first = arena.loadInt(slot);
        if (first == 0) {
            arena.storeInt(slot, self);
            arena.storeInt(span + PREVIOUS_OFFSET, 0);
            arena.storeInt(span + NEXT_OFFSET, 0);
            return;
        }
        final long firstSpan = PageDescriptor.descriptorOffset(first);
        final int second = arena.loadInt(firstSpan + NEXT_OFFSET);
        arena.storeInt(span + PREVIOUS_OFFSET, first);
        arena.storeInt(span + NEXT_OFFSET, second);
        arena.storeInt(firstSpan + NEXT_OFFSET, self);
        if (second != 0) {
            arena.storeInt(PageDescriptor.descriptorOffset(second) + PREVIOUS_OFFSET, self);
        }
    }
}

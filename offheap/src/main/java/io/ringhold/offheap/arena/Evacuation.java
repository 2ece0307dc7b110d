package io.ringhold.offheap.arena;

import static io.ringhold.offheap.arena.PageDescriptor.HEAD_OFFSET;
import static io.ringhold.offheap.arena.PageDescriptor.NEXT_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.CAPACITY_OFFSET;
import static io.ringhold.offheap.arena.SpanDescriptor.LIVE_BLOCKS_OFFSET;

/**
 * Empties spans of which little is in use, so that their pages can be given back: chooses them, and moves blocks out of them, which the owner of the
 * blocks finds.
 *
 * <pre>
 *   begin   planSome ...            move ...                             endSome ...
 *           chooses spans, from     what stands in them goes elsewhere;  what could not be emptied is
 *           which nothing is        an empty one is freed at once        allocated from again
 *           allocated any more
 * </pre>
 *
 * <p>
 * A span counts as dense or not among those of its size class and tag, so that no block moves into a hole that was to be closed. Blocks may be
 * allocated and freed at any time in between. Large blocks never move; nor do those of tags of which addresses are kept. An arena whose memory
 * is exhausted takes spans back into use. Owner thread; allocates nothing on the heap.
 */
public final class Evacuation implements BlockMover {
    /** Tags of blocks that only the structures of the data refer to. */
    private static final MemoryTag[] MOVABLE = {MemoryTag.KEYS, MemoryTag.STRINGS, MemoryTag.LISTPACKS, MemoryTag.DICT,
        MemoryTag.SKIPLIST, MemoryTag.STREAM};
    private static final int SLOTS = MOVABLE.length * SizeClasses.COUNT;

    private final Arena arena;
    private final Spans spans;
    private final SpanCensus census = new SpanCensus();
    /** Number of the slot that is looked at. */
    private int slotNumber = SLOTS;
    private boolean isMarking;
    /** The span to look at next; 0: none of the slot has been looked at. */
    private int page;
    private int chosenSpans;
    private long movedBlocks;
    private long otherBlocks;

    Evacuation(final Arena arena, final Spans spans) {
        this.arena = arena;
        this.spans = spans;
    }

    /** Begins to choose spans, when those of the time before have been given up or emptied. */
    public void begin() {
        slotNumber = 0;
        chosenSpans = 0;
        census.clear();
        isMarking = false;
        page = 0;
    }

    /**
     * Goes on choosing.
     *
     * @param maxSpans
     *            about how many spans to look at.
     * @return true when there is more to do.
     */
    public boolean planSome(final int maxSpans) {
        for (int left = maxSpans; left > 0 && slotNumber < SLOTS;) {
            left -= 1 + (isMarking ? mark(left) : count(left));
        }
        return slotNumber < SLOTS;
    }

    /** How many spans have been chosen since {@link #begin}. */
    public int chosenSpans() {
        return chosenSpans;
    }

    /** How many of them have neither been emptied nor taken back into use. */
    public int remainingSpans() {
        return arena.loadInt(ArenaDescriptor.EVACUATED_SPANS_OFFSET);
    }

    /** Whether {@link #move} would move a block. */
    public boolean isAffected(final long block) {
        return PageDescriptor.isEvacuated(arena.loadInt(PageDescriptor.descriptorOffset(pageOf(block))));
    }

    /** Moves a block out of a span that is to be emptied; any other stays, and so does one for which there is no memory. */
    @Override
    public long move(final long block) {
        final int word = arena.loadInt(PageDescriptor.descriptorOffset(pageOf(block)));
        if (!PageDescriptor.isEvacuated(word)) {
            otherBlocks++;
            return block;
        }
        final int bytes = SizeClasses.sizeOf(PageDescriptor.sizeClassOf(word));
        final long moved = arena.allocate(bytes, MemoryTag.ofId(PageDescriptor.tagIdOf(word)));
        if (moved == 0) {
            otherBlocks++;
            return block;
        }
        arena.copy(moved, block, bytes);
        arena.free(block);
        movedBlocks++;
        return moved;
    }

    /** Moves the block that a reference of 8 bytes in another block names, which may be to nothing; returns where it is from now on. */
    public long moveReferred(final long referenceOffset) {
        final long block = arena.getLong(referenceOffset);
        final long moved = block == ArenaDescriptor.NULL ? block : move(block);
        if (moved != block) {
            arena.putLong(referenceOffset, moved);
        }
        return moved;
    }

    /** Blocks that {@link #move} has moved, ever. */
    public long movedBlocks() {
        return movedBlocks;
    }

    /** Blocks that {@link #move} has left where they were, ever. */
    public long otherBlocks() {
        return otherBlocks;
    }

    /**
     * Takes spans that could not be emptied back into use; for the end, also in the middle of a plan.
     *
     * @param maxSpans
     *            about how many.
     * @return true when there are more.
     */
    public boolean endSome(final int maxSpans) {
        slotNumber = SLOTS;
        int left = maxSpans;
        for (int number = 0; number < SLOTS && left > 0 && remainingSpans() > 0; number++) {
            final long slot = slot(number);
            final long list = ArenaDescriptor.evacuatedOffset(slot);
            for (int head = arena.loadInt(list); head != 0 && left > 0; head = arena.loadInt(list)) {
                spans.takeBack(slot, PageDescriptor.descriptorOffset(head));
                left--;
            }
        }
        return remainingSpans() > 0;
    }

    /** Counts spans of the slot, and decides at its end; returns how many. */
    private int count(final int max) {
        final long slot = slot(slotNumber);
        int looked = 0;
        for (int at = from(slot); at != 0; looked++) {
            if (looked == max) {
                page = at;
                return looked;
            }
            final long span = PageDescriptor.descriptorOffset(at);
            census.add(arena.loadInt(span + LIVE_BLOCKS_OFFSET), arena.loadInt(span + CAPACITY_OFFSET));
            at = arena.loadInt(span + NEXT_OFFSET);
        }
        if (census.choose()) {
            isMarking = true;
            page = 0;
        } else {
            nextSlot();
        }
        return looked;
    }

    /** Looks at spans of the slot again and takes those out that are to be emptied; returns how many. */
    private int mark(final int max) {
        final long slot = slot(slotNumber);
        int looked = 0;
        for (int at = from(slot); at != 0; looked++) {
            if (looked == max) {
                page = at;
                return looked;
            }
            final long span = PageDescriptor.descriptorOffset(at);
            final int next = arena.loadInt(span + NEXT_OFFSET);
            final int liveBlocks = arena.loadInt(span + LIVE_BLOCKS_OFFSET);
            if (liveBlocks > 0 && census.isChosen(liveBlocks, arena.loadInt(span + CAPACITY_OFFSET))) {
                spans.evacuate(slot, span);
                chosenSpans++;
            }
            at = next;
        }
        nextSlot();
        return looked;
    }

    private void nextSlot() {
        slotNumber++;
        census.clear();
        isMarking = false;
        page = 0;
    }

    /** Where to go on in a slot's list; when that span has left it meanwhile, the rest of the list is let be. */
    private int from(final long slot) {
        if (page == 0) {
            return arena.loadInt(slot);
        }
        final long span = PageDescriptor.descriptorOffset(page);
        final int word = arena.loadInt(span);
        final int liveBlocks = arena.loadInt(span + LIVE_BLOCKS_OFFSET);
        // Descriptors within free runs and large blocks are what they last were: those of spans, which were empty at their end.
        final boolean isListed = page < arena.topPage() && PageDescriptor.kindOf(word) == PageDescriptor.KIND_SPAN
                && !PageDescriptor.isEvacuated(word) && arena.loadInt(span + HEAD_OFFSET) == page
                && ArenaDescriptor.slotOffset(PageDescriptor.sizeClassOf(word),
                        PageDescriptor.tagIdOf(word)) == slot
                && liveBlocks > 0 && liveBlocks < arena.loadInt(span + CAPACITY_OFFSET);
        return isListed ? page : 0;
    }

    private static long slot(final int number) {
        return ArenaDescriptor.slotOffset(number % SizeClasses.COUNT, MOVABLE[number / SizeClasses.COUNT].id());
    }

    private static int pageOf(final long block) {
        return (int) (block >>> ArenaDescriptor.PAGE_SHIFT);
    }
}

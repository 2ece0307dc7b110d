package io.ringhold.offheap.dict;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_SHIFT;
import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_WORDS;
import static io.ringhold.offheap.dict.DictDescriptor.DIRECTORY_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.SEGMENTS_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.TABLE_OFFSET;

/**
 * Moves the blocks of dicts, all but their roots, a segment of some hundred elements at a time; layout: {@link DictDescriptor}. A cursor is a hash,
 * as that of {@link Dict#scan}, so the dict may change in between. The thread that owns the arena; allocates nothing on the heap.
 */
public final class DictRelocator {
    private final Arena arena;
    private final Directory directory;

    public DictRelocator(final Arena arena) {
        this.arena = arena;
        this.directory = new Directory(arena, MemoryTag.DICT); // which is for what is allocated: nothing here
    }

    /**
     * Moves one segment.
     *
     * @param cursor
     *            0, or what the call before returned; all values are harmless.
     * @param ofElements
     *            moves the elements; {@link BlockMover#STAY} when others refer to them.
     * @return the cursor to go on with, 0 at the end.
     */
    public long relocateSome(final long root, final long cursor, final BlockMover ofBlocks,
            final BlockMover ofElements) {
        final int count = directory.segments(root);
        final int segment = DictDescriptor.segment(cursor, count);
        final int level = DictDescriptor.level(segment, count);
        if ((segment & CHUNK_WORDS - 1) == 0 && count > 1) {
            moveDirectory(root, segment, ofBlocks);
        }
        long word = directory.word(root, segment);
        final long block = DictDescriptor.offset(word);
        final long moved = block == 0 ? 0 : ofBlocks.move(block);
        if (moved != block) {
            word += moved - block >> DictDescriptor.OFFSET_SHIFT;
            directory.putWord(root, segment, word);
        }
        moveElements(word, ofElements);
        return level == 0 ? 0 : Long.reverse(segment) + (1L << Long.SIZE - level);
    }

    private void moveElements(final long word, final BlockMover mover) {
        final long end = DictDescriptor.end(word);
        for (long at = DictDescriptor.offset(word); at < end; at += Long.BYTES) {
            final long slot = arena.getLong(at);
            if (slot != 0) {
                final long element = DictDescriptor.offset(slot);
                final long moved = mover.move(element);
                if (moved != element) {
                    arena.putLong(at, slot + (moved - element >> DictDescriptor.OFFSET_SHIFT));
                }
            }
        }
    }

    /** The chunk that begins with a segment's word, and with the first one the table of chunks. */
    private void moveDirectory(final long root, final int segment, final BlockMover mover) {
        if (segment == 0) {
            moveReference(root + DIRECTORY_OFFSET, mover);
            if (arena.getInt(root + SEGMENTS_OFFSET) > CHUNK_WORDS) {
                moveReference(root + TABLE_OFFSET, mover);
            }
        } else {
            moveReference(arena.getLong(root + TABLE_OFFSET) + (segment >>> CHUNK_SHIFT) * (long) Long.BYTES, mover);
        }
    }

    private void moveReference(final long at, final BlockMover mover) {
        final long block = arena.getLong(at);
        final long moved = mover.move(block);
        if (moved != block) {
            arena.putLong(at, moved);
        }
    }
}

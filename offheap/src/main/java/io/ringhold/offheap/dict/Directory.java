package io.ringhold.offheap.dict;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_SHIFT;
import static io.ringhold.offheap.dict.DictDescriptor.CHUNK_WORDS;
import static io.ringhold.offheap.dict.DictDescriptor.DIRECTORY_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.SEGMENTS_OFFSET;
import static io.ringhold.offheap.dict.DictDescriptor.TABLE_OFFSET;

/**
 * The words of a dict's segments, in chunks; layout: {@link DictDescriptor}. Grows and shrinks at the end, by one. The thread that
 * owns the arena; allocates nothing on the heap.
 */
final class Directory {
    private static final int MIN_WORDS = 4;
    private static final int MIN_TABLE = 8;
    private static final int SPARSE = 4;

    private final Arena arena;
    private final MemoryTag tag;

    Directory(final Arena arena, final MemoryTag tag) {
        this.arena = arena;
        this.tag = tag;
    }

    int segments(final long root) {
        return arena.getInt(root + SEGMENTS_OFFSET);
    }

    long word(final long root, final int segment) {
        return arena.getLong(wordOffset(root, segment));
    }

    void putWord(final long root, final int segment, final long word) {
        arena.putLong(wordOffset(root, segment), word);
    }

    /** Adds a segment's word; false when there is no memory: nothing has changed then. */
    boolean append(final long root, final long word) {
        final int segment = segments(root);
        final boolean hasRoom;
        if (segment == 1) {
            hasRoom = makeFirstChunk(root);
        } else if (segment < CHUNK_WORDS) {
            hasRoom = extendFirstChunk(root, segment);
        } else {
            hasRoom = (segment & CHUNK_WORDS - 1) != 0 || addChunk(root, segment >>> CHUNK_SHIFT);
        }
        if (hasRoom) {
            arena.putInt(root + SEGMENTS_OFFSET, segment + 1);
            putWord(root, segment, word);
        }
        return hasRoom;
    }

    /** Takes the last word away. */
    void dropLast(final long root) {
        final int last = segments(root) - 1;
        final long chunk = arena.getLong(root + DIRECTORY_OFFSET);
        if (last == 1) {
            arena.putLong(root + DIRECTORY_OFFSET, arena.getLong(chunk));
            arena.free(chunk);
        } else if (last >= CHUNK_WORDS) {
            if ((last & CHUNK_WORDS - 1) == 0) {
                dropChunk(root, last >>> CHUNK_SHIFT);
            }
        } else if (last >= MIN_WORDS && arena.usableSize(chunk) >= (long) last * SPARSE * Long.BYTES) {
            final long moved = arena.reallocate(chunk, (long) last * 2 * Long.BYTES, tag);
            if (moved != 0) {
                arena.putLong(root + DIRECTORY_OFFSET, moved);
            }
        }
        arena.putInt(root + SEGMENTS_OFFSET, last);
    }

    /** Bytes of memory that the words take outside the root. */
    long usedBytes(final long root) {
        if (segments(root) == 1) {
            return 0;
        }
        final long table = arena.getLong(root + TABLE_OFFSET);
        final long chunks = (segments(root) + CHUNK_WORDS - 1L) >>> CHUNK_SHIFT;
        return arena.usableSize(arena.getLong(root + DIRECTORY_OFFSET))
                + (table == 0 ? 0 : arena.usableSize(table) + (chunks - 1) * CHUNK_WORDS * Long.BYTES);
    }

    private long wordOffset(final long root, final int segment) {
        if (segment >= CHUNK_WORDS) {
            final long table = arena.getLong(root + TABLE_OFFSET);
            final long chunk = arena.getLong(table + (segment >>> CHUNK_SHIFT) * (long) Long.BYTES);
            return chunk + (segment & CHUNK_WORDS - 1) * (long) Long.BYTES;
        }
        return segments(root) == 1
                ? root + DIRECTORY_OFFSET
                : arena.getLong(root + DIRECTORY_OFFSET) + segment * (long) Long.BYTES;
    }

    private boolean makeFirstChunk(final long root) {
        final long chunk = arena.allocate(MIN_WORDS * (long) Long.BYTES, tag);
        if (chunk == 0) {
            return false;
        }
        arena.putLong(chunk, arena.getLong(root + DIRECTORY_OFFSET));
        arena.putLong(root + DIRECTORY_OFFSET, chunk);
        return true;
    }

    private boolean extendFirstChunk(final long root, final int words) {
        final long chunk = arena.getLong(root + DIRECTORY_OFFSET);
        if (arena.usableSize(chunk) >= (words + 1L) * Long.BYTES) {
            return true;
        }
        final long moved = arena.reallocate(chunk, Math.min(words * 2, CHUNK_WORDS) * (long) Long.BYTES,
                tag);
        if (moved == 0) {
            return false;
        }
        arena.putLong(root + DIRECTORY_OFFSET, moved);
        return true;
    }

    private boolean addChunk(final long root, final int index) {
        final long table = arena.getLong(root + TABLE_OFFSET);
        final long at = index * (long) Long.BYTES;
        final long chunk = arena.allocate(CHUNK_WORDS * (long) Long.BYTES, tag);
        if (chunk == 0) {
            return false;
        }
        long moved = table;
        if (table == 0) {
            moved = arena.allocate(MIN_TABLE * (long) Long.BYTES, tag);
        } else if (arena.usableSize(table) <= at) {
            moved = arena.reallocate(table, at * 2, tag);
        }
        if (moved == 0) {
            arena.free(chunk);
            return false;
        }
        arena.putLong(root + TABLE_OFFSET, moved);
        arena.putLong(moved + at, chunk);
        return true;
    }

    private void dropChunk(final long root, final int index) {
        final long table = arena.getLong(root + TABLE_OFFSET);
        arena.free(arena.getLong(table + index * (long) Long.BYTES));
        if (index == 1) {
            arena.free(table);
            arena.putLong(root + TABLE_OFFSET, 0);
        }
    }
}

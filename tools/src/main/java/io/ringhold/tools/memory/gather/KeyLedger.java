package io.ringhold.tools.memory.gather;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.tools.rdb.ToolArena;

/**
 * Remembers how much each key of an older dump took: a hash table in the arena, 16 bytes for a slot, at most three quarters full.
 *
 * <pre>
 *   0                  8                 16
 *  +------------------+------------------+
 *  | hash of the key  | size * 2 + seen  |     a hash of 0 stands for an empty slot
 *  +------------------+------------------+
 * </pre>
 *
 * Keys are known by 64 bits of a hash: among a hundred million keys the chance that any two are taken for one is about one in 4,000. One
 * thread.
 */
final class KeyLedger implements AutoCloseable {
    /** The key was not there. */
    static final long ABSENT = -1;

    private static final int SLOT_SHIFT = 4;
    private static final int SIZE_OFFSET = 8;
    private static final int INITIAL_SLOTS = 1 << 10;

    private final Arena arena;
    private long slots;
    private long table;
    private long size;

    /** What is left over when all keys of the newer dump have been taken. */
    @FunctionalInterface
    interface GoneVisitor {
        void visit(long bytes);
    }

    KeyLedger(final Arena arena) {
        this.arena = arena;
        this.slots = INITIAL_SLOTS;
        this.table = allocate(slots);
    }

    /** Remembers a key, which must not be there. */
    void put(final long hash, final long bytes) {
        if (4 * (size + 1) > 3 * slots) {
            grow();
        }
        size++;
        final long slot = slotOf(hash);
        arena.putLong(slot, known(hash));
        arena.putLong(slot + SIZE_OFFSET, bytes << 1);
    }

    /** How much the key took, or {@link #ABSENT}; notes that it is still there. */
    long take(final long hash) {
        final long slot = slotOf(hash);
        if (arena.getLong(slot) == 0) {
            return ABSENT;
        }
        final long entry = arena.getLong(slot + SIZE_OFFSET);
        arena.putLong(slot + SIZE_OFFSET, entry | 1);
        return entry >>> 1;
    }

    /** Visits the keys that have not been taken. */
    void forEachGone(final GoneVisitor visitor) {
        for (long slot = 0; slot < slots; slot++) {
            final long at = table + (slot << SLOT_SHIFT);
            final long entry = arena.getLong(at + SIZE_OFFSET);
            if (arena.getLong(at) != 0 && (entry & 1) == 0) {
                visitor.visit(entry >>> 1);
            }
        }
    }

    private static long known(final long hash) {
        return hash == 0 ? 1 : hash;
    }

    /** The slot that holds the hash, or the empty one where it belongs. */
    private long slotOf(final long hash) {
        final long wanted = known(hash);
        long index = wanted >>> 1 & slots - 1;
        while (true) {
            final long slot = table + (index << SLOT_SHIFT);
            final long found = arena.getLong(slot);
            if (found == 0 || found == wanted) {
                return slot;
            }
            index = index + 1 & slots - 1;
        }
    }

    private void grow() {
        final long oldTable = table;
        final long oldSlots = slots;
        table = allocate(2 * slots);
        slots *= 2;
        for (long slot = 0; slot < oldSlots; slot++) {
            final long at = oldTable + (slot << SLOT_SHIFT);
            final long hash = arena.getLong(at);
            if (hash != 0) {
                final long target = slotOf(hash);
                arena.putLong(target, hash);
                arena.putLong(target + SIZE_OFFSET, arena.getLong(at + SIZE_OFFSET));
            }
        }
        arena.free(oldTable);
    }

    private long allocate(final long newSlots) {
        final long block = arena.allocate(newSlots << SLOT_SHIFT, MemoryTag.SCRATCH);
        if (block == 0) {
            throw new ToolArena.FullException("no memory to remember " + newSlots + " keys of the older dump");
        }
        arena.fill(block, newSlots << SLOT_SHIFT, (byte) 0);
        return block;
    }

    @Override
    public void close() {
        arena.free(table);
    }
}

package io.ringhold.offheap.cow;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.memory.Memory;

/**
 * Shows an arena as it is now, without copying. Owner thread only; a store to the block shows at the same address. With
 * {@code -Dringhold.bounds.check=true} the bytes must be inside one live block.
 */
public final class LiveView implements MemoryView {
    private final Arena arena;

    /** A view of an arena, which must outlive it. */
    public LiveView(final Arena arena) {
        this.arena = arena;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException
     *             with bounds checks, when the bytes are not in one live block or the length is out of range
     */
    @Override
    public long view(final long offset, final int lengthBytes) {
        final long address = arena.address(offset);
        if (Memory.BOUNDS_CHECK) {
            if (lengthBytes <= 0 || lengthBytes > MAX_VIEW_BYTES) {
                throw new IllegalStateException("arena " + arena.name() + ": a view of " + lengthBytes
                        + " bytes is not between 1 and " + MAX_VIEW_BYTES);
            }
            Memory.check(address, lengthBytes);
        }
        return address;
    }

    @Override
    public long touch(final long offset) {
        return Memory.BOUNDS_CHECK || offset >= arena.dataEnd() ? 0 : Memory.getByte(arena.address(offset));
    }
}

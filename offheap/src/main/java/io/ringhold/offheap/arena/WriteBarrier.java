package io.ringhold.offheap.arena;

/**
 * Told of every store to an arena before it happens, while a cut is open. Called on the arena's owner thread, once or
 * more for each store, the allocator's own stores included.
 */
@FunctionalInterface
public interface WriteBarrier {
    /**
     * Called before bytes change.
     *
     * @param offset
     *            the first byte from the arena's base
     * @param lengthBytes
     *            how many bytes may change, more than 0
     */
    void beforeStore(long offset, long lengthBytes);
}

package io.ringhold.offheap.arena;

/**
 * Told of every store to the blocks of an arena before it happens, and of pages that come and go, while a cut is open.
 * Called on the arena's owner thread. The allocator's metadata is not announced, its links in freed blocks are; advisory
 * stores ({@link Arena#putIntAdvisory}) are not.
 */
@FunctionalInterface
public interface WriteBarrier {
    /**
     * Called once or more for each store, before bytes change.
     *
     * @param offset
     *            the first byte from the arena's base
     * @param lengthBytes
     *            how many bytes may change, more than 0
     */
    void beforeStore(long offset, long lengthBytes);

    /**
     * Called when pages that are free are taken for blocks or given back to the system, before any store to them.
     *
     * @param firstPage
     *            the number of the first 64 KiB page
     * @param pages
     *            how many there are
     */
    default void pagesTaken(final int firstPage, final int pages) {}

    /** Called when pages that were in use become free; they may be taken again at once. */
    default void pagesFreed(final int firstPage, final int pages) {}
}

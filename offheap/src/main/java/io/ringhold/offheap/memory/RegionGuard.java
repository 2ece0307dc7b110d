package io.ringhold.offheap.memory;

/**
 * Decides on each access to a region whose parts come and go, such as an arena with its blocks. Asked only when bounds
 * checks are on, and from any thread.
 */
@FunctionalInterface
public interface RegionGuard {
    /**
     * Checks one access that lies inside the region.
     *
     * @param address
     *            the first byte that is touched
     * @param lengthBytes
     *            how many bytes are touched, more than 0
     * @throws IllegalStateException
     *             when the bytes are not all in one live block
     */
    void check(long address, long lengthBytes);
}

package io.ringhold.offheap.arena;

/** Decides where a block that a structure refers to is to stand, and brings it there. Owner thread of the arena. */
@FunctionalInterface
public interface BlockMover {
    /** Leaves every block where it is. */
    BlockMover STAY = block -> block;

    /**
     * Moves a block if need be.
     *
     * @return where it is from now on. When that is elsewhere the block that was given is freed, and the caller is to change what refers to it.
     */
    long move(long block);
}

package io.ringhold.tools.memory.result;

/**
 * Blocks of one size.
 *
 * @param usableBytes
 *            of each; of blocks that are runs of pages, which have any size, at most.
 * @param bytes
 *            of all.
 * @param slack
 *            bytes of these that hold nothing.
 */
public record BlockClass(long usableBytes, long blocks, long bytes, long slack) {}

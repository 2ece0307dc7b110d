package io.ringhold.engine.transaction;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;

/**
 * What a session has of a transaction: the keys that it watches, and from MULTI on the commands that it has queued, with what is to be checked
 * of them before EXEC executes them. Engine thread.
 */
public final class Transaction {
    private final CommandQueue queue;
    private boolean open;
    private boolean failed;
    private boolean touched;
    private boolean writes;
    private boolean pausedWithWrites;
    private boolean needsMemory;
    private boolean needsData;
    private int mostArguments;
    /** Memory of the names of the keys watched, each counted for all who watch it. */
    long watchedBytes;
    /** The keys watched, last one first. */
    Watch watches;
    /** The next one that is not in use. */
    Transaction next;

    Transaction(final Arena arena) {
        queue = new CommandQueue(arena);
    }

    /** True from MULTI on. */
    public boolean isOpen() {
        return open;
    }

    void open() {
        open = true;
    }

    /** True when a command could not be queued. */
    public boolean hasFailed() {
        return failed;
    }

    /** Says that a command could not be queued, so that EXEC must not execute any. */
    public void fail() {
        failed = true;
    }

    /** True when a watched key has changed. */
    public boolean isTouched() {
        return touched;
    }

    void touched(final boolean yes) {
        touched = yes;
    }

    /** What was queued. */
    public CommandQueue queue() {
        return queue;
    }

    /** Queues a command; false when there is no memory. */
    public boolean add(final Command command, final RequestBatch batch, final int frame) {
        if (!queue.add(batch, frame)) {
            return false;
        }
        writes |= command.isWrite();
        pausedWithWrites |= command.isPausedWithWrites();
        needsMemory |= command.isDeniedOutOfMemory();
        needsData |= !command.isAllowedWhileLoading();
        mostArguments = Math.max(mostArguments, batch.argumentCount(frame));
        return true;
    }

    /** True when a queued command changes data. */
    public boolean isWrite() {
        return writes;
    }

    /** True when CLIENT PAUSE WRITE holds a queued command back. */
    public boolean isPausedWithWrites() {
        return pausedWithWrites;
    }

    /** True when a queued command is refused while memory is short. */
    public boolean needsMemory() {
        return needsMemory;
    }

    /** True when a queued command is refused while data are loaded. */
    public boolean needsData() {
        return needsData;
    }

    /** Keys that are watched; none any more when one of them has changed. */
    public int watchedKeys() {
        int keys = 0;
        for (Watch watch = watches; watch != null; watch = watch.next) {
            keys++;
        }
        return keys;
    }

    /** The most arguments that a queued command has. */
    public int mostArguments() {
        return mostArguments;
    }

    /** Forgets all that was queued; watches no key any more. */
    void reset() {
        queue.clear();
        open = false;
        failed = false;
        touched = false;
        writes = false;
        pausedWithWrites = false;
        needsMemory = false;
        needsData = false;
        mostArguments = 0;
    }
}

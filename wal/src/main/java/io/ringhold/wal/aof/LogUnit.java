package io.ringhold.wal.aof;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * Commands that replay executes together or not at all. When there are several, MULTI stands before them and EXEC behind them, as Redis writes
 * it; so the first one waits in memory until there is a second, or the end.
 *
 * <pre>
 *   SET a 1                       a unit of one
 *   MULTI | SET a 1 | SET b 2 | EXEC
 * </pre>
 *
 * Engine thread.
 */
final class LogUnit implements AutoCloseable {
    private static final byte[] MULTI = "*1\r\n$5\r\nMULTI\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXEC = "*1\r\n$4\r\nEXEC\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int EXEC_OFFSET = 16;
    private static final int FIRST_OFFSET = 32;
    private static final int MAX_KEPT_BYTES = 1 << 16;

    private final Arena arena;
    private long block;
    private long capacity;
    private boolean open;
    private boolean begun;
    private int firstLength;
    private int firstDatabase;
    private int database;

    /**
     * @param arena
     *            for the command that waits.
     */
    LogUnit(final Arena arena) {
        this.arena = arena;
    }

    boolean isOpen() {
        return open;
    }

    /** Bytes that will be appended by the end at the latest. */
    int waitingBytes() {
        return firstLength;
    }

    void begin() {
        open = true;
    }

    void append(final LogWriter writer, final int toDatabase, final long address, final int length) {
        if (!begun) {
            if (firstLength == 0 && keepFirst(toDatabase, address, length)) {
                return;
            }
            writer.append(firstLength == 0 ? toDatabase : firstDatabase, arena.address(words()), MULTI.length);
            begun = true;
            appendFirst(writer);
        }
        database = toDatabase;
        writer.append(toDatabase, address, length);
    }

    /** @param writer null when nothing was appended. */
    void end(final LogWriter writer) {
        open = false;
        if (begun) {
            begun = false;
            writer.append(database, arena.address(words()) + EXEC_OFFSET, EXEC.length);
        } else {
            appendFirst(writer);
        }
        if (capacity > MAX_KEPT_BYTES) {
            close();
        }
    }

    @Override
    public void close() {
        if (block != 0) {
            arena.free(block);
            block = 0;
            capacity = 0;
        }
    }

    private void appendFirst(final LogWriter writer) {
        final int length = firstLength;
        if (length != 0) {
            firstLength = 0;
            writer.append(firstDatabase, arena.address(block) + FIRST_OFFSET, length);
        }
    }

    /** False when there is no memory: it is a unit of several then, even if no other comes. */
    private boolean keepFirst(final int toDatabase, final long address, final int length) {
        if (!reserve(FIRST_OFFSET + (long) length)) {
            return false;
        }
        arena.putBytes(block + FIRST_OFFSET, address, length);
        firstLength = length;
        firstDatabase = toDatabase;
        return true;
    }

    private long words() {
        if (!reserve(FIRST_OFFSET)) {
            throw new IllegalStateException("no memory for the append only file's transaction");
        }
        return block;
    }

    private boolean reserve(final long bytes) {
        if (bytes <= capacity) {
            return true;
        }
        final long moved = block == 0
                ? arena.allocate(bytes, MemoryTag.LOG)
                : arena.reallocate(block, bytes, MemoryTag.LOG);
        if (moved == 0) {
            return false;
        }
        block = moved;
        capacity = arena.usableSize(block);
        arena.putArray(block, MULTI, 0, MULTI.length);
        arena.putArray(block + EXEC_OFFSET, EXEC, 0, EXEC.length);
        return true;
    }
}

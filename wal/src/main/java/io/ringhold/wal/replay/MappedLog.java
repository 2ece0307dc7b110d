package io.ringhold.wal.replay;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.file.FileErrors;

/** A file of the log, mapped for reading ({@link io.ringhold.wal.file.MappedReads}). One thread. */
final class MappedLog implements AutoCloseable {
    private static final String RDB_MAGIC = "REDIS";

    private final Path path;
    private final Arena scope = Arena.ofConfined();
    private final long length;
    private final long address;

    MappedLog(final Path path) throws IOException {
        this.path = path;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            length = channel.size();
            if (length == 0) {
                address = 0;
            } else {
                final MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, scope);
                address = mapped.address();
                Memory.register(address, length);
            }
        }
    }

    long length() {
        return length;
    }

    long address() {
        return address;
    }

    /** True when the file starts as an RDB file does. */
    boolean isRdb() {
        if (length < RDB_MAGIC.length()) {
            return false;
        }
        for (int i = 0; i < RDB_MAGIC.length(); i++) {
            if (Memory.getByte(address + i) != RDB_MAGIC.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** True when the last byte is a zero, so that the file was preallocated and never closed. */
    boolean isPreallocated() {
        return length > 0 && Memory.getByte(address + length - 1) == 0;
    }

    /** True when there is nothing but zeroes from an offset on. */
    boolean isZeroFrom(final long offset) {
        long at = offset;
        while (at + Long.BYTES <= length) {
            if (Memory.getLong(address + at) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < length) {
            if (Memory.getByte(address + at) != 0) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Takes the mapping away and cuts the file, durably. */
    void truncate(final long toLength) throws IOException {
        close();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(toLength);
            channel.force(true);
        } catch (final IOException e) {
            throw new IOException("Error truncating the AOF file " + path.getFileName() + ": " + FileErrors.reason(e),
                    e);
        }
    }

    @Override
    public void close() {
        if (scope.scope().isAlive()) {
            if (address != 0) {
                Memory.unregister(address);
            }
            scope.close();
        }
    }
}

package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.ringhold.offheap.memory.Memory;

/** A file, mapped for reading, which must not become shorter meanwhile. May be opened by one thread and used by another. */
public final class RdbFile implements AutoCloseable {
    private final Arena scope = Arena.ofShared();
    private final long length;
    private final long address;

    /**
     * Maps a file.
     *
     * @throws IOException
     *             when that cannot be read.
     */
    public RdbFile(final Path path) throws IOException {
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

    /** Length in bytes. */
    public long length() {
        return length;
    }

    /** Absolute address of the first byte. */
    public long address() {
        return address;
    }

    /** Takes the mapping away; a second call does nothing. */
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

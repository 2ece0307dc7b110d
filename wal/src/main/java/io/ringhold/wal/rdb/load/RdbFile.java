package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;

/** A file, mapped for reading ({@link io.ringhold.wal.file.MappedReads}). May be opened by one thread and used by another. */
public final class RdbFile implements AutoCloseable {
    private static final long RELEASED_AT_ONCE = 8 << 20;

    private final Arena scope = Arena.ofShared();
    private final long length;
    private final long address;
    private long released;

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

    /**
     * Says that what lies before an offset will not be read again, so that it need not stay in this process' memory; the system may keep it
     * in its cache. To be called now and then.
     */
    public void passed(final long offset) {
        final long end = offset & -RELEASED_AT_ONCE;
        if (end > released) {
            NativeMemory.giveBack(address + released, end - released);
            released = end;
        }
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

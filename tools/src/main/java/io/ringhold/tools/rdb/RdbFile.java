package io.ringhold.tools.rdb;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.rdb.load.RdbWalker;

/** An RDB file, mapped, and the keyspace in which its values are built one after the other. One thread. */
public final class RdbFile implements AutoCloseable {
    private final java.lang.foreign.Arena scope = java.lang.foreign.Arena.ofConfined();
    private final Arena arena = ToolArena.reserve("values");
    private final Keyspace keyspace;
    private final long address;
    private final long length;

    /**
     * Maps a file.
     *
     * @param hash
     *            for the values; how large some are depends on it by a little.
     * @throws IOException
     *             when that cannot be done.
     */
    public RdbFile(final Path path, final KeyHash hash) throws IOException {
        this.keyspace = new Keyspace(arena, 1, hash);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            length = channel.size();
            final MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, scope);
            address = length == 0 ? 0 : mapped.address();
        } catch (final IOException e) {
            close();
            throw e;
        }
        if (length > 0) {
            Memory.register(address, length);
        }
    }

    /** Bytes of the file. */
    public long length() {
        return length;
    }

    /** Where the values are. */
    public Arena arena() {
        return arena;
    }

    /** Whose settings say how values are built. */
    public Keyspace keyspace() {
        return keyspace;
    }

    /** A walk from the start. */
    public RdbWalker walk(final RdbWalker.Visitor visitor) {
        return new RdbWalker(keyspace, address, length, visitor);
    }

    @Override
    public void close() {
        if (address != 0) {
            Memory.unregister(address);
        }
        scope.close();
        arena.close();
    }
}

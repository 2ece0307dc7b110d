package io.ringhold.tools.rdb;

import java.io.IOException;
import java.nio.file.Path;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.wal.rdb.load.RdbWalker;
import io.ringhold.wal.rdb.load.ValueParts;

/** An RDB file, mapped, and the keyspace in which its values are built one after the other. One thread. */
public final class RdbFile implements AutoCloseable {
    private final Arena arena = ToolArena.reserve("values");
    private final Keyspace keyspace;
    private final io.ringhold.wal.rdb.load.RdbFile mapped;

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
        try {
            this.mapped = new io.ringhold.wal.rdb.load.RdbFile(path);
        } catch (final IOException e) {
            arena.close();
            throw e;
        }
    }

    /** Bytes of the file. */
    public long length() {
        return mapped.length();
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
        return new RdbWalker(keyspace, mapped.address(), mapped.length(), visitor);
    }

    /** A walk from the start, with large values handed over part by part. */
    public RdbWalker walk(final RdbWalker.Visitor visitor, final ValueParts parts) {
        return new RdbWalker(keyspace, mapped.address(), mapped.length(), visitor, parts);
    }

    /** Says that what lies before an offset will not be read again. */
    public void passed(final long offset) {
        mapped.passed(offset);
    }

    @Override
    public void close() {
        mapped.close();
        arena.close();
    }
}

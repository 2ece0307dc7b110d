package io.ringhold.wal.rdb;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.cow.LiveView;

/** Memory for the payloads of DUMP, which the system refuses when the test says so. */
public final class RefusedMemory {
    public boolean refuses;

    /** Writes payloads into this memory. */
    public DumpWriter writer(final Keyspace keyspace, final int version) {
        return new DumpWriter(new LiveView(keyspace.arena()), keyspace.hash(), version, true, this::before);
    }

    private RdbTarget before(final RdbTarget memory) {
        return (source, address) -> {
            if (refuses) {
                throw new OutOfMemoryError("Unable to allocate " + source.remaining() + " bytes");
            }
            memory.write(source, address);
        };
    }
}

package io.ringhold.wal.rdb;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.offheap.quicklist.QuicklistDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/** Compresses nodes of a quicklist in its memory, which nothing but a reader of files must look at then. */
public final class NodeCompressor {
    private final RdbFixture fixture;
    private final Lzf lzf;
    private final NativeBuffer stream;

    public NodeCompressor(final RdbFixture fixture, final Lzf lzf, final NativeBuffer stream) {
        this.fixture = fixture;
        this.lzf = lzf;
        this.stream = stream;
    }

    public void compressAll(final String key) {
        final Arena arena = fixture.arena();
        final Entries entries = fixture.harness.engine().keyspace().entries();
        final long root = entries.externalReference(fixture.entry(key.getBytes(StandardCharsets.US_ASCII)));
        int nodes = 0;
        long node = arena.getLong(root + QuicklistDescriptor.FIRST_OFFSET);
        while (node != 0) {
            final long listpack = arena.getLong(node + QuicklistDescriptor.LISTPACK_OFFSET);
            final int bytes = arena.getInt(listpack);
            final int length = lzf.compress(arena.address(listpack), bytes, stream.address(), bytes);
            assertThat(length).isPositive();
            final long block = arena.allocate(QuicklistDescriptor.STREAM_OFFSET + (long) length, MemoryTag.LISTPACKS);
            arena.putInt(block + QuicklistDescriptor.LISTPACK_BYTES_OFFSET, bytes);
            arena.putBytes(block + QuicklistDescriptor.STREAM_OFFSET, stream.address(), length);
            arena.putLong(node + QuicklistDescriptor.LISTPACK_OFFSET, block);
            arena.putInt(node + QuicklistDescriptor.COMPRESSED_BYTES_OFFSET, length);
            node = arena.getLong(node + QuicklistDescriptor.NEXT_OFFSET);
            nodes++;
        }
        assertThat(nodes).isGreaterThan(5);
    }
}

package io.ringhold.engine.client;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A piece of off-heap memory that carries reply bytes from the engine to a transport; pooled by {@link ChunkPool}. */
public final class OutputChunk {
    final long offset;
    final long address;
    final int capacity;
    private final ByteBuffer buffer;

    OutputChunk next;
    /** Stream position of the chunk's first byte. */
    long start;
    /** Bytes written by the engine. */
    int length;

    @SuppressWarnings("restricted")
    OutputChunk(final long offset, final long address, final int capacity) {
        this.offset = offset;
        this.address = address;
        this.capacity = capacity;
        this.buffer = MemorySegment.ofAddress(address).reinterpret(capacity).asByteBuffer();
    }

    /** The chunk's memory, for a socket write; the transport sets position and limit. */
    ByteBuffer window(final int from, final int to) {
        return buffer.limit(to).position(from);
    }
}

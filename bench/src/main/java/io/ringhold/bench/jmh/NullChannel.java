package io.ringhold.bench.jmh;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A socket that takes everything at once and costs nothing. */
final class NullChannel implements WritableByteChannel {
    @Override
    public int write(final ByteBuffer source) {
        final int length = source.remaining();
        source.position(source.limit());
        return length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // nothing is held
    }
}

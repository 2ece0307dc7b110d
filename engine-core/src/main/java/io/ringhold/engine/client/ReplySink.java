package io.ringhold.engine.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of an {@link OutputBuffer} go: a socket that does not block. Transport thread. */
@FunctionalInterface
public interface ReplySink {
    /**
     * Takes as many bytes as it can without waiting.
     *
     * @param bytes
     *            from the position to the limit, neither of which need be moved.
     * @param address
     *            where the first of them lies.
     * @return how many were taken.
     * @throws IOException
     *             when the connection is broken.
     */
    int write(ByteBuffer bytes, long address) throws IOException;
}

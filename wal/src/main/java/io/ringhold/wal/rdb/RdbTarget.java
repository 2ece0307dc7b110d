package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where an {@link RdbOutput} puts the bytes that it has gathered. The thread of the output. */
@FunctionalInterface
public interface RdbTarget {
    /**
     * Takes bytes, all of them.
     *
     * @param source
     *            the bytes from its position to its limit, to be read before the call returns.
     * @param address
     *            absolute, of the byte at the source's position.
     * @throws IOException
     *             when they cannot be taken, or the writing is to end: what calls the output then fails with it.
     */
    void write(ByteBuffer source, long address) throws IOException;

    /**
     * Called now and then by work that has nothing to give for long: a moment to rest.
     *
     * @throws IOException
     *             when the writing is to end: what calls the output then fails with it.
     */
    default void pause() throws IOException {
        // who does not want to rest
    }
}

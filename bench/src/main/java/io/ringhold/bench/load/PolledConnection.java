package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** What a load thread does with a connection when its selector tells of it. For that thread. */
abstract class PolledConnection {
    /** Takes the connection's place in the selector. */
    abstract void register(SelectionKey ownKey);

    /**
     * There is something to read, or the end.
     *
     * @param in
     *            the thread's buffer; what was in it has been used
     */
    abstract void onReadable(ByteBuffer in) throws IOException;

    /** The socket takes bytes again. */
    abstract void onWritable() throws IOException;

    /** Whether nothing is outstanding. */
    abstract boolean isDone();

    abstract void close() throws IOException;
}

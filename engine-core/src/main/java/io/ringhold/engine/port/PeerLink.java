package io.ringhold.engine.port;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A way to another server. Engine thread. */
public interface PeerLink {
    /**
     * Sends requests, and takes a line of reply to each. One at a time. What is sent first may be sent twice, when a connection that was kept turns
     * out to have been closed.
     *
     * @param requests
     *            in RESP; stays as it is until the answer has come.
     * @param count
     *            how many they are.
     * @param answer
     *            is called on the engine's thread, once. After a failure only {@link #close} may follow.
     */
    void exchange(MemorySegment requests, int count, Consumer<PeerReplies> answer);

    /** Nothing more is sent: the connection is kept for others for a while, unless something has failed. Not during an exchange. */
    void close();
}

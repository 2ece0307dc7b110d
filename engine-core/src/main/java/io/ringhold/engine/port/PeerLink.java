package io.ringhold.engine.port;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** A way to another server. Engine thread. */
public interface PeerLink {
    /**
     * Sends requests, and takes a line of reply to each. One at a time. What is sent first may be sent twice, when a connection that was kept turns
     * out to have been closed, or to have replies for somebody else. More lines than requests are a failure, and none of them counts.
     *
     * @param requests
     *            in RESP; stays as it is until the answer has come.
     * @param count
     *            how many they are.
     * @param answer
     *            is called on the engine's thread, once, and before this returns when there is no thread for the exchange. After a failure only
     *            {@link #close} or {@link #abandon} may follow.
     */
    void exchange(MemorySegment requests, int count, Consumer<PeerReplies> answer);

    /** Nothing more is sent: the connection is kept for others for a while, unless something has failed. Not during an exchange. */
    void close();

    /** As {@link #close}, but nobody is to use the connection again: what came was no reply. */
    void abandon();
}

package io.ringhold.engine.port;

/** What has gone over the network since the server started, and what of it waits. Any thread may ask. */
public interface Traffic {
    /** Bytes received from clients. */
    long inputBytes();

    /** Bytes sent to clients. */
    long outputBytes();

    /** Reads from clients' sockets that gave something. */
    long reads();

    /** Times that replies were written to a client's socket. */
    long writes();

    /** Memory of requests that have not been executed, beyond the buffer that each connection which sends something has anyway. */
    long requestMemoryBytes();

    /** Connections turned away because there were too many. */
    long rejectedConnections();

    /** Memory of the buffers that clients' requests are in now; those that are kept for use later do not count. */
    long requestBufferBytes();
}

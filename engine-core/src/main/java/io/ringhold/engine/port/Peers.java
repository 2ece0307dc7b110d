package io.ringhold.engine.port;

/** Connections to other servers, made and used by other threads: the engine's never waits for the network. Engine thread. */
public interface Peers {
    /** There is no network, and nobody may ask for it. */
    Peers NONE = new Peers() {
        @Override
        public PeerLink open(final PeerAddress address, final int timeoutMs) {
            throw new IllegalStateException("there is no network");
        }

        @Override
        public int kept() {
            return 0;
        }
    };

    /**
     * A way to a server; it is connected when the first exchange needs it, or a kept connection is used.
     *
     * @param timeoutMs
     *            how long to wait each time that a connection cannot be made, written to or read from at once.
     */
    PeerLink open(PeerAddress address, int timeoutMs);

    /** Connections that nobody uses now and that are kept for a while. */
    int kept();
}

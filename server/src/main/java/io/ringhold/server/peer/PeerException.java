package io.ringhold.server.peer;

import java.io.IOException;

import io.ringhold.engine.port.PeerReplies.Failure;

/** Another server cannot be reached, or does not do what it should. */
final class PeerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final boolean timeout;

    PeerException(final Failure failure, final boolean timeout, final Throwable cause) {
        super(cause);
        this.failure = failure;
        this.timeout = timeout;
    }

    Failure failure() {
        return failure;
    }

    /** True when nothing had happened for too long. */
    boolean isTimeout() {
        return timeout;
    }
}

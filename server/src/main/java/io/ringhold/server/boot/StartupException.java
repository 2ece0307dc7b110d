package io.ringhold.server.boot;

/** The server cannot start; the message is the one line that the operator sees. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartupException(final String message) {
        super(message);
    }

    public StartupException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

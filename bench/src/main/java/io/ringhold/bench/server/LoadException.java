package io.ringhold.bench.server;

/** A run that could not begin or not go on: the message is one line for the user. */
public final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the line for the user. */
    public LoadException(String message) {
        super(message);
    }

    /** With the line for the user and what lies behind it. */
    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}

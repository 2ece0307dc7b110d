package io.ringhold.engine.config;

/** A value that a setting cannot have; the message is Redis' own. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidValueException(final String message) {
        super(message);
    }
}

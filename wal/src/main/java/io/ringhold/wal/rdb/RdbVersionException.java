package io.ringhold.wal.rdb;

import java.io.IOException;

/** A value cannot be written in the RDB version that was asked for; the message names the key and the setting. */
public final class RdbVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    public RdbVersionException(final String message) {
        super(message);
    }
}

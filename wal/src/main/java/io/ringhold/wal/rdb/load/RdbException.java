package io.ringhold.wal.rdb.load;

import java.io.IOException;

/** Bytes are no RDB file or payload, or there is no memory for what they hold. The message says what is wrong, and at which offset. */
public final class RdbException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final boolean isOutOfMemory;

    RdbException(final String message, final long offset) {
        this(message, offset, false);
    }

    RdbException(final String message, final long offset, final boolean isOutOfMemory) {
        super(message);
        this.offset = offset;
        this.isOutOfMemory = isOutOfMemory;
    }

    /** Offset from the beginning of the file or payload of what could not be read. */
    public long offset() {
        return offset;
    }

    /** True when the bytes may be right, but there is no memory. */
    public boolean isOutOfMemory() {
        return isOutOfMemory;
    }
}

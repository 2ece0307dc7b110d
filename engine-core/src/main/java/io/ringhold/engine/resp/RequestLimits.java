package io.ringhold.engine.resp;

/**
 * What requests are allowed to be: written by the engine when settings change, read by every transport. Any thread.
 */
public final class RequestLimits {
    /** Longest inline command, and longest line that says a count or a length. */
    public static final int MAX_LINE_BYTES = 64 * 1024;
    /** Most arguments of a command while a password is needed and not given. */
    public static final int MAX_UNAUTHENTICATED_ARGUMENTS = 10;
    /** Longest argument while a password is needed and not given. */
    public static final int MAX_UNAUTHENTICATED_BULK_BYTES = 16384;

    private volatile long maxBulkBytes = 512L << 20;
    private volatile long maxBufferedBytes = 1L << 30;
    private volatile boolean passwordRequired;

    /** Longest argument: the setting {@code proto-max-bulk-len}. */
    public long maxBulkBytes() {
        return maxBulkBytes;
    }

    public void maxBulkBytes(final long bytes) {
        maxBulkBytes = bytes;
    }

    /** Most bytes of unfinished requests per connection: the setting {@code client-query-buffer-limit}. */
    public long maxBufferedBytes() {
        return maxBufferedBytes;
    }

    public void maxBufferedBytes(final long bytes) {
        maxBufferedBytes = bytes;
    }

    /** True when clients must authenticate before they may send large requests. */
    public boolean passwordRequired() {
        return passwordRequired;
    }

    public void passwordRequired(final boolean required) {
        passwordRequired = required;
    }
}

package io.ringhold.wal.aof;

/**
 * Why writes are refused.
 *
 * @param reason
 *            the system's words.
 * @param reply
 *            what clients are told, without the leading minus.
 */
record LogRefusal(String reason, String reply) {
    /** The disk takes bytes more slowly than clients send them. */
    static final LogRefusal SLOW_DISK = of("the disk does not keep up");

    static LogRefusal of(final String reason) {
        return new LogRefusal(reason, "MISCONF Errors writing to the AOF file: " + reason);
    }
}

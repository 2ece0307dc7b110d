package io.ringhold.wal.file;

import java.util.function.Function;

/**
 * Reads of mapped files of which a page cannot be had any more: the file has become shorter, or the disk has an error. The JVM throws an
 * {@link InternalError} then, when the page is read or some time later, and until it does, what has been read may be anything. Any thread.
 *
 * <p>
 * Source: {@link java.nio.MappedByteBuffer}, on files of which parts become inaccessible.
 */
public final class MappedReads {
    /** What may have happened, for messages. */
    public static final String LOST = "the file has become shorter meanwhile, or there is an error of the disk";

    /** Reads a mapped file. */
    @FunctionalInterface
    public interface Reading<T, E extends Exception> {
        /** Gives what comes of it, or throws what is wrong with what it has read. */
        T run() throws E;
    }

    private MappedReads() {}

    /**
     * Reads.
     *
     * @param failure
     *            makes the exception for a page that cannot be had; it goes before one that the reading has thrown, which may come of it.
     */
    public static <T, E extends Exception> T read(final Reading<T, E> reading,
            final Function<InternalError, E> failure) throws E {
        try {
            try {
                return reading.run();
            } finally {
                settle();
            }
        } catch (final InternalError e) {
            throw failure.apply(e);
        }
    }

    /** Returns when all that this thread has read is what the files have: an error that is still to come is thrown here. */
    @SuppressWarnings("ThreadPriorityCheck") // not for the scheduler: behind a native call the JVM throws what is pending
    public static void settle() {
        Thread.yield();
    }
}

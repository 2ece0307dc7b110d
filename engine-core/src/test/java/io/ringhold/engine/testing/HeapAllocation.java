package io.ringhold.engine.testing;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/** Measures what the calling thread allocates on the Java heap, for gates that keep the hot path free of garbage. */
public final class HeapAllocation {
    /** How often what is measured may be repeated. */
    public static final int MOST_ROUNDS = 5;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HeapAllocation() {}

    /** What is measured. It must allocate nothing for the test's own sake. */
    @FunctionalInterface
    public interface Turn<E extends Exception> {
        void run() throws E;
    }

    /**
     * The bytes that some turns allocate all together.
     *
     * @param warmUp
     *            turns that nobody measures, before the others.
     * @param measured
     *            turns in each of a few rounds. The round that allocates least counts: the compiler may finish in the
     *            middle of a round and leave its mark once, a leak leaves it each time.
     */
    public static <E extends Exception> long leastBytes(final int warmUp, final int measured, final Turn<E> turn)
            throws E {
        run(turn, warmUp);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least != 0; round++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            run(turn, measured);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static <E extends Exception> void run(final Turn<E> turn, final int times) throws E {
        for (int i = 0; i < times; i++) {
            turn.run();
        }
    }
}

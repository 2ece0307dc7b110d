package io.ringhold.server.metrics;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

import io.ringhold.engine.figures.EngineFigures;
import io.ringhold.engine.process.ProcessSnapshot;

/**
 * Gets figures from the engine for other threads. At most one request is on its way at any time, however many ask and however long the engine
 * does not answer: so those who ask can neither fill the ring nor keep the engine busy. Any thread but the engine's.
 */
final class FigureSource {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Predicate<Runnable> engine;
    private final Function<ProcessSnapshot, EngineFigures> gatherer;
    private final long patienceNs;
    private final ReentrantLock turn = new ReentrantLock();
    /** The request that the engine has not answered in time, or null. */
    private CompletableFuture<EngineFigures> overdue;

    /**
     * @param engine
     *            runs a task on the engine's thread some time soon, or answers false when it takes no more.
     * @param gatherer
     *            called on the engine's thread.
     * @param patienceNs
     *            how long to wait in all.
     */
    FigureSource(final Predicate<Runnable> engine, final Function<ProcessSnapshot, EngineFigures> gatherer,
            final long patienceNs) {
        this.engine = engine;
        this.gatherer = gatherer;
        this.patienceNs = patienceNs;
    }

    /**
     * The figures of a moment after the call.
     *
     * @throws TimeoutException
     *             when the engine is kept from answering, by a command that takes long or by its end.
     */
    EngineFigures take() throws TimeoutException, InterruptedException {
        final long deadlineNs = System.nanoTime() + patienceNs;
        if (!turn.tryLock(patienceNs, TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        try {
            return await(request(deadlineNs), deadlineNs);
        } finally {
            turn.unlock();
        }
    }

    private CompletableFuture<EngineFigures> request(final long deadlineNs) throws TimeoutException {
        if (overdue != null && !overdue.isDone()) {
            return overdue;
        }
        final CompletableFuture<EngineFigures> request = new CompletableFuture<>();
        final ProcessSnapshot process = ProcessSnapshot.now();
        while (!engine.test(() -> request.complete(gatherer.apply(process)))) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new TimeoutException();
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        return request;
    }

    private EngineFigures await(final CompletableFuture<EngineFigures> request, final long deadlineNs)
            throws TimeoutException, InterruptedException {
        overdue = request;
        try {
            return request.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (final ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }
}

package io.ringhold.server.peer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerLink;
import io.ringhold.engine.port.PeerReplies;
import io.ringhold.engine.port.PeerReplies.Failure;
import io.ringhold.engine.port.Peers;
import org.agrona.concurrent.NanoClock;

/**
 * Exchanges with other servers, each on one of a few threads; what comes while all of them wait for the network waits, too, but no longer than its
 * timeout: times to live in it count from when it was made. The engine's thread asks, and gets its answers as tasks.
 */
public final class PeerConnections implements Peers {
    private static final int THREADS = 16;
    private static final long THREAD_KEPT_S = 10;

    private final Consumer<Runnable> engine;
    private final NanoClock clock;
    private final Consumer<Throwable> troubles;
    private final IdleConnections idle;
    private final ThreadPoolExecutor threads;
    private final Executor later;

    /**
     * @param engine
     *            runs a task on the engine's thread some time soon.
     * @param clock
     *            monotonic.
     * @param troubles
     *            is told, on any thread, of what has gone wrong here and not there.
     */
    public PeerConnections(final Consumer<Runnable> engine, final NanoClock clock, final Consumer<Throwable> troubles) {
        this(engine, clock, troubles, daemons());
    }

    PeerConnections(final Consumer<Runnable> engine, final NanoClock clock, final Consumer<Throwable> troubles,
            final ThreadFactory factory) {
        this.engine = engine;
        this.clock = clock;
        this.troubles = troubles;
        this.idle = new IdleConnections(clock);
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, THREAD_KEPT_S, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
        this.later = CompletableFuture.delayedExecutor(IdleConnections.KEPT_NS, TimeUnit.NANOSECONDS, threads);
    }

    private static ThreadFactory daemons() {
        final AtomicInteger started = new AtomicInteger();
        return task -> {
            final Thread thread = new Thread(task, "ringhold-peer-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public PeerLink open(final PeerAddress address, final int timeoutMs) {
        return new Link(address, timeoutMs);
    }

    @Override
    public int kept() {
        return idle.size();
    }

    /** The engine's thread asks, another one does it: never both at a time. */
    private final class Link implements PeerLink {
        private final PeerAddress address;
        private final int timeoutMs;
        private PeerConnection connection;

        Link(final PeerAddress address, final int timeoutMs) {
            this.address = address;
            this.timeoutMs = timeoutMs;
        }

        @Override
        public void exchange(final MemorySegment requests, final int count, final Consumer<PeerReplies> answer) {
            final long askedNs = clock.nanoTime();
            final AtomicBoolean begun = new AtomicBoolean(); // what cannot get a thread may be in the queue all the same
            try {
                threads.execute(() -> {
                    if (begun.compareAndSet(false, true)) {
                        exchange(requests, count, askedNs, answer);
                    }
                });
            } catch (final OutOfMemoryError e) {
                if (begun.compareAndSet(false, true)) {
                    troubles.accept(e);
                    answer.accept(new PeerReplies(List.of(), Failure.CONNECTING));
                }
            }
        }

        private void exchange(final MemorySegment requests, final int count, final long askedNs,
                final Consumer<PeerReplies> answer) {
            try {
                final PeerReplies replies = clock.nanoTime() - askedNs > TimeUnit.MILLISECONDS.toNanos(timeoutMs)
                        ? new PeerReplies(List.of(), Failure.CONNECTING)
                        : exchange(requests, count);
                engine.accept(() -> answer.accept(replies));
            } catch (final Error e) {
                engine.accept(() -> {
                    throw new IllegalStateException("an exchange with another server has gone wrong", e);
                });
            }
        }

        private PeerReplies exchange(final MemorySegment requests, final int count) {
            final List<String> lines = new ArrayList<>();
            Failure failure = null;
            try {
                exchangeAnew(requests, count, lines);
            } catch (final PeerException e) {
                abandon();
                failure = e.failure();
            } catch (final RuntimeException | OutOfMemoryError e) {
                abandon();
                troubles.accept(e);
                failure = Failure.READING;
            }
            return new PeerReplies(lines, failure);
        }

        /** With another connection when one that was kept has ended, or has something to read that nobody has asked for. */
        private void exchangeAnew(final MemorySegment requests, final int count, final List<String> lines)
                throws PeerException {
            final boolean first = connection == null;
            connection = first ? idle.take(address) : connection;
            final boolean mayBeClosed = first && connection != null;
            try {
                exchangeOnce(requests, count, lines);
            } catch (final PeerException e) {
                abandon();
                if (!mayBeClosed || e.isTimeout() || !lines.isEmpty()) {
                    throw e;
                }
                exchangeOnce(requests, count, lines);
            }
        }

        private void exchangeOnce(final MemorySegment requests, final int count, final List<String> lines)
                throws PeerException {
            if (connection == null) {
                connection = PeerConnection.connect(address, timeoutMs);
            }
            connection.exchange(requests, count, timeoutMs, lines);
        }

        @Override
        public void abandon() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }

        @Override
        public void close() {
            if (connection == null) {
                return;
            }
            idle.keep(address, connection);
            connection = null;
            try {
                later.execute(idle::closeOld);
            } catch (final OutOfMemoryError e) { // no thread that waits
                troubles.accept(e);
                connection = idle.take(address);
                abandon();
            }
        }
    }
}

package io.ringhold.server.peer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerLink;
import io.ringhold.engine.port.PeerReplies;
import io.ringhold.engine.port.PeerReplies.Failure;
import io.ringhold.engine.port.Peers;
import org.agrona.concurrent.NanoClock;

/**
 * Exchanges with other servers, each on one of a few threads; what comes while all of them wait for the network waits, too. The engine's thread asks,
 * and gets its answers as tasks.
 */
public final class PeerConnections implements Peers {
    private static final int THREADS = 16;
    private static final long THREAD_KEPT_S = 10;

    private final Consumer<Runnable> engine;
    private final IdleConnections idle;
    private final ThreadPoolExecutor threads;
    private final Executor later;

    /**
     * @param engine
     *            runs a task on the engine's thread some time soon.
     * @param clock
     *            monotonic.
     */
    public PeerConnections(final Consumer<Runnable> engine, final NanoClock clock) {
        this.engine = engine;
        this.idle = new IdleConnections(clock);
        final AtomicInteger started = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, THREAD_KEPT_S, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> {
                    final Thread thread = new Thread(task, "ringhold-peer-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.later = CompletableFuture.delayedExecutor(IdleConnections.KEPT_NS, TimeUnit.NANOSECONDS, threads);
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
            threads.execute(() -> {
                try {
                    final PeerReplies replies = exchange(requests, count);
                    engine.accept(() -> answer.accept(replies));
                } catch (final RuntimeException | Error e) {
                    engine.accept(() -> {
                        throw new IllegalStateException("an exchange with another server has gone wrong", e);
                    });
                }
            });
        }

        private PeerReplies exchange(final MemorySegment requests, final int count) {
            final List<String> lines = new ArrayList<>();
            Failure failure = null;
            final boolean first = connection == null;
            connection = first ? idle.take(address) : connection;
            final boolean mayBeClosed = first && connection != null;
            try {
                try {
                    exchangeOnce(requests, count, lines);
                } catch (final PeerException e) {
                    abandon();
                    if (!mayBeClosed || e.isTimeout() || !lines.isEmpty()) {
                        throw e;
                    }
                    exchangeOnce(requests, count, lines);
                }
            } catch (final PeerException e) {
                abandon();
                failure = e.failure();
            }
            return new PeerReplies(lines, failure);
        }

        private void exchangeOnce(final MemorySegment requests, final int count, final List<String> lines)
                throws PeerException {
            if (connection == null) {
                connection = PeerConnection.connect(address, timeoutMs);
            }
            connection.exchange(requests, count, timeoutMs, lines);
        }

        private void abandon() {
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
            if (connection.hasMore()) {
                abandon();
                return;
            }
            idle.keep(address, connection);
            connection = null;
            later.execute(idle::closeOld);
        }
    }
}

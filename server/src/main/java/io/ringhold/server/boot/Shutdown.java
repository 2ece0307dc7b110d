package io.ringhold.server.boot;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.pipeline.EngineAgent;
import io.ringhold.engine.snapshot.Persistence;
import io.ringhold.server.log.ServerLog;
import io.ringhold.server.transport.TransportAgent;

/**
 * The end of a server. In order: no more commands; the log is forced and closed; replies that waited for it are released
 * and sent, as far as clients take them within a second; files removed; exit. Requested and run on the engine thread.
 */
final class Shutdown {
    private static final long FLUSH_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FLUSH_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int LAST_COMMANDS = 16;

    private final ServerLog log;
    private final RuntimeFiles files;
    private final List<TransportAgent> transports;
    private final boolean shared;
    private final CompletableFuture<Integer> exit;
    private final AtomicBoolean failed = new AtomicBoolean();
    private EngineAgent engine;
    private LogKeeper appendLog;
    private boolean requested;
    private int status;

    Shutdown(final ServerLog log, final RuntimeFiles files, final List<TransportAgent> transports, final boolean shared,
            final CompletableFuture<Integer> exit) {
        this.log = log;
        this.files = files;
        this.transports = transports;
        this.shared = shared;
        this.exit = exit;
    }

    void engine(final EngineAgent agent, final LogKeeper openLog) {
        engine = agent;
        appendLog = openLog;
    }

    /** Asks for the end; the turn of the engine that is under way is its last. */
    void request() {
        requested = true;
    }

    /** Asks for the end, saving the data first when the settings want dumps; false when that fails and the server goes on. */
    boolean requestBySignal(final Engine running) {
        final Persistence persistence = running.persistence();
        if (!requested && (running.isLoading() || persistence.saveBeforeEnd(persistence.savesByRule(), false))) {
            running.stop();
            request();
        }
        return requested;
    }

    /** Asks for the end because the server cannot go on; the process ends with 1. */
    void requestAfterError(final String reason) {
        if (!requested) {
            requested = true;
            log.warning(reason);
        }
        status = 1;
    }

    boolean isRequested() {
        return requested;
    }

    void run() {
        closeLog();
        engine.releaseReplies();
        sendReplies();
        files.remove();
        log.warning("Ringhold is now ready to exit, bye bye...");
        exit.complete(status);
    }

    /** An agent has thrown: nothing is certain any more, so the process says all it knows and ends without touching data. */
    void failed(final Throwable cause, final Engine failedEngine) {
        if (!failed.compareAndSet(false, true)) {
            return;
        }
        try {
            report(cause, failedEngine);
        } finally {
            exit.complete(1); // also without memory for the report
        }
    }

    private void report(final Throwable cause, final Engine failedEngine) {
        log.warning("=== RINGHOLD BUG REPORT START: Cut & paste starting from here ===");
        log.warning("Ringhold " + Version.number() + " crashed in thread " + Thread.currentThread().getName());
        log.stack(cause);
        failedEngine.sessions().all().stream().sorted((a, b) -> Long.compare(b.lastActiveMs(), a.lastActiveMs()))
                .limit(LAST_COMMANDS).forEach(this::describe);
        log.warning("Data: " + failedEngine.keyspace().arena());
        log.warning("Buffers: " + failedEngine.clientArena());
        log.warning("=== RINGHOLD BUG REPORT END. ===");
    }

    private void describe(final Session session) {
        log.warning("client " + session.address().peer() + " last command: " + session.lastCommand());
    }

    private void closeLog() {
        try {
            appendLog.close();
        } catch (final IOException e) {
            log.warning(e.getMessage());
            status = 1;
        }
    }

    private void sendReplies() {
        if (shared) {
            send(transports.getFirst());
            return;
        }
        final CountDownLatch done = new CountDownLatch(transports.size());
        for (final TransportAgent transport : transports) {
            transport.execute(() -> {
                send(transport);
                done.countDown();
            });
        }
        try {
            done.await(2 * FLUSH_NS, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(final TransportAgent transport) {
        transport.stopListening();
        final long deadlineNs = System.nanoTime() + FLUSH_NS;
        while (!transport.flush() && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(FLUSH_PAUSE_NS);
        }
    }
}

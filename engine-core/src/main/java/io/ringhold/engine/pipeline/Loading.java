package io.ringhold.engine.pipeline;

import java.io.IOException;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.command.CommandExecutor;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.port.CommandSource;

/** Loads the data of an earlier run in slices, through a session of its own whose replies are dropped. Engine thread. */
public final class Loading {
    private final Engine engine;
    private final CommandSource source;
    private final Session session;
    private CommandExecutor executor;
    private long startedNs;
    private long startedAtMs;
    private long longestSliceNs;

    public Loading(final Engine engine, final CommandSource source) {
        this.engine = engine;
        this.source = source;
        final OutputBuffer output = new OutputBuffer(new ChunkPool(engine.clientArena()));
        this.session = new Session(0, ignored -> {}, null, new SessionAddress("", "", 0, false), output, 0);
        session.authenticated(true);
    }

    /**
     * Loads all of a source now, while nobody is served: DEBUG RELOAD and LOADAOF.
     *
     * @throws IOException
     *             when it cannot be loaded; one line.
     */
    public static void loadAtOnce(final Engine engine, final CommandSource source) throws IOException {
        final Loading loading = new Loading(engine, source);
        // with a context of its own: a command is being executed
        loading.begin(new CommandExecutor(engine, new EffectWriter(engine.clientArena()), session -> {}));
        engine.loading(loading);
        while (engine.keyspace().freeSome()) {
            // what was there before has to make room
        }
        try {
            while (!source.load(loading::execute, Long.MAX_VALUE >> 1)) {
                // until all is loaded
            }
        } finally {
            engine.loading(null);
            loading.session.output().release();
        }
    }

    void begin(final CommandExecutor newExecutor) {
        executor = newExecutor;
        startedNs = engine.clock().nanoTime();
        startedAtMs = engine.keyspace().nowMs();
    }

    /** Unix time. */
    public long startedAtMs() {
        return startedAtMs;
    }

    /** How long loading has been going on. */
    public long elapsedNs() {
        return engine.clock().nanoTime() - startedNs;
    }

    /** Bytes to load. */
    public long totalBytes() {
        return source.totalBytes();
    }

    /** Bytes loaded so far. */
    public long loadedBytes() {
        return source.loadedBytes();
    }

    /** Loads for a while; true when everything is loaded. */
    boolean load(final long budgetNs) {
        final long sliceNs = engine.clock().nanoTime();
        try {
            final boolean complete = source.load(this::execute, budgetNs);
            longestSliceNs = Math.max(longestSliceNs, engine.clock().nanoTime() - sliceNs);
            if (!complete) {
                return false;
            }
        } catch (final IOException e) {
            engine.control().loadFailed(e.getMessage());
            return false;
        }
        final double seconds = elapsedNs() / 1e9;
        engine.control().log('*', String.format("DB loaded from %s: %.3f seconds", source.origin(), seconds));
        session.output().release();
        engine.persistence().loaded(engine.keyspace().nowMs());
        engine.latency().paused(LatencyEvent.LOADING_SLICE, longestSliceNs);
        return true;
    }

    private String execute(final RequestBatch batch) {
        final String error = executor.replay(session, batch);
        session.output().truncate(0);
        return error;
    }
}

package io.ringhold.bench.jmh;

import java.io.IOException;
import java.util.List;

import io.ringhold.engine.Engine;
import io.ringhold.engine.EngineSettings;
import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.pipeline.EngineAgent;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** A whole engine with one connection and no network. The engine's methods are for one thread, the connection's for another or the same. */
final class BenchServer implements AutoCloseable {
    private static final int RING_CAPACITY = 1024;

    final Arena requests = Arena.reserve(ArenaOptions.of("requests", 4L << 30));
    final CommandRing ring = new CommandRing(RING_CAPACITY, () -> {});
    final Session session;
    final EngineAgent agent;
    private final Arena data = Arena.reserve(ArenaOptions.of("data", 8L << 30));
    private final Arena clients = Arena.reserve(ArenaOptions.of("clients", 1L << 30));

    /**
     * @param options
     *            names and values of settings.
     */
    BenchServer(final String... options) {
        final Settings settings = new Settings();
        final String error = options.length == 0 ? null : settings.set(List.of(options), true);
        if (error != null) {
            throw new IllegalArgumentException(error);
        }
        final Engine engine = new Engine(settings, new Keyspace(data, 1, new KeyHash(1, 2)), clients,
                CommandTable.load(AllCommands.groups()), CommandLog.NONE, new NoControl(), SystemNanoClock.INSTANCE,
                SystemEpochClock.INSTANCE);
        EngineSettings.follow(engine);
        agent = new EngineAgent(engine, ring, null, SystemEpochClock.INSTANCE);
        agent.onStart();
        session = new Session(1, ignored -> {}, null, new SessionAddress("", "", 0, false),
                new OutputBuffer(new ChunkPool(clients)), 0);
        ring.tryPublishConnected(session);
        turn();
    }

    /** Executes batches one after the other, for filling. */
    void executeAll(final RequestBatch[] batches) throws IOException {
        for (final RequestBatch batch : batches) {
            publish(batch);
            turn();
            takeBack();
        }
    }

    void publish(final RequestBatch batch) {
        if (!ring.tryPublish(session, batch)) {
            throw new IllegalStateException("the ring is full");
        }
    }

    /** One turn of the engine. */
    void turn() {
        try {
            agent.doWork();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Drops the replies and takes the batch back; null while the engine has it. */
    RequestBatch takeBack() throws IOException {
        final RequestBatch batch = session.takeCompletedBatch();
        if (batch != null) {
            session.clearSignal();
            session.output().drain((bytes, address) -> bytes.remaining());
        }
        return batch;
    }

    @Override
    public void close() {
        data.close();
        clients.close();
        requests.close();
    }
}

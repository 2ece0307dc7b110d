package io.ringhold.engine.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.ringhold.engine.Engine;
import io.ringhold.engine.EngineSettings;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.ReplySink;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.Transport;
import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.engine.resp.RequestFramer;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.engine.testing.RecordingControl;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;

/**
 * An engine's agent with its ring, driven turn by turn, and clients whose transport is the test: what they send goes through framer
 * and ring, what they get is what a socket would. Time stands still. Text is Latin-1. Not thread-safe.
 */
final class EngineFixture implements AutoCloseable {
    static final int RING_CAPACITY = 64;
    private static final int INPUT_BYTES = 4096;

    final SteppedLog log = new SteppedLog();
    final RecordingControl control = new RecordingControl();
    final Engine engine;
    final CommandRing ring;
    final EngineAgent agent;
    long nowMs = 1_700_000_000_000L;
    /** By how much the clock goes on with each reading. */
    long stepNs;
    int rings;
    /** The clients at which the transport was asked to look, in that order. */
    final List<Client> signalled = new ArrayList<>();
    /** Those of them for which there was a message. */
    final List<Client> told = new ArrayList<>();
    private final Arena dataArena = Arena.reserve(ArenaOptions.of("data", 64L << 20));
    private final Arena clientArena = Arena.reserve(ArenaOptions.of("clients", 64L << 20));
    private final Arena inputArena = Arena.reserve(ArenaOptions.of("input", 64L << 20));
    private long steppedNs;
    private long lastId;

    EngineFixture() {
        this(null);
    }

    EngineFixture(final CommandSource source) {
        engine = new Engine(new Settings(), new Keyspace(dataArena, 16, new KeyHash(1, 2)), clientArena,
                CommandTable.load(AllCommands.groups(() -> nowMs * 1000)), log, control,
                () -> nowMs * 1_000_000 + (steppedNs += stepNs), () -> nowMs);
        EngineSettings.follow(engine);
        ring = new CommandRing(RING_CAPACITY, () -> rings++);
        agent = new EngineAgent(engine, ring, source == null ? null : new Loading(engine, source), () -> nowMs);
        agent.onStart();
    }

    /** A connection that the engine knows of. */
    Client connect() {
        final Client client = new Client();
        if (!ring.tryPublishConnected(client.session)) {
            throw new AssertionError("the ring is full");
        }
        turn();
        return client;
    }

    int turn() {
        try {
            return agent.doWork();
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Frames text as a transport would and gives the batch to a function; the batch lives until the fixture is closed. */
    <T> T framed(final String text, final Function<RequestBatch, T> use) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final InputBuffer in = InputBuffer.create(inputArena, Math.max(INPUT_BYTES, bytes.length));
        in.room(bytes.length).put(bytes);
        in.received(bytes.length);
        new RequestFramer(new RequestLimits()).frame(in, false, false);
        in.seal();
        return use.apply(in.batch());
    }

    @Override
    public void close() {
        dataArena.close();
        clientArena.close();
        inputArena.close();
    }

    /** One connection. */
    final class Client implements ReplySink {
        final Session session;
        int signals;
        /** Pieces in which replies were sent. */
        int writes;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private RequestBatch inFlight;

        private Client() {
            lastId++;
            session = new Session(lastId, new Asked(), this,
                    new SessionAddress("127.0.0.1:" + lastId, "127.0.0.1:6379", lastId, false),
                    new OutputBuffer(engine.chunks()), nowMs);
        }

        private final class Asked implements Transport {
            @Override
            public void service(final Session asked) {
                signals++;
                signalled.add(Client.this);
            }

            @Override
            public void serviceMessage(final Session asked) {
                service(asked);
                told.add(Client.this);
            }
        }

        /** Publishes text, lines that end in LF or RESP, as one batch. */
        Client send(final String text) {
            inFlight = framed(text, batch -> {
                if (!ring.tryPublish(session, batch)) {
                    throw new AssertionError("the ring is full");
                }
                return batch;
            });
            return this;
        }

        /** What has come since the last call, in Latin-1. */
        String received() {
            session.clearSignal();
            session.clearMessageSignal();
            try {
                session.output().drain(this);
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
            final String text = received.toString(StandardCharsets.ISO_8859_1);
            received.reset();
            return text;
        }

        /** Takes the batch back; false while the engine has it. */
        boolean takeBack() {
            final RequestBatch batch = session.takeCompletedBatch();
            if (batch != null && batch != inFlight) {
                throw new AssertionError("another batch than the one in flight");
            }
            return batch != null;
        }

        @Override
        public int write(final ByteBuffer source, final long address) {
            final byte[] part = new byte[source.remaining()];
            source.get(part);
            received.writeBytes(part);
            writes++;
            return part.length;
        }
    }
}

package io.ringhold.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ringhold.engine.Engine;
import io.ringhold.engine.EngineSettings;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.ReplySink;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.command.CommandExecutor;
import io.ringhold.engine.command.CommandNames;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.command.KeyspaceEffects;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.config.CommandLine;
import io.ringhold.engine.config.ConfigException;
import io.ringhold.engine.config.RedisConf;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.resp.InputBuffer;
import io.ringhold.engine.resp.RequestFramer;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.keys.KeyHash;

/**
 * An engine with all commands, several clients, a clock that stands still and a server around it that writes down what it is
 * asked. Text is Latin-1 throughout. Not thread-safe.
 */
public final class ServerHarness implements AutoCloseable {
    /** The time at first, Unix ms. */
    public static final long START_MS = 1_700_000_000_000L;

    private final Arena dataArena = Arena.reserve(ArenaOptions.of("data", 64L << 20));
    private final Arena clientArena = Arena.reserve(ArenaOptions.of("clients", 64L << 20));
    private final Settings settings = new Settings();
    private final RecordingLog log = new RecordingLog();
    private final RecordingControl control = new RecordingControl();
    private final Engine engine;
    private final CommandExecutor executor;
    private long nowMs = START_MS;
    private long nowNs;
    private long stepNs = 1000;
    private long lastId;

    /**
     * Starts with settings other than the defaults.
     *
     * @param options
     *            as on the command line.
     */
    public ServerHarness(final String... options) {
        final CommandNames names = new CommandNames(
                CommandTable.load(AllCommands.groups(() -> nowMs * 1000 + 7)));
        try {
            new RedisConf(settings, names::rename).load(CommandLine.parse(List.of(options)),
                    InputStream.nullInputStream());
        } catch (final ConfigException e) {
            throw new IllegalArgumentException(e);
        }
        final Keyspace keyspace = new Keyspace(dataArena, 16, new KeyHash(1, 2));
        keyspace.nowMs(nowMs);
        engine = new Engine(settings, keyspace, clientArena, names.table(), log, control, () -> nowNs += stepNs,
                () -> nowMs);
        final EffectWriter effects = new EffectWriter(clientArena);
        effects.log(log);
        engine.pushes(new Pushes(log, session -> {}));
        executor = new CommandExecutor(engine, effects, session -> {});
        keyspace.listener(new KeyspaceEffects(engine, effects));
        EngineSettings.follow(engine);
    }

    /** A new connection. */
    public Client connect() {
        return connect("127.0.0.1:" + (1000 + lastId + 1));
    }

    /** A new connection from an address. */
    public Client connect(final String peer) {
        lastId++;
        final Session session = new Session(lastId, waiting -> {}, null,
                new SessionAddress(peer, "127.0.0.1:6379", lastId, false), new OutputBuffer(engine.chunks()),
                nowMs);
        session.authenticated(!engine.passwordRequired());
        engine.sessions().add(session);
        return new Client(session);
    }

    public Engine engine() {
        return engine;
    }

    public Settings settings() {
        return settings;
    }

    /** How long each command takes from now on, 1 us at first. */
    public void commandsTake(final long nanoseconds) {
        stepNs = nanoseconds;
    }

    /** Lets time pass. */
    public void advanceMs(final long milliseconds) {
        nowMs += milliseconds;
        nowNs += milliseconds * 1_000_000;
        engine.keyspace().nowMs(nowMs);
    }

    public long nowMs() {
        return nowMs;
    }

    /** What was logged since the last call, each command as its arguments, joined by blanks. */
    public List<String> takeLogged() {
        return log.take().stream().map(arguments -> String.join(" ", arguments)).toList();
    }

    /** Turns the log on, as it is at first, or off. */
    public void logging(final boolean yes) {
        log.enabled(yes);
    }

    /** What has gone over the network, to be set. */
    public RecordingControl.SetTraffic traffic() {
        return control.traffic();
    }

    /** Lines of the server's log, and "shutdown: reason". */
    public List<String> serverLog() {
        return control.lines();
    }

    @Override
    public void close() {
        dataArena.close();
        clientArena.close();
    }

    /** One connection. */
    public final class Client {
        private final Session session;

        private Client(final Session session) {
            this.session = session;
        }

        public Session session() {
            return session;
        }

        /** Executes a command and returns the raw reply. */
        public String execute(final String... arguments) {
            executeUnsent(arguments);
            session.output().publish();
            return drain();
        }

        /** Executes a command, whose words have blanks between them, and returns the raw reply. */
        public String run(final String words) {
            return execute(words.split(" ", -1));
        }

        /** Executes a command and leaves the reply in the output buffer. */
        public void executeUnsent(final String... arguments) {
            try (PreparedRequest request = new PreparedRequest(clientArena, PreparedRequest.bytes(arguments))) {
                executor.execute(session, request.batch(), 0);
            }
        }

        /** Executes commands that have come in one read, each of words with blanks between them, and returns the raw replies. */
        public String pipeline(final List<String> commands) {
            final byte[] bytes = String.join("\n", commands).concat("\n").getBytes(StandardCharsets.ISO_8859_1);
            final InputBuffer in = InputBuffer.create(clientArena, bytes.length);
            in.room(bytes.length).put(bytes);
            in.received(bytes.length);
            new RequestFramer(new RequestLimits()).frame(in, false, false);
            in.seal();
            executor.execute(session, in.batch(), 0);
            in.free();
            session.output().publish();
            return drain();
        }

        /** What has come since the last reply. */
        public String received() {
            session.output().publish();
            return drain();
        }

        private String drain() {
            final Sink sink = new Sink();
            try {
                session.output().drain(sink);
            } catch (final IOException e) {
                throw new AssertionError(e);
            }
            session.output().reclaim();
            return sink.bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static final class Sink implements ReplySink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public int write(final ByteBuffer source, final long address) {
            final byte[] part = new byte[source.remaining()];
            source.get(part);
            bytes.writeBytes(part);
            return part.length;
        }
    }
}

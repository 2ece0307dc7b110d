package io.ringhold.engine.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.ReplySink;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.command.CommandExecutor;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.command.KeyspaceEffects;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;

/**
 * An engine with small arenas, one client and a clock that stands still, to execute commands on. Text is Latin-1
 * throughout, so that every byte has its character. Not thread-safe.
 *
 * <pre>
 * try (EngineHarness engine = EngineHarness.of(new StringCommands())) {
 *     assertThat(engine.execute("SET", "k", "v")).isEqualTo("+OK\r\n");
 * }
 * </pre>
 */
public final class EngineHarness implements AutoCloseable {
    /** The time at first, Unix ms. */
    public static final long START_MS = 1_700_000_000_000L;

    private static final long CLIENT_ARENA_BYTES = 256L << 20;

    private final Arena dataArena;
    private final Arena clientArena;
    private final Keyspace keyspace;
    private final Engine engine;
    private final Session session;
    private final CommandExecutor executor;
    private final RecordingLog log = new RecordingLog();
    private final Sink sink = new Sink();
    private long nowMs = START_MS;
    private long nowNs;

    private EngineHarness(final long dataBytes, final List<CommandGroupHandlers> groups) {
        dataArena = Arena.reserve(ArenaOptions.of("data", dataBytes));
        clientArena = Arena.reserve(ArenaOptions.of("clients", CLIENT_ARENA_BYTES));
        keyspace = new Keyspace(dataArena, 16, new KeyHash(1, 2));
        keyspace.nowMs(nowMs);
        engine = new Engine(new Settings(), keyspace, clientArena, CommandTable.load(groups), log,
                new RecordingControl(),
                () -> nowNs++, () -> nowMs);
        final EffectWriter effects = new EffectWriter(clientArena);
        effects.log(log);
        engine.pushes(new Pushes(log, session -> {}));
        executor = new CommandExecutor(engine, effects, session -> {});
        keyspace.listener(new KeyspaceEffects(engine, effects));
        session = new Session(1, waiting -> {}, null, new SessionAddress("127.0.0.1:1", "127.0.0.1:2", 3, false),
                new OutputBuffer(engine.chunks()), nowMs);
    }

    /** An engine with 64 MiB for data. */
    public static EngineHarness of(final CommandGroupHandlers... groups) {
        return new EngineHarness(64L << 20, List.of(groups));
    }

    /** An engine with 64 MiB for data whose log is off, as for measuring. */
    public static EngineHarness withoutLog(final CommandGroupHandlers... groups) {
        final EngineHarness engine = of(groups);
        engine.logging(false);
        return engine;
    }

    /** An engine with so much memory for data. */
    public static EngineHarness withDataBytes(final long dataBytes, final CommandGroupHandlers... groups) {
        return new EngineHarness(dataBytes, List.of(groups));
    }

    /** Executes a command given as Latin-1 text and returns the raw reply, as Latin-1 text too. */
    public String execute(final String... arguments) {
        return new String(execute(PreparedRequest.bytes(arguments)), StandardCharsets.ISO_8859_1);
    }

    /** Executes a command of words with blanks between them and returns the raw reply, as Latin-1 text. */
    public String run(final String words) {
        return execute(words.split(" ", -1));
    }

    /** As {@link #run(String)}, while clients have no memory but for the request itself, and for a reply no longer than those before. */
    public String runWithoutMemory(final String words) {
        final PreparedRequest room = prepare(words);
        return withoutMemory(() -> {
            room.close();
            return run(words);
        });
    }

    /** Does something while clients have no memory left. */
    public <T> T withoutMemory(final Supplier<T> action) {
        final List<Long> taken = new ArrayList<>();
        for (int bytes = 1 << 20; bytes >= Long.BYTES; bytes /= 2) {
            long block = clientArena.allocate(bytes, MemoryTag.SCRATCH);
            while (block != 0) {
                taken.add(block);
                block = clientArena.allocate(bytes, MemoryTag.SCRATCH);
            }
        }
        final T result = action.get();
        taken.forEach(clientArena::free);
        return result;
    }

    /** Executes a command and returns the raw reply. */
    public byte[] execute(final byte[]... arguments) {
        try (PreparedRequest request = prepare(arguments)) {
            sink.kept = new ByteArrayOutputStream();
            run(request);
            return sink.kept.toByteArray();
        } finally {
            sink.kept = null;
        }
    }

    /** Executes a command and returns its bulk reply's content; null for a null. */
    public String bulk(final String... arguments) {
        final String reply = execute(arguments);
        if (reply.equals("$-1\r\n") || reply.equals("_\r\n")) {
            return null;
        }
        final int lineEnd = reply.indexOf("\r\n");
        if (reply.charAt(0) != '$') {
            throw new AssertionError("no bulk string: " + reply);
        }
        return reply.substring(lineEnd + 2, lineEnd + 2 + Integer.parseInt(reply.substring(1, lineEnd)));
    }

    /** Executes a command and returns its integer reply. */
    public long integer(final String... arguments) {
        final String reply = execute(arguments);
        if (reply.charAt(0) != ':') {
            throw new AssertionError("no integer: " + reply);
        }
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }

    /** Executes a command and returns its error, without minus and line end. */
    public String error(final String... arguments) {
        final String reply = execute(arguments);
        if (reply.charAt(0) != '-') {
            throw new AssertionError("no error: " + reply);
        }
        return reply.substring(1, reply.length() - 2);
    }

    /** Lays a command out in memory, to be run often without allocating; the caller closes it. */
    public PreparedRequest prepare(final byte[]... arguments) {
        return new PreparedRequest(clientArena, arguments);
    }

    /** Lays a command of words with blanks between them out in memory; the caller closes it. */
    public PreparedRequest prepare(final String words) {
        return prepare(PreparedRequest.bytes(words.split(" ", -1)));
    }

    /** Lays commands of words with blanks between them out in memory; the caller closes them. */
    public PreparedCommands prepareAll(final List<String> commands) {
        return new PreparedCommands(this, commands);
    }

    /**
     * The bytes of the Java heap that commands take which are run in turn.
     *
     * @param warmUp
     *            how often each is run before.
     * @param measured
     *            how often each is run while it is measured.
     * @param commands
     *            words with blanks between them.
     * @see HeapAllocation#leastBytes
     */
    public long allocatedBytes(final int warmUp, final int measured, final String... commands) {
        try (PreparedCommands prepared = prepareAll(List.of(commands))) {
            return HeapAllocation.leastBytes(warmUp, measured, prepared::run);
        }
    }

    /** Runs what was prepared; the reply is dropped. Allocates nothing itself. */
    public void run(final PreparedRequest request) {
        session.output().reclaim();
        executor.execute(session, request.batch(), 0);
        session.output().publish();
        try {
            session.output().drain(sink);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Chooses RESP 2 or 3. */
    public void protocol(final int version) {
        session.protocol(version);
    }

    /** Sets the time. */
    public void nowMs(final long unixTimeMs) {
        nowMs = unixTimeMs;
        keyspace.nowMs(unixTimeMs);
    }

    /** Lets time pass. */
    public void advanceMs(final long milliseconds) {
        nowMs(nowMs + milliseconds);
    }

    /** The time. */
    public long nowMs() {
        return nowMs;
    }

    /** What was logged since the last call, each command as its arguments. */
    public List<List<String>> takeLogged() {
        return log.take();
    }

    /** Turns the log on or off. */
    public void logging(final boolean enabled) {
        log.enabled(enabled);
    }

    public Engine engine() {
        return engine;
    }

    /** The client. */
    public Session session() {
        return session;
    }

    /** Where keys and values are. */
    public Arena dataArena() {
        return dataArena;
    }

    /** Where requests, replies and scratch memory are. */
    public Arena clientArena() {
        return clientArena;
    }

    /** Frees all that deleted keys have left to be freed bit by bit. */
    public void freeAll() {
        while (keyspace.hasLazyFreeWork()) {
            keyspace.freeSome();
        }
    }

    /** The blocks of keys and collections. Nodes of trees may be in reserve, and do not count. */
    public long blocks() {
        return dataArena.blockCount(MemoryTag.DICT) + dataArena.blockCount(MemoryTag.LISTPACKS)
                + dataArena.blockCount(MemoryTag.KEYS);
    }

    /** What OBJECT ENCODING would tell; null when the key is not there. */
    public String encoding(final String key) {
        final long slot = find(key);
        if (slot == 0) {
            return null;
        }
        final long entry = database().entry(slot);
        return keyspace.entries().type(entry) == ValueType.LIST
                ? "listpack"
                : keyspace.operations(entry).encodingName(entry);
    }

    /** When a key expires, Unix ms; {@link Entries#NO_EXPIRY} when never or when it is not there. */
    public long expireAtMs(final String key) {
        final long slot = find(key);
        return slot == 0 ? Entries.NO_EXPIRY : keyspace.entries().expireAtMs(database().entry(slot));
    }

    /** True when the key is there. */
    public boolean exists(final String key) {
        return find(key) != 0;
    }

    /** Puts a key that is no string, an empty list as far as its entry tells. */
    public void putList(final String key) {
        withKey(key, (hash, address, length) -> database().insert(hash,
                keyspace.entries().create(ValueType.LIST, ValueType.ENCODING_RAW, address, length, 0,
                        Entries.NO_EXPIRY)));
    }

    /** Sets a key's expiry. */
    public void expireAt(final String key, final long expireAtMs) {
        database().expireAt(find(key), expireAtMs);
    }

    private Database database() {
        return keyspace.database(session.database());
    }

    private long find(final String key) {
        return withKey(key, (hash, address, length) -> database().find(hash, address, length));
    }

    private long withKey(final String key, final KeyFunction function) {
        final byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        final long block = clientArena.allocate(bytes.length, MemoryTag.SCRATCH);
        clientArena.putArray(block, bytes, 0, bytes.length);
        final long address = clientArena.address(block);
        final long result = function.apply(keyspace.hash().hash(address, bytes.length), address, bytes.length);
        clientArena.free(block);
        return result;
    }

    @Override
    public void close() {
        dataArena.close();
        clientArena.close();
    }

    @FunctionalInterface
    private interface KeyFunction {
        long apply(long hash, long address, int length);
    }

    /** Takes replies, and keeps them when asked to. */
    private static final class Sink implements ReplySink {
        private ByteArrayOutputStream kept;

        @Override
        public int write(final ByteBuffer source, final long address) {
            final int length = source.remaining();
            if (kept == null) {
                source.position(source.limit());
            } else {
                final byte[] bytes = new byte[length];
                source.get(bytes);
                kept.writeBytes(bytes);
            }
            return length;
        }
    }
}

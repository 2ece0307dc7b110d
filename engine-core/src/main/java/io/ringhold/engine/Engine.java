package io.ringhold.engine;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.SplittableRandom;

import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.ClientMemory;
import io.ringhold.engine.client.SessionRegistry;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.defrag.Defragmenter;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.event.KeyspaceNotifications;
import io.ringhold.engine.eviction.Eviction;
import io.ringhold.engine.hotkeys.HotKeys;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.latency.EngineLatency;
import io.ringhold.engine.monitor.Monitors;
import io.ringhold.engine.pipeline.ClientPause;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.Peers;
import io.ringhold.engine.port.ServerControl;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.engine.pubsub.PubSub;
import io.ringhold.engine.snapshot.Persistence;
import io.ringhold.engine.stats.ServerStatistics;
import io.ringhold.engine.stats.TrafficStatistics;
import io.ringhold.engine.tracking.ClientTracking;
import io.ringhold.engine.transaction.Transactions;
import io.ringhold.offheap.arena.Arena;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * The engine's state as commands see it: settings, data, clients, counters, and the ports to the rest of the server. Engine
 * thread only.
 */
public final class Engine {
    private final Settings settings;
    private final Keyspace keyspace;
    private final Arena clientArena;
    private final CommandTable commands;
    private final CommandLog log;
    private final ServerControl control;
    private final NanoClock clock;
    private final long startedNs;
    private final String runId = newRunId();
    private final SessionRegistry sessions = new SessionRegistry();
    private final ServerStatistics statistics = new ServerStatistics();
    private final TrafficStatistics traffic;
    private final EngineLatency latency;
    private final ChunkPool chunks;
    private final ClientMemory clientMemory;
    private final ClientPause pause;
    private final WaitingClients waiting;
    private final KeyEvents keyEvents = new KeyEvents();
    private final ClientTracking tracking;
    private final PubSub pubSub;
    private final KeyspaceNotifications notifications;
    private final Transactions transactions;
    private final Monitors monitors;
    private final Persistence persistence;
    private final Eviction eviction;
    private final Defragmenter defragmenter;
    private final HotKeys hotKeys;
    private ValueCodec valueCodec = ValueCodec.NONE;
    private Peers peers = Peers.NONE;
    private Loading loading;
    private Pushes pushes;
    private boolean passwordRequired;
    private boolean activeExpiry = true;
    private boolean stopping;

    /**
     * @param clientArena
     *            holds reply bytes; owned by the engine thread too.
     * @param control
     *            stops the server, and tells about it.
     * @param clock
     *            monotonic.
     * @param epochClock
     *            Unix time in ms.
     */
    public Engine(final Settings settings, final Keyspace keyspace, final Arena clientArena,
            final CommandTable commands,
            final CommandLog log, final ServerControl control, final NanoClock clock,
            final EpochClock epochClock) {
        this.settings = settings;
        this.keyspace = keyspace;
        this.clientArena = clientArena;
        this.waiting = new WaitingClients(keyspace, clientArena);
        this.pubSub = new PubSub(clientArena, keyspace.hash());
        this.notifications = new KeyspaceNotifications(keyEvents, keyspace, pubSub, clientArena);
        this.transactions = new Transactions(keyspace, keyEvents, clientArena);
        sessions.keep(pubSub);
        sessions.keep(transactions);
        this.monitors = new Monitors(this);
        this.chunks = new ChunkPool(clientArena);
        this.clientMemory = new ClientMemory(chunks, sessions, control);
        this.pause = new ClientPause(keyspace);
        this.commands = commands;
        this.log = log;
        this.control = control;
        this.clock = clock;
        this.traffic = new TrafficStatistics(control);
        this.startedNs = clock.nanoTime();
        this.tracking = new ClientTracking(this);
        this.latency = new EngineLatency(settings, epochClock);
        this.defragmenter = new Defragmenter(settings, keyspace, clock);
        this.hotKeys = new HotKeys(keyspace, commands, control, new SplittableRandom(),
                epochClock.time());
        this.persistence = new Persistence(settings, statistics, log, control, epochClock.time());
        this.eviction = new Eviction(keyspace, clientArena, traffic, log, pause, latency, clock);
    }

    private static String newRunId() {
        final byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** 40 hexadecimal digits that tell this run of the server from all others. */
    public String runId() {
        return runId;
    }

    /** How long the engine has been there, in ns. */
    public long uptimeNs() {
        return clock.nanoTime() - startedNs;
    }

    public Settings settings() {
        return settings;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    /** The arena of reply bytes and scratch memory. */
    public Arena clientArena() {
        return clientArena;
    }

    public CommandTable commands() {
        return commands;
    }

    public CommandLog log() {
        return log;
    }

    /** The rest of the server. */
    public ServerControl control() {
        return control;
    }

    /** Monotonic clock. */
    public NanoClock clock() {
        return clock;
    }

    public SessionRegistry sessions() {
        return sessions;
    }

    public ServerStatistics statistics() {
        return statistics;
    }

    /** The network's counters. */
    public TrafficStatistics traffic() {
        return traffic;
    }

    /** Where the engine's time goes. */
    public EngineLatency latency() {
        return latency;
    }

    /** Chunks for the output of all clients. */
    public ChunkPool chunks() {
        return chunks;
    }

    /** What clients take of memory. */
    public ClientMemory clientMemory() {
        return clientMemory;
    }

    /** CLIENT PAUSE. */
    public ClientPause pause() {
        return pause;
    }

    /** Clients whose commands wait for keys. */
    public WaitingClients waiting() {
        return waiting;
    }

    /** Transactions of clients, and the keys that they watch. */
    public Transactions transactions() {
        return transactions;
    }

    /** Who is told of what happens to keys. */
    public KeyEvents keyEvents() {
        return keyEvents;
    }

    /** Client-side caching. */
    public ClientTracking tracking() {
        return tracking;
    }

    /** Channels, patterns and who has subscribed to them. */
    public PubSub pubSub() {
        return pubSub;
    }

    /** What is published of {@link #keyEvents}. */
    public KeyspaceNotifications notifications() {
        return notifications;
    }

    /** Clients that are shown all commands. */
    public Monitors monitors() {
        return monitors;
    }

    /** Messages to clients that are no replies. */
    public Pushes pushes() {
        return pushes;
    }

    /** Sets how messages are sent; before any command is executed. */
    public void pushes(final Pushes sender) {
        pushes = sender;
        pubSub.pushes(sender);
    }

    /** Snapshots of the data, and rewrites of the log. */
    public Persistence persistence() {
        return persistence;
    }

    /** Moves data out of memory of which little is in use. */
    public Defragmenter defragmenter() {
        return defragmenter;
    }

    /** Turns values into payloads and back. */
    public ValueCodec valueCodec() {
        return valueCodec;
    }

    /** Sets what turns values into payloads; before any command is executed. */
    public void valueCodec(final ValueCodec codec) {
        valueCodec = codec;
    }

    /** Connections to other servers. */
    public Peers peers() {
        return peers;
    }

    /** Sets what connects to other servers; before any command is executed. */
    public void peers(final Peers connections) {
        peers = connections;
    }

    /** True when the server is about to end: nothing is executed any more, for what has been saved would not have it. */
    public boolean isStopping() {
        return stopping;
    }

    /** Says that the server is about to end. */
    public void stop() {
        stopping = true;
    }

    /** True while the data of an earlier run is loaded. */
    public boolean isLoading() {
        return loading != null;
    }

    /** What loads the data of an earlier run, or null when nothing is loaded any more. */
    public Loading loading() {
        return loading;
    }

    public void loading(final Loading current) {
        loading = current;
        keyspace.expiryPaused(current != null);
    }

    /** True when clients must authenticate. */
    public boolean passwordRequired() {
        return passwordRequired;
    }

    public void passwordRequired(final boolean required) {
        passwordRequired = required;
    }

    /** True when expired keys are removed without being looked up. */
    public boolean activeExpiry() {
        return activeExpiry;
    }

    /** DEBUG SET-ACTIVE-EXPIRE. */
    public void activeExpiry(final boolean active) {
        activeExpiry = active;
    }

    /** Bytes in use, of data, tables and clients, as INFO's used_memory. */
    public long usedMemory() {
        return keyspace.arena().usedBytes() + clientArena.usedBytes() + traffic.requestMemoryBytes();
    }

    /** Which keys are used most. */
    public HotKeys hotKeys() {
        return hotKeys;
    }

    /** Keeps memory below maxmemory. */
    public Eviction eviction() {
        return eviction;
    }
}

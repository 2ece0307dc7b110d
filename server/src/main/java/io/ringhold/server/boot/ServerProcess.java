package io.ringhold.server.boot;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.command.CommandTable;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.engine.pipeline.DoorbellIdle;
import io.ringhold.engine.pipeline.EngineAgent;
import io.ringhold.engine.pipeline.Loading;
import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.Prefault;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.server.agent.LastTurnAgent;
import io.ringhold.server.agent.MemoryAgent;
import io.ringhold.server.agent.SharedAgent;
import io.ringhold.server.log.ServerLog;
import io.ringhold.server.metrics.MetricsEndpoint;
import io.ringhold.server.peer.PeerConnections;
import io.ringhold.server.transport.ConnectionGate;
import io.ringhold.server.transport.Endpoints;
import io.ringhold.server.transport.Listener;
import io.ringhold.server.transport.SelectorDoorbell;
import io.ringhold.server.transport.SessionFactory;
import io.ringhold.server.transport.TransportAgent;
import io.ringhold.server.transport.TransportContext;
import io.ringhold.server.transport.TransportTraffic;
import io.ringhold.wal.file.ThreadPriority;
import io.ringhold.wal.rdb.FunctionLibraries;
import io.ringhold.wal.rdb.load.RdbValueCodec;
import io.ringhold.wal.snapshot.SnapshotService;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochMicroClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A whole server: puts arenas, engine, log and transports together, starts their threads, and ends with them.
 *
 * <pre>
 *   constructor: arenas, settings bound      start: log opened, sockets bound, threads started
 *   engine thread: load, "Ready to accept connections", serve ... shutdown ({@link Shutdown})
 * </pre>
 *
 * <p>
 * Sockets are open while data is loaded; the engine answers LOADING meanwhile.
 */
public final class ServerProcess {
    private static final long PROMPT_SLICE_NS = 100_000;

    private final Settings settings;
    private final CommandTable commands;
    private final ServerLog log;
    private final Threads threads;
    private final MemoryBudget budget;
    private final RuntimeFiles files;
    private final RequestLimits limits = new RequestLimits();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final List<TransportAgent> transports = new ArrayList<>();
    private final Shutdown shutdown;
    private CommandRing ring;
    private Engine engine;
    private boolean stopRequested;
    private Runnable whenRefused;

    /**
     * @param settings
     *            as read from file and command line.
     * @param commands
     *            under the names by which clients know them.
     * @throws StartupException
     *             when memory is out of bounds, or the log file cannot be written.
     */
    public ServerProcess(final Settings settings, final CommandTable commands, final ServerLog log)
            throws StartupException {
        this.settings = settings;
        this.commands = commands;
        this.log = log;
        this.threads = Threads.of(settings, Runtime.getRuntime().availableProcessors());
        this.budget = MemoryBudget.of(settings);
        this.files = new RuntimeFiles(settings, log);
        this.shutdown = new Shutdown(log, files, transports, threads.shared(), exit);
    }

    /**
     * Opens everything and starts the threads; returns while data is still being loaded.
     *
     * @throws StartupException
     *             when that is not possible, with what is in the way.
     */
    public void start() throws StartupException {
        SettingsBinding.log(settings, log);
        final StartupReport report = new StartupReport(settings, log, threads, budget);
        report.banner();
        FileLimit.ofProcess().bound(settings, threads.transports(), log);
        try {
            assemble(report);
        } catch (final IOException e) {
            throw new StartupException(e.getMessage(), e);
        }
    }

    /** Waits for the end of the server. */
    public int awaitExit() {
        return exit.join();
    }

    /**
     * Asks for an orderly end; any thread but the engine's.
     *
     * @param refused
     *            called when the data cannot be saved, so that the server goes on; the engine's thread.
     */
    public synchronized void requestShutdown(final Runnable refused) {
        stopRequested = true;
        whenRefused = refused;
        if (ring != null) {
            ring.execute(() -> {
                if (!shutdown.requestBySignal(engine)) {
                    refused.run();
                }
            });
        }
    }

    private void assemble(final StartupReport report) throws IOException {
        final DoorbellIdle engineIdle = threads.engineIdle();
        final List<SelectorDoorbell> doorbells = new ArrayList<>();
        final List<Selector> selectors = new ArrayList<>();
        for (int i = 0; i < threads.transports(); i++) {
            selectors.add(Selector.open());
            doorbells.add(new SelectorDoorbell(selectors.get(i), SystemNanoClock.INSTANCE,
                    TimeUnit.MICROSECONDS.toNanos(settings.coalescingNap.value())));
        }
        final Doorbell doorbell = threads.shared() ? doorbells.getFirst() : engineIdle;
        final CommandRing newRing = new CommandRing(settings.ringSize.intValue(), doorbell);
        final Arena keyspaceArena = Arena.reserve(budget.keyspace(settings.arenaHugePages.value()));
        final Arena clientArena = Arena.reserve(budget.buffers("clients"));
        final Keyspace keyspace = new Keyspace(keyspaceArena, settings.databases.intValue(), new KeyHash());
        final FunctionLibraries functions = new FunctionLibraries();
        final LogKeeper appendLog = new LogKeeper(settings, keyspace, functions, clientArena, doorbell, log);
        appendLog.open();
        report.log(appendLog.current());
        final ConnectionGate gate = new ConnectionGate(SettingsBinding.connections(settings));
        final ServerControlPort control = new ServerControlPort(settings, log, threads, shutdown, appendLog, files,
                new TransportTraffic(transports, gate));
        engine = new Engine(settings, keyspace, clientArena, commands, appendLog.port(), control,
                SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE);
        final SnapshotService snapshots = new SnapshotService(settings, engine.keyspace(), doorbell, functions,
                SystemNanoClock.INSTANCE, log);
        snapshots.removeLeftovers();
        appendLog.attach(engine, snapshots);
        engine.persistence().store(snapshots);
        engine.valueCodec(new RdbValueCodec(engine.keyspace()));
        engine.peers(new PeerConnections(newRing::execute, SystemNanoClock.INSTANCE, cause -> {
            log.warning("An exchange with another server has gone wrong:");
            log.stack(cause);
        }));
        SettingsBinding.engine(settings, engine, limits, appendLog);
        final CommandSource source = appendLog.source();
        final EngineAgent agent = new EngineAgent(engine, newRing,
                source == null ? null : new Loading(engine, source), SystemEpochClock.INSTANCE);
        shutdown.engine(agent, appendLog);
        final SessionFactory sessions = new SessionFactory(engine.chunks(), SystemEpochClock.INSTANCE);
        final TransportContext context = new TransportContext(newRing, limits, gate, sessions,
                engine.latency().stages(), log,
                SystemNanoClock.INSTANCE);
        for (int i = 0; i < threads.transports(); i++) {
            final Arena requests = Arena.reserve(budget.buffers("transport-" + i));
            transports.add(new TransportAgent(i, selectors.get(i), doorbells.get(i), requests, context,
                    threads.sleep(agent::nextWorkDelayNs)));
        }
        engineIdle.idleNs(agent::nextWorkDelayNs);
        listen();
        serveMetrics(newRing);
        files.writePid();
        log.role('M');
        report.running();
        startMemoryThread(keyspaceArena.prefault());
        run(snapshots.agent(), snapshots.idle());
        startThreads(new StoppableEngine(agent, shutdown), engineIdle);
        synchronized (this) {
            ring = newRing;
            if (stopRequested) {
                requestShutdown(whenRefused);
            }
        }
    }

    private void listen() throws IOException {
        final int backlog = settings.tcpBacklog.intValue();
        final List<ServerSocketChannel> sockets = new ArrayList<>();
        if (settings.listensOnTcp()) {
            sockets.addAll(Endpoints.tcp(settings.bind.value(), settings.port.intValue(), backlog));
            if (sockets.isEmpty()) {
                throw new IOException("Failed listening on port " + settings.port.value() + " (TCP), aborting.");
            }
        }
        if (files.socket() != null) {
            sockets.add(Endpoints.unix(files.socket(), settings.unixsocketperm.intValue(), backlog));
        }
        if (sockets.isEmpty()) {
            throw new IOException("Configured to not listen anywhere, exiting.");
        }
        for (final ServerSocketChannel socket : sockets) {
            transports.getFirst().listen(new Listener(socket, transports, log, SystemNanoClock.INSTANCE));
        }
    }

    private void serveMetrics(final CommandRing newRing) throws IOException {
        if (settings.metricsPort.value() != 0) {
            MetricsEndpoint.open(settings.metricsBind.text(), settings.metricsPort.intValue(), newRing, engine,
                    SystemNanoClock.INSTANCE, new SystemEpochMicroClock());
            log.notice("Metrics for Prometheus: port=" + settings.metricsPort.value() + ", path=/metrics.");
        }
    }

    private void startMemoryThread(final Prefault prefault) {
        final DoorbellIdle sleep = new DoorbellIdle(0, 0);
        sleep.idleNs(() -> prefault.hasWork() ? 0 : Long.MAX_VALUE);
        prefault.bell(sleep::ring);
        run(new MemoryAgent(prefault), sleep);
    }

    private void startThreads(final Agent engineAgent, final DoorbellIdle engineIdle) {
        CompilerThreads.giveWay();
        if (threads.shared()) {
            runPromptly(new SharedAgent(transports.getFirst(), engineAgent), NoOpIdleStrategy.INSTANCE);
            return;
        }
        for (final TransportAgent transport : transports) {
            runPromptly(transport, threads.transportIdle());
        }
        runPromptly(engineAgent, engineIdle);
    }

    /** Runs what clients wait for: soon after it has become ready, also where others need the processor. */
    private void runPromptly(final Agent agent, final IdleStrategy idle) {
        AgentRunner.startOnThread(new AgentRunner(idle, this::ended, null, new LastTurnAgent(agent)),
                runner -> new Thread(() -> {
                    ThreadPriority.slice(ThreadPriority.CALLING_THREAD, PROMPT_SLICE_NS);
                    runner.run();
                }));
    }

    private void run(final Agent agent, final IdleStrategy idle) {
        AgentRunner.startOnThread(new AgentRunner(idle, this::ended, null, new LastTurnAgent(agent)));
    }

    private void ended(final Throwable reason) {
        final Throwable cause = reason instanceof AgentTerminationException ? reason.getCause() : reason;
        if (cause != null) {
            shutdown.failed(cause, engine);
        }
    }
}

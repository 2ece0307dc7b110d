package io.ringhold.server.transport;

import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.latency.StageLatency;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.pipeline.Doorbell;
import io.ringhold.engine.pipeline.DoorbellIdle;
import io.ringhold.engine.pipeline.PongEngine;
import io.ringhold.engine.resp.RequestLimits;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.server.agent.SharedAgent;
import io.ringhold.server.log.ServerLog;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Transports with a {@link PongEngine} behind them, on real threads and sockets. */
final class TransportFixture implements AutoCloseable {
    /** How the agents share threads. */
    enum Mode {
        SHARED, DEDICATED
    }

    final RequestLimits limits = new RequestLimits();
    final PongEngine engine;
    final ConnectionGate gate;
    final CommandRing ring;
    final int port;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<TransportAgent> agents = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<Arena> arenas = new ArrayList<>();
    private final ServerLog log = new ServerLog(new PrintStream(PrintStream.nullOutputStream()),
            SystemEpochClock.INSTANCE);

    TransportFixture(final Mode mode, final int transports, final int ringSize, final int maxClients,
            final Path unixSocket)
            throws Exception {
        gate = new ConnectionGate(new ConnectionPolicy() {
            @Override
            public int maxClients() {
                return maxClients;
            }

            @Override
            public boolean deniesRemote() {
                return true;
            }

            @Override
            public int keepAliveSeconds() {
                return 300;
            }
        });
        final DoorbellIdle idle = new DoorbellIdle(0, 0);
        final List<Selector> selectors = new ArrayList<>();
        final List<SelectorDoorbell> doorbells = new ArrayList<>();
        for (int i = 0; i < transports; i++) {
            selectors.add(Selector.open());
            doorbells.add(new SelectorDoorbell(selectors.get(i), SystemNanoClock.INSTANCE, 0));
        }
        final Doorbell engineDoorbell = mode == Mode.SHARED ? doorbells.getFirst() : idle;
        ring = new CommandRing(ringSize, engineDoorbell);
        engine = new PongEngine(ring);
        idle.idleNs(engine::idleNs);
        final SessionFactory sessions = new SessionFactory(new ChunkPool(arena("clients")), SystemEpochClock.INSTANCE);
        final TransportContext context = new TransportContext(ring, limits, gate, sessions, new StageLatency(), log,
                SystemNanoClock.INSTANCE);
        for (int i = 0; i < transports; i++) {
            agents.add(new TransportAgent(i, selectors.get(i), doorbells.get(i), arena("transport-" + i), context,
                    mode == Mode.SHARED ? engine::idleNs : () -> Long.MAX_VALUE));
        }
        final List<ServerSocketChannel> sockets = new ArrayList<>(Endpoints.tcp(List.of("127.0.0.1"), 0, 511));
        port = ((InetSocketAddress) sockets.getFirst().getLocalAddress()).getPort();
        if (unixSocket != null) {
            sockets.add(Endpoints.unix(unixSocket, 0700, 511));
        }
        for (final ServerSocketChannel socket : sockets) {
            agents.getFirst().listen(new Listener(socket, agents, log, SystemNanoClock.INSTANCE));
        }
        if (mode == Mode.SHARED) {
            start(new SharedAgent(agents.getFirst(), engine), NoOpIdleStrategy.INSTANCE);
        } else {
            agents.forEach(agent -> start(agent, NoOpIdleStrategy.INSTANCE));
            start(engine, idle);
        }
    }

    static TransportFixture of(final Mode mode) throws Exception {
        return new TransportFixture(mode, mode == Mode.SHARED ? 1 : 2, 1024, 10_000, null);
    }

    Socket connect() throws Exception {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Bytes of buffers for requests that the first transport's connections hold. */
    long heldBytes() {
        return agents.getFirst().traffic().heldBytes();
    }

    /** Waits until the first transport has begun a turn. */
    void turn() throws InterruptedException {
        final CountDownLatch begun = new CountDownLatch(1);
        agents.getFirst().execute(begun::countDown);
        await("a turn of the transport", () -> begun.getCount() == 0);
    }

    /** Waits until something that is bound to happen has happened. */
    void await(final String what, final BooleanSupplier condition) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (failure.get() != null) {
                throw new AssertionError("an agent failed", failure.get());
            }
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(1);
        }
    }

    private Arena arena(final String name) {
        final Arena arena = Arena.reserve(ArenaOptions.of(name, 2L << 30));
        arenas.add(arena);
        return arena;
    }

    private void start(final Agent agent, final IdleStrategy idle) {
        final AgentRunner runner = new AgentRunner(idle, this::failed, null, agent);
        runners.add(runner);
        AgentRunner.startOnThread(runner);
    }

    private void failed(final Throwable cause) {
        if (!(cause instanceof AgentTerminationException)) {
            failure.compareAndSet(null, cause);
        }
    }

    @Override
    public void close() {
        for (final TransportAgent agent : agents) {
            agent.execute(() -> {
                throw new AgentTerminationException();
            });
        }
        runners.forEach(AgentRunner::close);
        arenas.forEach(Arena::close);
        if (failure.get() != null) {
            throw new AssertionError("an agent failed", failure.get());
        }
    }
}

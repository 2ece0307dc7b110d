package io.ringhold.server.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import io.ringhold.engine.Engine;
import io.ringhold.engine.figures.EngineFigures;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.pipeline.CommandRing;
import io.ringhold.engine.process.ProcessSnapshot;
import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.NanoClock;

/**
 * Serves the server's figures over HTTP while the process runs. The web server is the JDK's, held to few threads and connections and to short
 * times, so that a client that sends or reads slowly, or many of them, can keep nobody but other scrapers waiting.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int MAX_CONNECTIONS = 32;
    private static final int THREADS = 4;
    private static final long IDLE_THREAD_SECONDS = 60;
    /** How long a scrape waits for the engine: less than Prometheus does by default. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    /** What the JDK's web server reads when its classes are loaded, unless the command line sets it; times are in seconds. */
    private static final Map<String, String> BOUNDS = Map.of(
            "jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS),
            "sun.net.httpserver.maxIdleConnections", "8",
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "15",
            "sun.net.httpserver.maxReqHeaders", "64",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.nodelay", "true");

    private final HttpServer server;
    private final ExecutorService threads;

    private MetricsEndpoint(final HttpServer server, final ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Listens and serves from now on. To be called before the engine's thread is started.
     *
     * @param host
     *            name or number of an address, or {@code *} for all.
     * @param ring
     *            leads to the engine.
     * @param clock
     *            monotonic.
     * @param epochClock
     *            Unix time in us.
     * @throws IOException
     *             when the address cannot be bound, in redis-server's words.
     */
    public static MetricsEndpoint open(final String host, final int port, final CommandRing ring, final Engine engine,
            final NanoClock clock, final EpochMicroClock epochClock) throws IOException {
        BOUNDS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
        final EngineFigures.Gatherer gatherer = new EngineFigures.Gatherer(engine, epochClock);
        final HttpServer server = bind(host, port);
        gatherer.warmUp(ProcessSnapshot.now());
        final FigureSource source = new FigureSource(ring::tryExecute,
                process -> gather(gatherer, process, engine, clock),
                PATIENCE_NS);
        final ExecutorService threads = newThreads();
        server.setExecutor(threads);
        server.createContext("/", new ScrapeHandler(source));
        server.start();
        return new MetricsEndpoint(server, threads);
    }

    /** The port, also when any was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Ends all connections. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static EngineFigures gather(final EngineFigures.Gatherer gatherer, final ProcessSnapshot process,
            final Engine engine, final NanoClock clock) {
        final long startNs = clock.nanoTime();
        final EngineFigures figures = gatherer.gather(process);
        engine.latency().paused(LatencyEvent.METRICS_SCRAPE, clock.nanoTime() - startNs);
        return figures;
    }

    private static HttpServer bind(final String host, final int port) throws IOException {
        final InetSocketAddress address = "*".equals(host)
                ? new InetSocketAddress(port)
                : new InetSocketAddress(host, port);
        final String failed = "Could not create metrics TCP listening socket " + host + ":" + port + ": ";
        if (address.isUnresolved()) {
            throw new IOException(failed + "Name or service not known");
        }
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (final IOException e) {
            throw new IOException(failed + "bind: " + e.getMessage(), e);
        }
    }

    private static ExecutorService newThreads() {
        final AtomicInteger count = new AtomicInteger();
        // a connection has one task at a time, so that the queue has room for all
        final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS, new ArrayBlockingQueue<>(2 * MAX_CONNECTIONS),
                task -> Thread.ofPlatform().daemon().name("ringhold-metrics-" + count.incrementAndGet())
                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

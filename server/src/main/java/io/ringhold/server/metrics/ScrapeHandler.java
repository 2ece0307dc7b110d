package io.ringhold.server.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Answers HTTP requests: {@code /metrics} with figures, {@code /} with where they are. The format is the library's choice, by what the client accepts.
 * The endpoint's threads.
 */
final class ScrapeHandler implements HttpHandler {
    static final String PATH = "/metrics";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final FigureSource source;

    ScrapeHandler(final FigureSource source) {
        this.source = source;
    }

    @Override
    public void handle(final HttpExchange exchange) throws IOException {
        try (exchange) {
            final String path = exchange.getRequestURI().getPath();
            if (!"GET".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET");
                reply(exchange, METHOD_NOT_ALLOWED, "only GET");
            } else if (PATH.equals(path)) {
                scrape(exchange);
            } else if ("/".equals(path)) {
                reply(exchange, OK, "Ringhold. Its figures for Prometheus are at " + PATH);
            } else {
                reply(exchange, NOT_FOUND, "only " + PATH);
            }
        }
    }

    private void scrape(final HttpExchange exchange) throws IOException {
        final MetricSnapshots metrics;
        try {
            metrics = SnapshotBuilder.build(source.take());
        } catch (final TimeoutException e) {
            reply(exchange, UNAVAILABLE, "the engine is busy with something that takes long");
            return;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            reply(exchange, UNAVAILABLE, "the endpoint is being closed");
            return;
        }
        // one for each scrape, for it is to serve the figures of this moment
        final PrometheusRegistry registry = new PrometheusRegistry();
        registry.register((MultiCollector) () -> metrics);
        new MetricsHandler(registry).handle(exchange);
    }

    private static void reply(final HttpExchange exchange, final int status, final String line) throws IOException {
        final byte[] body = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=us-ascii");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}

package io.ringhold.server.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** HTTP clients that do not behave keep each other waiting, and nobody else. */
@Timeout(120)
class SlowScrapersIT {
    private static final int CLIENTS = 100;
    private static final int THREADS = 4;
    /** As much of a thread's name as the kernel keeps. */
    private static final String THREAD_NAME = "ringhold-metric";

    @ParameterizedTest
    @ValueSource(strings = {
        // never ends
        "GET /metrics HTTP/1.1\r\nHost:",
        // many replies that nobody reads
        "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nx"})
    void shouldServeOthersAllTheSame(final String request) throws Exception {
        final int port = MetricsClient.freePort();
        final List<String> program = new ArrayList<>(ServerProcess.ringholdProgram());
        program.addAll(1, List.of("-Dsun.net.httpserver.maxReqTime=1", "-Dsun.net.httpserver.maxRspTime=1"));
        final List<Socket> slow = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start("ringhold", program, "--metrics-port",
                Integer.toString(port));
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            final int repeats = request.endsWith("\r\n\r\n") ? 1_000 : 1;
            for (int i = 0; i < CLIENTS; i++) {
                slow.add(open(port, request.repeat(repeats)));
                assertThat(client.call("INCR", "n").text()).isEqualTo(Integer.toString(i + 1));
                assertThat(threads(server.pid())).isLessThanOrEqualTo(THREADS);
            }
            scrapeAtLast(metrics);
            assertThat(client.call("INCR", "n").text()).isEqualTo(Integer.toString(CLIENTS + 1));
            assertThat(threads(server.pid())).isPositive().isLessThanOrEqualTo(THREADS);
        } finally {
            for (final Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldTellWhenTheEngineIsBusyForLong() throws Exception {
        final int port = MetricsClient.freePort();
        try (ServerProcess server = ServerProcess.ringhold("--metrics-port", Integer.toString(port));
                RespConnection client = server.connect();
                MetricsClient metrics = new MetricsClient(port)) {
            client.send("DEBUG", "SLEEP", "7");
            client.flush();
            // it may be served before the server has read the command
            int status = metrics.get("/metrics").statusCode();
            while (status == 200) {
                status = metrics.get("/metrics").statusCode();
            }
            assertThat(status).isEqualTo(503);
            assertThat(client.read().text()).isEqualTo("OK");
            metrics.scrape();
        }
    }

    private static Socket open(final int port, final String request) throws IOException {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        } catch (final IOException e) {
            // turned away, as those are that are too many
            socket.close();
        }
        return socket;
    }

    /** Until the endpoint has closed some of the slow ones; the test's time is limited. */
    private static void scrapeAtLast(final MetricsClient metrics) throws InterruptedException {
        while (true) {
            try {
                metrics.scrape();
                return;
            } catch (final IOException e) {
                Thread.onSpinWait(); // turned away: the next one waits for the network anyway
            }
        }
    }

    private static long threads(final long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            long count = 0;
            for (final Path task : tasks.toList()) {
                if (Files.exists(task) && Files.readString(task.resolve("comm")).strip().equals(THREAD_NAME)) {
                    count++;
                }
            }
            return count;
        }
    }
}

package io.ringhold.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The program against a Ringhold server in a process of its own. */
class BenchIT {
    @TempDir
    private static Path folder;
    private static Process server;
    private static int port;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), "io.ringhold.server.RingholdServer", "--port",
                Integer.toString(port), "--bind", "127.0.0.1", "--dir", folder.toString(), "--save", ""));
        server = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile()).start();
        awaitPort();
    }

    private static void awaitPort() throws IOException, InterruptedException {
        long endNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                assertThat(server.isAlive()).as(Files.readString(folder.resolve("server.log"))).isTrue();
                assertThat(System.nanoTime()).isLessThan(endNs);
                server.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.destroy();
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private int run(String words) {
        return RingholdBench.run(new PrintWriter(out), new PrintWriter(err), words.split(" ", -1));
    }

    @Test
    void shouldMeasureAClosedLoopAndWriteEveryFormat() throws IOException {
        int exit = run("-p " + port
                + " --preload --keys 5000 --mix get:80,set:15,incr:5 -P 16 -c 10 --threads 2 --warmup 100ms"
                + " --duration 1s --distribution zipfian --value-size uniform:10:200 --resp 3 -o "
                + folder.resolve("r.html") + " -o "
                + folder.resolve("r.json") + " -o " + folder.resolve("r.csv") + " -o " + folder.resolve("r.hgrm"));

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("Ringhold", "get", "set", "incr", "errors 0", "zipfian",
                "the load generator took");
        for (String file : List.of("r.html", "r.json", "r.csv", "r.hgrm")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
        assertThat(Files.readString(folder.resolve("r.html"))).contains("<svg").doesNotContain("http://127");
    }

    @Test
    void shouldKeepAnOpenLoopsRate() {
        assertThat(run("-p " + port + " --mix ping --rate 2000 --warmup 0 --duration 1s --format json")).isZero();

        assertThat(out.toString()).containsPattern("\"operations\"\\s*:\\s*(1999|2000|2001)\\b");
    }

    @Test
    void shouldSendCommandsOfOnesOwn() {
        assertThat(run("-p " + port + " --command PING --command ECHO-{value} --warmup 0 -n 100"))
                .isZero();

        assertThat(err.toString()).contains("error replies", "ERR unknown command 'ECHO-");
    }

    @Test
    void shouldCompareServersInTurn() {
        int exit = run("compare one=127.0.0.1:" + port + " two=127.0.0.1:" + port
                + " --rounds 3 --warmup-rounds 0 --warmup 0 --duration 200ms --mix ping");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("comparison of 2 servers, medians of 3 rounds", "one", "two");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "publish, 2, 1, message, 1",
        "publish, 3, 8, message, 1",
        "tracking, 3, 1, invalidation, 2",
        "tracking, 3, 8, invalidation, 2",
        "bcast, 3, 1, invalidation, 1",
        "bcast, 3, 8, invalidation, 1"})
    void shouldCountWhatEveryReceiverIsTold(String kind, int resp, int pipeline, String told, int each)
            throws JsonParserException {
        int exit = run("fanout one=127.0.0.1:" + port + " --kind " + kind + " --resp " + resp + " -P " + pipeline
                + " --receivers 20 --rounds 1 --warmup-rounds 0 --warmup 50ms --duration 200ms --format json");

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        JsonObject result = JsonParser.object().from(out.toString()).getArray("results").getObject(0);
        Map<String, Long> operations = new HashMap<>();
        for (Object command : result.getArray("commands")) {
            operations.put(((JsonObject) command).getString("name"), ((JsonObject) command).getLong("operations"));
        }
        long sent = operations.get(kind.equals("publish") ? "publish" : "set");
        assertThat(sent).isPositive().isEqualTo(sent / pipeline * pipeline);
        assertThat(operations.get(told)).isEqualTo(20 * sent);
        assertThat(operations.getOrDefault("get", 0L)).isEqualTo((each - 1L) * 20 * sent);
    }

    @Test
    void shouldSweepUntilTheHighestRate() {
        int exit = run("sweep -p " + port + " --mix ping --from 100 --to 250 --limit 10s --warmup 0 --duration 200ms");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("sweep of 3 rates", "100/s", "150/s", "225/s").doesNotContain("broke at");
    }

    @Test
    void shouldSweepUntilLatencyBreaks() {
        int exit = run("sweep -p " + port
                + " --mix ping --from 100 --to 10000 --at 100 --limit 0.001ms --warmup 0 --duration 200ms");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("sweep of 1 rate", "broke at 100/s");
    }
}

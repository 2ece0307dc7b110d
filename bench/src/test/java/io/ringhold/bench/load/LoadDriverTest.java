package io.ringhold.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.bench.load.measure.Outcome;
import io.ringhold.bench.load.measure.ProgressListener;
import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.Endpoint;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.KeyFormat;
import io.ringhold.bench.workload.Mix;
import io.ringhold.bench.workload.ValueSizes;
import io.ringhold.bench.workload.Workload;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LoadDriverTest {
    private static final String INFO = "# Server\r\nredis_version:7.2.0\r\nringhold_version:1.2\r\nused_cpu_sys:1.5\r\nused_cpu_user:0.5\r\n";

    private static Workload workload(String mix, long keys, KeyDistribution distribution) {
        return new Workload(Mix.parse(mix, List.of()), KeyFormat.of("key:", 0, keys), distribution,
                ValueSizes.parse("8"), keys, 1);
    }

    private static LoadPlan closed(int connections, int pipeline, long count) {
        return new LoadPlan(connections, 2, pipeline, 0, 100, Duration.ZERO, Duration.ofMillis(300), count);
    }

    private static Outcome run(FakeServer server, LoadPlan plan, Workload workload) throws Exception {
        return new LoadDriver(new Target("127.0.0.1", server.port()), server.endpoint(2), plan, workload,
                ProgressListener.NONE).run(Map.of("a", "b"));
    }

    private static void stall(long stallNs) {
        long endNs = System.nanoTime() + stallNs;
        while (System.nanoTime() < endNs) {
            LockSupport.parkNanos(endNs - System.nanoTime());
        }
    }

    @Test
    void shouldSendExactlyTheCountAskedFor() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            RunResult result = run(server, closed(3, 7, 1000), workload("set:1", 50, new KeyDistribution.Uniform()))
                    .result();

            assertThat(result.operations()).isEqualTo(1000);
            assertThat(server.commands()).hasSize(1000).allMatch(command -> command.size() == 3
                    && command.get(1).matches("key:0{10}[0-4]\\d") && command.get(2).length() == 8);
            assertThat(result.commands()).singleElement().satisfies(set -> {
                assertThat(set.name()).isEqualTo("set");
                assertThat(set.operations()).isEqualTo(1000);
                assertThat(set.errors()).isZero();
            });
            assertThat(result.latencies().getTotalCount()).isEqualTo(1000);
            assertThat(result.intervals().stream().mapToLong(Interval::operations).sum()).isEqualTo(1000);
            assertThat(result.server().product()).isEqualTo("Ringhold");
            assertThat(result.server().version()).isEqualTo("1.2");
            assertThat(result.settings()).containsEntry("a", "b");
            assertThat(result.serverCpuMicrosPerOperation()).isZero();
        }
    }

    @Test
    void shouldWriteEveryKeyOnceWhenItFillsTheKeyspace() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            Workload get = workload("get:1", 1013, new KeyDistribution.Uniform());
            for (Workload fill : get.fills()) {
                run(server, closed(4, 1, 0).sending(fill.keys()), fill);
            }

            Set<String> keys = new HashSet<>();
            server.commands().forEach(command -> keys.add(command.get(1)));
            assertThat(server.commands()).hasSize(1013).allMatch(command -> command.getFirst().equals("SET"));
            assertThat(keys).hasSize(1013);
        }
    }

    @Test
    void shouldWaitForTheRepliesOfAPipelineBeforeTheNext() throws Exception {
        AtomicInteger outstanding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> {
            most.accumulateAndGet(outstanding.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000);
            outstanding.decrementAndGet();
            return FakeServer.ok(INFO).apply(command);
        })) {
            RunResult result = run(server, closed(1, 16, 320), workload("ping:1", 1, new KeyDistribution.Uniform()))
                    .result();

            assertThat(result.operations()).isEqualTo(320);
            // all of a batch count from when it was sent: the last of 16 has waited for 15 others
            assertThat(result.latencies().getMinValue()).isGreaterThan(TimeUnit.MICROSECONDS.toNanos(1500));
        }
    }

    @Test
    void shouldCountErrorRepliesAndTellTheFirst() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> switch (command.getFirst()) {
            case "INFO" -> "-ERR no INFO here\r\n";
            case "GET" -> number.getAndIncrement() % 4 == 0 ? "-ERR bad " + number + "\r\n" : "+OK\r\n";
            default -> "+PONG\r\n";
        })) {
            Outcome outcome = run(server, closed(1, 4, 400), workload("get:1", 1, new KeyDistribution.Uniform()));

            assertThat(outcome.result().errors()).isEqualTo(100);
            assertThat(outcome.result().operations()).isEqualTo(400);
            assertThat(outcome.firstError()).isEqualTo("ERR bad 1");
            assertThat(outcome.result().server().product()).isEmpty();
            assertThat(outcome.result().serverCpuMicrosPerOperation()).isNaN();
        }
    }

    @Test
    void shouldSayThatTheServerClosedAConnection() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> command.getFirst().equals("INFO")
                ? "$0\r\n\r\n"
                : number.incrementAndGet() > 50 ? null : "+OK\r\n")) {
            assertThatThrownBy(
                    () -> run(server, closed(2, 1, 1000), workload("ping:1", 1, new KeyDistribution.Uniform())))
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("the server closed a connection");
        }
    }

    @Test
    void shouldTellTheLastErrorOfAConnectionThatTheServerClosed() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> {
            if (!command.getFirst().equals("GET")) {
                return FakeServer.ok(INFO).apply(command);
            }
            return number.incrementAndGet() > 1 ? null : "-ERR going away\r\n";
        })) {
            assertThatThrownBy(
                    () -> run(server, closed(1, 1, 1000), workload("get:1", 1, new KeyDistribution.Uniform())))
                    .isInstanceOf(LoadException.class)
                    .hasMessageEndingWith("the server closed a connection; its last error was: ERR going away");
        }
    }

    @Test
    void shouldTellAnErrorThatNobodyAskedFor() throws Exception {
        try (FakeServer server = new FakeServer(command -> command.getFirst().equals("GET")
                ? "+OK\r\n-ERR and another thing\r\n"
                : FakeServer.ok(INFO).apply(command))) {
            assertThatThrownBy(
                    () -> run(server, closed(1, 1, 1000), workload("get:1", 1, new KeyDistribution.Uniform())))
                    .isInstanceOf(LoadException.class)
                    .hasMessageEndingWith("the server sent an error that nobody asked for: ERR and another thing");
        }
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        int port;
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            port = server.port();
        }
        Endpoint endpoint = new Endpoint("127.0.0.1", port, null, null, 2);

        assertThatThrownBy(() -> new LoadDriver(new Target("127.0.0.1", port), endpoint, closed(1, 1, 1),
                workload("ping:1", 1, new KeyDistribution.Uniform()), ProgressListener.NONE).run(Map.of()))
                .isInstanceOf(LoadException.class).hasMessageContaining("cannot reach a server at 127.0.0.1:" + port);
    }

    @Test
    void shouldIntroduceItselfWithPasswordAndProtocol() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            Workload ping = workload("ping:1", 1, new KeyDistribution.Uniform());
            Target target = new Target("127.0.0.1", server.port());
            new LoadDriver(target, new Endpoint("127.0.0.1", server.port(), "me", "word", 3), closed(1, 1, 1), ping,
                    ProgressListener.NONE).run(Map.of());
            new LoadDriver(target, new Endpoint("127.0.0.1", server.port(), null, "word", 2), closed(1, 1, 1), ping,
                    ProgressListener.NONE).run(Map.of());

            assertThat(server.commands()).contains(List.of("HELLO", "3", "AUTH", "me", "word"),
                    List.of("AUTH", "word"));
        }
    }

    /** What a closed loop does not see: the commands that were due while the server stood still. */
    @Test
    void shouldCountTheWaitOfEveryCommandThatWasDueWhileTheServerStoodStill() throws Exception {
        long stallNs = TimeUnit.MILLISECONDS.toNanos(400);
        AtomicLong firstNs = new AtomicLong();
        AtomicInteger stalls = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> {
            long nowNs = System.nanoTime();
            firstNs.compareAndSet(0, nowNs);
            if (nowNs - firstNs.get() > TimeUnit.MILLISECONDS.toNanos(200) && stalls.getAndIncrement() == 0) {
                stall(stallNs);
            }
            return FakeServer.ok(INFO).apply(command);
        })) {
            // one connection, 1,000 commands in a second
            LoadPlan plan = new LoadPlan(1, 1, 1, 1000, 10_000, Duration.ZERO, Duration.ofSeconds(1), 0);
            RunResult result = run(server, plan, workload("ping:1", 1, new KeyDistribution.Uniform())).result();

            Histogram latencies = result.latencies();
            assertThat(result.operations()).isBetween(999L, 1001L);
            assertThat(latencies.getMaxValue()).isGreaterThan(stallNs * 95 / 100);
            // of 400 that were due in the stall, half have waited for more than half of it
            assertThat(latencies.getCountBetweenValues(stallNs / 2, Long.MAX_VALUE)).isGreaterThan(180);
            assertThat(result.rate()).isEqualTo(1000);
        }
    }

    /** Commands beyond the limit wait in the load generator: for the result that is the same as waiting in the server. */
    @Test
    void shouldCountTheWaitOfCommandsThatCouldNotEvenBeSent() throws Exception {
        try (FakeServer server = new FakeServer(command -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            return FakeServer.ok(INFO).apply(command);
        })) {
            // one at a time, each takes 5 ms, and one is due every ms
            LoadPlan plan = new LoadPlan(1, 1, 1, 1000, 1, Duration.ZERO, Duration.ofSeconds(1), 100);
            RunResult result = run(server, plan, workload("ping:1", 1, new KeyDistribution.Uniform())).result();

            // command k is answered 5 (k + 1) ms after the start at the earliest, and was due k ms after it
            Histogram latencies = result.latencies();
            assertThat(latencies.getTotalCount()).isEqualTo(100);
            assertThat(latencies.getMinValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(4));
            assertThat(latencies.getValueAtPercentile(50)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(195));
            assertThat(latencies.getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(395));
        }
    }

    @Test
    void shouldTellWhatAServerAnswersThatDoesNotKeepUp() throws Exception {
        try (FakeServer server = new FakeServer(command -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
            return FakeServer.ok(INFO).apply(command);
        })) {
            // 600 commands are due in 0.3 s, and the server answers at most 250 in a second
            LoadPlan plan = new LoadPlan(1, 1, 1, 2000, 10, Duration.ZERO, Duration.ofMillis(300), 0);
            RunResult result = run(server, plan, workload("ping:1", 1, new KeyDistribution.Uniform())).result();

            assertThat(result.operations()).isBetween(599L, 601L);
            assertThat(result.rate()).isEqualTo(2000);
            assertThat(result.throughput()).isLessThan(255);
            assertThat(result.intervals()).hasSizeGreaterThan(1)
                    .allMatch(interval -> interval.operations() <= 255 * interval.seconds() + 10);
            assertThat(result.intervals().stream().mapToLong(Interval::operations).sum())
                    .isEqualTo(result.operations());
            assertThat(result.intervals().stream().mapToDouble(Interval::seconds).sum())
                    .isCloseTo(result.seconds(), within(0.001));
        }
    }

    @Test
    void shouldCountTheWaitOfCommandsWhileTheServerReadsNothing() throws Exception {
        long stallNs = TimeUnit.MILLISECONDS.toNanos(200);
        AtomicInteger number = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> {
            if (command.getFirst().equals("SET") && number.getAndIncrement() == 10) {
                stall(stallNs);
            }
            return FakeServer.ok(INFO).apply(command);
        })) {
            // 500 kB every 2 ms: more than the sockets take while nobody reads
            Workload large = new Workload(Mix.parse("set", List.of()), KeyFormat.of("key:", 0, 10),
                    new KeyDistribution.Uniform(), ValueSizes.parse("500000"), 10, 1);
            LoadPlan plan = new LoadPlan(1, 1, 1, 500, 1000, Duration.ZERO, Duration.ofSeconds(1), 110);
            RunResult result = run(server, plan, large).result();

            // of the 100 that were due in the stall, half have waited for more than half of it
            assertThat(result.operations()).isEqualTo(110);
            assertThat(result.latencies().getMaxValue()).isGreaterThan(stallNs * 95 / 100);
            assertThat(result.latencies().getCountBetweenValues(stallNs / 2, Long.MAX_VALUE)).isGreaterThan(45);
            assertThat(server.commands()).hasSize(110)
                    .allMatch(command -> command.size() == 3 && command.get(2).length() == 500_000);
        }
    }

    /** The driver comes to end the first second when the time of the run is over, and one more reply comes behind that. */
    @Test
    void shouldHaveNoIntervalWithoutLengthWhenTheServerIsSlowToTellItsCpuTime() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeServer server = new FakeServer(command -> {
            if (command.equals(List.of("INFO", "cpu")) && asked.getAndIncrement() == 0) {
                stall(TimeUnit.MILLISECONDS.toNanos(1900));
            } else if (command.getFirst().equals("GET")) {
                stall(TimeUnit.MILLISECONDS.toNanos(700));
            }
            return FakeServer.ok(INFO).apply(command);
        })) {
            LoadPlan plan = new LoadPlan(1, 1, 1, 0, 1, Duration.ZERO, Duration.ofMillis(1800), 0);
            RunResult result = run(server, plan, workload("get:1", 1, new KeyDistribution.Uniform())).result();

            assertThat(result.intervals()).singleElement().satisfies(interval -> {
                assertThat(interval.seconds()).isCloseTo(1.8, within(0.001));
                assertThat(interval.operations()).isPositive().isEqualTo(result.operations());
            });
        }
    }

    @Test
    void shouldKeepTheRateOverAllConnectionsAndThreads() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            LoadPlan plan = new LoadPlan(5, 2, 1, 2000, 100, Duration.ofMillis(100), Duration.ofMillis(500), 0);
            RunResult result = run(server, plan, workload("get:3,set:1", 10, new KeyDistribution.Sequential()))
                    .result();

            assertThat(result.operations()).isBetween(998L, 1002L);
            assertThat(result.seconds()).isBetween(0.5, 0.9);
            assertThat(result.commands()).hasSize(2);
            assertThat(result.commands().getFirst().operations()).isBetween(650L, 850L);
        }
    }

    @Test
    void shouldEndAnOpenLoopAtACount() throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(INFO))) {
            LoadPlan plan = new LoadPlan(3, 2, 1, 5000, 100, Duration.ZERO, Duration.ofSeconds(1), 300);

            assertThat(run(server, plan, workload("ping:1", 1, new KeyDistribution.Uniform())).result().operations())
                    .isEqualTo(300);
        }
    }
}

package io.ringhold.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.KeyFormat;
import io.ringhold.bench.workload.Mix;
import io.ringhold.bench.workload.ValueSizes;
import io.ringhold.bench.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a load thread ends when its run cannot. */
class LoadThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A run that has begun so long ago that it has lost its patience, against a server that does not answer. */
    @Test
    void shouldGiveUpARunOfSoManyCommandsWhenNoReplyComes() throws Exception {
        Workload workload = new Workload(Mix.parse("get", List.of()), KeyFormat.of("key:", 0, 1),
                new KeyDistribution.Uniform(), ValueSizes.parse("1"), 1, 1);
        LoadPlan plan = new LoadPlan(1, 1, 1, 0, 1, Duration.ZERO, Duration.ZERO, 100);
        Phases phases = Phases.of(plan, System.nanoTime());
        ThreadRecorder recorder = new ThreadRecorder(1,
                phases.startNs() - TimeUnit.SECONDS.toNanos(LoadThread.PATIENCE_SECONDS));
        try (FakeServer server = new FakeServer(command -> command.getFirst().equals("GET") ? "" : "+OK\r\n")) {
            List<Slot> slots = List.of(new Slot(server.endpoint(2).connect(), workload.stream(0, 0), 100));
            LoadThread thread = new ClosedLoopThread(plan, workload, slots, phases, recorder, () -> {
                // nobody waits for its end but this test
            });
            Thread running = Thread.ofPlatform().daemon().name("load").start(thread);
            try {
                assertThat(running.join(PATIENCE)).isTrue();
                assertThat(thread.failure()).isInstanceOf(IOException.class).hasMessage("no reply has come for 60 s");
            } finally {
                thread.stop();
                running.join();
                thread.close();
            }
        }
    }
}

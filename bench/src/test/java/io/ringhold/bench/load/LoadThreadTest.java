package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.ringhold.bench.load.measure.ProgressListener;
import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.KeyFormat;
import io.ringhold.bench.workload.Mix;
import io.ringhold.bench.workload.ValueSizes;
import io.ringhold.bench.workload.Workload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How a load thread ends when its run cannot. */
class LoadThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A load of one thread, which ends with an error when it is to send for the first time. */
    private static final class FailingLoad extends Load {
        private final Error error;

        FailingLoad(Error error) {
            this.error = error;
        }

        @Override
        List<String> operations() {
            return List.of("nothing");
        }

        @Override
        void introduce(List<SocketChannel> channels) {
            // Nothing is sent.
        }

        @Override
        List<LoadThread> threads(List<SocketChannel> channels, Phases phases, List<ThreadRecorder> recorders,
                Runnable onEnd) throws IOException {
            ThreadRecorder recorder = new ThreadRecorder(1, phases.startNs());
            recorders.add(recorder);
            return List.of(new LoadThread(phases, recorder, onEnd) {
                @Override
                PolledConnection[] connections() {
                    return new PolledConnection[0];
                }

                @Override
                void sendDue(long nowNs) {
                    throw error;
                }

                @Override
                long nextDueNs(long nowNs) {
                    return nowNs + Phases.NEVER;
                }

                @Override
                boolean isSendingOver(long nowNs) {
                    return true;
                }
            });
        }
    }

    private static void runUntil(Error error) throws Exception {
        try (FakeServer server = new FakeServer(FakeServer.ok(""))) {
            LoadPlan plan = new LoadPlan(1, 1, 1, 0, 1, Duration.ZERO, Duration.ofMillis(10), 0);
            new LoadDriver(new Target("127.0.0.1", server.port()), server.endpoint(2), plan, new FailingLoad(error),
                    ProgressListener.NONE).run(Map.of());
        }
    }

    @Test
    void shouldEndTheRunWithWhateverEndedAThread() {
        Error error = new StackOverflowError();
        assertThatThrownBy(() -> runUntil(error)).isInstanceOf(IllegalStateException.class).hasCause(error);
    }

    @Test
    void shouldPassOnThatThereIsNoMemory() {
        Error error = new OutOfMemoryError("of this test");
        assertThatThrownBy(() -> runUntil(error)).isSameAs(error);
    }

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

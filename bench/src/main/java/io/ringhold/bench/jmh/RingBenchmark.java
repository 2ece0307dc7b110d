package io.ringhold.bench.jmh;

import java.io.IOException;

import io.ringhold.engine.pipeline.RequestBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Handing a batch to the engine and getting it back: publish, poll, hand back. The batch is empty, so that nothing else is measured
 * but what a turn of the engine costs anyway.
 */
public class RingBenchmark extends MicroBenchmark {
    /** Whether the engine has a thread of its own, which spins; otherwise it takes its turn after each publish. */
    @Param({"1", "2"})
    private int threads;

    private final RequestBatch empty = new RequestBatch();
    private BenchServer server;
    private Thread engine;
    private volatile boolean stop;

    @Setup
    public void open() {
        server = new BenchServer();
        stop = false;
        if (threads == 2) {
            engine = Thread.ofPlatform().name("ringhold-engine").daemon().start(this::runEngine);
        }
    }

    private void runEngine() {
        while (!stop) {
            server.turn();
            Thread.onSpinWait();
        }
    }

    @TearDown
    public void close() throws InterruptedException {
        stop = true;
        if (engine != null) {
            engine.join();
            engine = null;
        }
        server.close();
    }

    /** There and back. */
    @Benchmark
    public RequestBatch handOff() throws IOException {
        server.publish(empty);
        if (engine == null) {
            server.turn();
        }
        RequestBatch batch = server.takeBack();
        while (batch == null) {
            Thread.onSpinWait();
            batch = server.takeBack();
        }
        return batch;
    }
}

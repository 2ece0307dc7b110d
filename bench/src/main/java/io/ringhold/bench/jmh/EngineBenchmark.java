package io.ringhold.bench.jmh;

import java.io.IOException;

import io.ringhold.engine.pipeline.RequestBatch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Framed commands through ring, engine and output buffer on one thread, as in {@code shared} mode: everything but sockets and framing.
 * Per command, with random keys.
 */
public class EngineBenchmark extends MicroBenchmark {
    @Param("1048576")
    private int keys;

    @Param({"GET", "SET"})
    private String command;

    /** Of how many commands one is sampled for INFO hotkeys; 0 is none. */
    @Param("1024")
    private String hotkeysSampleRatio;

    private BenchServer server;
    private RequestBatch[] ones;
    private RequestBatch[] sixteens;
    private RequestBatch[] sixtyFours;
    private int next;

    @Setup
    public void fill() throws IOException {
        server = new BenchServer("hotkeys-sample-ratio", hotkeysSampleRatio);
        final KeySet set = new KeySet(keys);
        server.executeAll(Requests.of(server.requests, "SET", set, keys).batches(64));
        final Requests requests = Requests.of(server.requests, command, set, Math.max(64, keys / 4));
        ones = requests.batches(1);
        sixteens = requests.batches(16);
        sixtyFours = requests.batches(64);
    }

    @TearDown
    public void release() {
        server.close();
    }

    /** One command in a batch. */
    @Benchmark
    public RequestBatch execute1() throws IOException {
        return execute(ones);
    }

    /** 16 commands in a batch. */
    @Benchmark
    @OperationsPerInvocation(16)
    public RequestBatch execute16() throws IOException {
        return execute(sixteens);
    }

    /** 64 commands in a batch. */
    @Benchmark
    @OperationsPerInvocation(64)
    public RequestBatch execute64() throws IOException {
        return execute(sixtyFours);
    }

    private RequestBatch execute(final RequestBatch[] batches) throws IOException {
        next = next + 1 < batches.length ? next + 1 : 0;
        server.publish(batches[next]);
        server.turn();
        return server.takeBack();
    }
}

package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.ringhold.bench.load.measure.Intervals;
import io.ringhold.bench.load.measure.Outcome;
import io.ringhold.bench.load.measure.ProgressListener;
import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Latencies;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.ServerInfo;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.Endpoint;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.server.ServerProbe;
import io.ringhold.bench.workload.Workload;
import org.HdrHistogram.Histogram;

/** Runs a load against one server and returns what was measured. One instance is one run; its methods are for one thread. */
public final class LoadDriver {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MICRO = 1e3;
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final Target target;
    private final Endpoint endpoint;
    private final LoadPlan plan;
    private final Load load;
    private final ProgressListener progress;
    private final List<ThreadRecorder> recorders = new ArrayList<>();
    private final List<LoadThread> threads = new ArrayList<>();
    private final List<Thread> started = new ArrayList<>();
    private final BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
    private int endedCount;

    /** A run of {@code workload} as {@code plan} says. */
    public LoadDriver(Target target, Endpoint endpoint, LoadPlan plan, Workload workload, ProgressListener progress) {
        this(target, endpoint, plan, new MixLoad(plan, workload), progress);
    }

    /** A run of {@code fanOut}, as long as {@code plan} says, which has a connection for the sender and one for each receiver. */
    public LoadDriver(Target target, Endpoint endpoint, LoadPlan plan, FanOut fanOut, ProgressListener progress) {
        this(target, endpoint, plan, new FanOutLoad(fanOut), progress);
    }

    /** A run of any load. */
    LoadDriver(Target target, Endpoint endpoint, LoadPlan plan, Load load, ProgressListener progress) {
        this.target = target;
        this.endpoint = endpoint;
        this.plan = plan;
        this.load = load;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @param settings
     *            what the result says of how it was got
     * @throws LoadException
     *             if the server cannot be reached, closes a connection or leaves commands unanswered
     */
    public Outcome run(Map<String, String> settings) throws LoadException, InterruptedException {
        List<SocketChannel> channels = new ArrayList<>();
        try (ServerProbe probe = new ServerProbe(endpoint)) {
            ServerInfo server = probe.info();
            for (int i = 0; i < plan.connections(); i++) {
                channels.add(endpoint.connect());
            }
            load.introduce(channels);
            return measure(probe, server, channels, settings);
        } catch (IOException e) {
            throw new LoadException("lost the connection to " + endpoint + ": " + e.getMessage(), e);
        } finally {
            stop(channels);
        }
    }

    private Outcome measure(ServerProbe probe, ServerInfo server, List<SocketChannel> channels,
            Map<String, String> settings)
            throws IOException, LoadException, InterruptedException {
        Instant startedAt = Instant.now();
        Phases phases = Phases.of(plan, System.nanoTime());
        threads.addAll(load.threads(channels, phases, recorders, () -> ended.add(true)));
        for (LoadThread thread : threads) {
            started.add(Thread.ofPlatform().name("load-" + started.size()).start(thread));
        }
        Intervals intervals = new Intervals(recorders, phases.recordFromNs());
        progress.onWarmup(plan.warmup().toNanos() / NS_PER_SECOND);
        awaitEnd(phases.recordFromNs());
        double generatorMicros = -threadCpuMicros();
        double cpuMicros = -probe.cpuMicros();
        long replies = -replies();
        while (phases.stopAtNs() - intervals.startNs() > INTERVAL_NS * 3 / 2
                && !awaitEnd(intervals.startNs() + INTERVAL_NS)) {
            long nowNs = System.nanoTime();
            if (phases.stopAtNs() - nowNs < INTERVAL_NS / 2) {
                break; // so late that what has come belongs to the last interval: none would be left for it
            }
            progress.onInterval(intervals.end(nowNs));
        }
        awaitEnd(phases.stopAtNs());
        generatorMicros += threadCpuMicros();
        cpuMicros += probe.cpuMicros();
        replies += replies();
        drain(phases, intervals);
        long endNs = endNs(phases);
        progress.onInterval(intervals.end(Math.max(endNs, intervals.startNs())));
        double seconds = (endNs - phases.recordFromNs()) / NS_PER_SECOND;
        return outcome(server, settings, startedAt.plus(plan.warmup()), seconds, intervals,
                replies == 0 ? Double.NaN : cpuMicros / replies,
                replies == 0 ? Double.NaN : generatorMicros / replies);
    }

    /** CPU time of all load threads in microseconds. */
    private double threadCpuMicros() {
        long sumNs = 0;
        for (int i = 0; i < threads.size(); i++) {
            sumNs += threads.get(i).cpuNs(started.get(i));
        }
        return sumNs / NS_PER_MICRO;
    }

    /** Waits for the replies to what was sent; a server that is behind in the open loop goes on being measured meanwhile. */
    private void drain(Phases phases, Intervals intervals) throws InterruptedException, LoadException {
        // What comes soon after the end belongs to the last interval.
        long soonNs = phases.stopAtNs() + INTERVAL_NS / 2;
        while (plan.isOpenLoop() && !awaitEnd(Math.max(soonNs, intervals.startNs() + INTERVAL_NS))) {
            progress.onInterval(intervals.end(System.nanoTime()));
        }
        awaitEnd(phases.startNs() + Phases.NEVER);
    }

    /** All replies so far, measured or not: what the server has used its CPU time for. */
    private long replies() {
        return recorders.stream().mapToLong(ThreadRecorder::repliesSoFar).sum();
    }

    /**
     * The end of the measured time. Of a count of commands it is the last reply. In the open loop it is that too when it came after the time was over,
     * so that the throughput of a server that does not keep up is what it answers and not what is asked of it. In the closed loop
     * the batches that are answered after the time make up for those at its beginning, which were sent before it.
     */
    private long endNs(Phases phases) {
        if (plan.count() == 0 && !plan.isOpenLoop()) {
            return phases.stopAtNs();
        }
        long last = plan.count() == 0 ? phases.stopAtNs() : phases.recordFromNs() + 1;
        for (ThreadRecorder recorder : recorders) {
            last = recorder.lastReplyNs() == 0 ? last : Math.max(last, recorder.lastReplyNs());
        }
        return last;
    }

    /** Waits until a time; returns whether all threads have ended before. */
    private boolean awaitEnd(long untilNs) throws InterruptedException, LoadException {
        while (endedCount < threads.size()) {
            Boolean one = ended.poll(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (one == null) {
                return false;
            }
            endedCount++;
            checkFailures();
        }
        return true;
    }

    private void checkFailures() throws LoadException {
        for (LoadThread thread : threads) {
            Throwable failure = thread.failure();
            if (failure instanceof IOException) {
                throw new LoadException("the run against " + endpoint + " ended early: " + failure.getMessage(),
                        failure);
            }
            if (failure instanceof OutOfMemoryError noMemory) {
                throw noMemory;
            }
            if (failure != null) {
                throw new IllegalStateException("a load thread failed", failure);
            }
        }
    }

    private Outcome outcome(ServerInfo server, Map<String, String> settings, Instant startedAt, double seconds,
            Intervals intervals, double cpuMicrosPerOperation, double generatorMicrosPerOperation) {
        List<CommandResult> commands = new ArrayList<>();
        List<String> operations = load.operations();
        Histogram all = Latencies.newHistogram();
        for (int i = 0; i < operations.size(); i++) {
            Histogram latencies = Latencies.newHistogram();
            long errors = 0;
            for (ThreadRecorder recorder : recorders) {
                latencies.add(recorder.latencies(i));
                errors += recorder.errors(i);
            }
            all.add(latencies);
            commands.add(new CommandResult(operations.get(i), latencies.getTotalCount(), errors,
                    latencies));
        }
        String firstError = recorders.stream().map(ThreadRecorder::firstError).filter(Objects::nonNull).findFirst()
                .orElse(null);
        return new Outcome(new RunResult(target, server, settings, startedAt, seconds, plan.rate(), commands,
                intervals.all(), all, cpuMicrosPerOperation, generatorMicrosPerOperation), firstError);
    }

    private void stop(List<SocketChannel> channels) throws LoadException, InterruptedException {
        threads.forEach(LoadThread::stop);
        for (Thread thread : started) {
            thread.join();
        }
        try {
            for (LoadThread thread : threads) {
                thread.close();
            }
            for (SocketChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new LoadException("cannot close the connections to " + endpoint + ": " + e.getMessage(), e);
        }
    }
}

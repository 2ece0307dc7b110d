package io.ringhold.bench.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures one server at rising rates. */
@Command(name = "sweep", sortOptions = false, description = "Raises the rate until latency breaks.", footer = {"",
    "Measures one server in the open loop at rates from --from to --to, until the percentile --at is above --limit",
    "or the server answers less than 98 %% of what is due in time. Each step takes --warmup and --duration; the",
    "one that is too much is part of the result."})
final class SweepCommand implements Callable<Integer> {
    /** Least share of the due commands that is answered in time by a server that keeps up. */
    static final double KEPT_UP = 0.98;
    private static final double NS_PER_SECOND = 1e9;
    /** A pause of the machine is no sign of a server that falls behind. */
    private static final double SHORTEST_BEHIND_NS = 1e9;
    private static final double LARGEST_FACTOR = 10;
    private static final double SMALLEST_FACTOR = 1.01;
    private static final double MOST_PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AddressOptions address;

    @Mixin
    private ServerOptions server;

    @Mixin
    private MixOption mix;

    @Mixin
    private WorkloadOptions workloadOptions;

    @Option(names = "--from", paramLabel = "RATE", defaultValue = "1000", description = "Commands per second of the first step; default: ${DEFAULT-VALUE}.")
    private double from;

    @Option(names = "--to", paramLabel = "RATE", defaultValue = "1000000", description = "The highest rate; default: ${DEFAULT-VALUE}.")
    private double to;

    @Option(names = "--factor", paramLabel = "X", defaultValue = "1.5", description = "From one step to the next; default: ${DEFAULT-VALUE}.")
    private double factor;

    @Option(names = "--limit", paramLabel = "TIME", defaultValue = "5ms", description = "Latency is broken above; default: ${DEFAULT-VALUE}.")
    private Duration limit;

    @Option(names = "--at", paramLabel = "PERCENT", defaultValue = "99", description = "The percentile that --limit is for; default: ${DEFAULT-VALUE}.")
    private double percentile;

    @Mixin
    private LoadOptions load;

    @Mixin
    private LengthOptions length;

    @Mixin
    private OutputOptions output;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private HelpOption help;

    @Override
    public Integer call() throws LoadException, InterruptedException {
        Checks checks = new Checks(spec.commandLine());
        address.check(checks);
        server.check(checks);
        output.check(checks);
        checks.range("--from", from, LoopOptions.SMALLEST_RATE, LoopOptions.LARGEST_RATE);
        checks.range("--to", to, from, LoopOptions.LARGEST_RATE);
        checks.range("--factor", factor, SMALLEST_FACTOR, LARGEST_FACTOR);
        checks.range("--at", percentile, 0, MOST_PERCENT);
        checks.that(limit.isPositive(), "--limit must be more than nothing");
        LoadPlan plan = load.plan(checks, new LoopOptions(), length);
        Workload workload = workloadOptions.workload(checks, mix.text());
        Session session = Session.of(spec.commandLine(), server, output);
        if (load.isPreload()) {
            session.preload(address.target(), plan, workload);
        }
        output.write(spec.commandLine().getOut(), sweep(session, plan, workload));
        return 0;
    }

    private Sweep sweep(Session session, LoadPlan plan, Workload workload) throws LoadException, InterruptedException {
        List<RunResult> steps = new ArrayList<>();
        double brokenAt = Double.NaN;
        for (double rate = from; rate <= to && Double.isNaN(brokenAt); rate *= factor) {
            RunResult step = session.run(address.target(), plan.withRate(rate), workload);
            steps.add(step);
            brokenAt = isBroken(step) ? rate : Double.NaN;
        }
        return new Sweep(address.target(), steps, brokenAt);
    }

    /** Whether a step's latency is beyond the limit, or commands that were due in it were answered so late that they pile up. */
    private boolean isBroken(RunResult step) {
        return step.latencies().getValueAtPercentile(percentile) > limit.toNanos() || !keepsUp(step);
    }

    /**
     * A server that is behind by more than two per cent is so late in the end, by as much of the time in which commands were due. All of them are
     * answered in the end, so that counting replies would not show it; and when the last one came says little of a short step.
     */
    private static boolean keepsUp(RunResult step) {
        double dueNs = step.operations() / step.rate() * NS_PER_SECOND;
        double behindNs = Math.max(SHORTEST_BEHIND_NS, (1 - KEPT_UP) * dueNs);
        double onTime = step.latencies().getCountBetweenValues(0, (long) behindNs);
        return onTime >= step.operations() * KEPT_UP;
    }
}

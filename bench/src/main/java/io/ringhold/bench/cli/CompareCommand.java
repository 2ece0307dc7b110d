package io.ringhold.bench.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

import io.ringhold.bench.load.LoadException;
import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures several servers in turn. */
@Command(name = "compare", sortOptions = false, description = "Measures several servers under the same load, in turn.", footer = {
    "", "Round by round, so that what disturbs the machine for a while disturbs all of them; every second round goes",
    "through the servers backwards. Tells medians, and ratios to the first server."})
final class CompareCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "[LABEL=]HOST:PORT", arity = "2..*", description = "The servers.")
    private List<Target> targets;

    @Mixin
    private ServerOptions server;

    @Mixin
    private MixOption mix;

    @Mixin
    private WorkloadOptions workloadOptions;

    @Mixin
    private LoopOptions loop;

    @Mixin
    private LoadOptions load;

    @Mixin
    private LengthOptions length;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Measurements of each server; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--warmup-rounds", paramLabel = "N", defaultValue = "1", description = "Rounds before those that count, in which servers that compile at run time do so; "
            + "default: ${DEFAULT-VALUE}.")
    private int warmupRounds;

    @Mixin
    private OutputOptions output;

    @Mixin
    @SuppressWarnings("unused") // picocli looks at it
    private HelpOption help;

    @Override
    public Integer call() throws LoadException, InterruptedException {
        Checks checks = new Checks(spec.commandLine());
        server.check(checks);
        output.check(checks);
        checks.range("--rounds", rounds, 1, MOST_ROUNDS);
        checks.range("--warmup-rounds", warmupRounds, 0, MOST_ROUNDS);
        checks.that(targets.stream().map(Target::label).distinct().count() == targets.size(),
                "two servers have the same label");
        LoadPlan plan = load.plan(checks, loop, length);
        Workload workload = workloadOptions.workload(checks, mix.text());
        Session session = Session.of(spec.commandLine(), server, output);
        if (load.isPreload()) {
            for (Target target : targets) {
                session.preload(target, plan, workload);
            }
        }
        for (int round = 0; round < warmupRounds; round++) {
            round(session, plan, workload, round);
        }
        List<RunResult> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            results.addAll(round(session, plan, workload, round));
        }
        output.write(spec.commandLine().getOut(), new Comparison(targets, results));
        return 0;
    }

    private List<RunResult> round(Session session, LoadPlan plan, Workload workload, int round)
            throws LoadException, InterruptedException {
        List<Target> order = new ArrayList<>(targets);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        List<RunResult> results = new ArrayList<>();
        for (Target target : order) {
            results.add(session.run(target, plan, workload));
        }
        return results;
    }
}

package io.ringhold.bench.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures several servers in turn. */
@Command(name = "compare", sortOptions = false, description = "Measures several servers under the same load, in turn.", footer = {
    "", "Round by round, so that what disturbs the machine for a while disturbs all of them; every second round goes",
    "through the servers backwards. Tells medians, and ratios to the first server."})
final class CompareCommand implements Callable<Integer> {
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

    @Mixin
    private RoundOptions rounds;

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
        rounds.check(checks, targets);
        LoadPlan plan = load.plan(checks, loop, length);
        Workload workload = workloadOptions.workload(checks, mix.text());
        Session session = Session.of(spec.commandLine(), server, output);
        if (load.isPreload()) {
            for (Target target : targets) {
                session.preload(target, plan, workload);
            }
        }
        output.write(spec.commandLine().getOut(),
                rounds.run(targets, target -> session.run(target, plan, workload)));
        return 0;
    }
}

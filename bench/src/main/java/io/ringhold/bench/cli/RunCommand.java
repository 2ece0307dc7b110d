package io.ringhold.bench.cli;

import java.util.concurrent.Callable;

import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures one server under one load. */
@Command(name = "run", sortOptions = false, description = "Measures one server under one load.", footer = {"",
    "Without --rate the loop is closed: each connection sends --pipeline commands and waits for the replies.",
    "With --rate it is open: commands are due at fixed times, and latencies count from when a command was due."})
final class RunCommand implements Callable<Integer> {
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

    @Mixin
    private LoopOptions loop;

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
        LoadPlan plan = load.plan(checks, loop, length);
        Workload workload = workloadOptions.workload(checks, mix.text());
        Session session = Session.of(spec.commandLine(), server, output);
        if (load.isPreload()) {
            session.preload(address.target(), plan, workload);
        }
        output.write(spec.commandLine().getOut(), session.run(address.target(), plan, workload));
        return 0;
    }
}

package io.ringhold.bench.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.bench.load.FanOut;
import io.ringhold.bench.load.LoadDriver;
import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.load.measure.Outcome;
import io.ringhold.bench.load.measure.ProgressListener;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.Endpoint;
import io.ringhold.bench.server.LoadException;
import io.ringhold.bench.workload.Workload;
import picocli.CommandLine;

/**
 * Runs loads for a command and tells of them on the error output.
 *
 * @param err
 *            where progress and error replies are told
 * @param server
 *            how to introduce oneself to servers
 * @param showProgress
 *            whether there is a progress line
 * @param commandLine
 *            how to repeat it
 */
record Session(PrintWriter err, ServerOptions server, boolean showProgress, String commandLine) {
    /** A session of a command. */
    static Session of(CommandLine line, ServerOptions server, OutputOptions output) {
        return new Session(line.getErr(), server, output.showsProgress(), CommandWords.of(line));
    }

    /** Writes every key that a workload needs. */
    void preload(Target target, LoadPlan plan, Workload workload) throws LoadException, InterruptedException {
        List<Workload> fills = workload.fills();
        if (fills.isEmpty()) {
            err.printf("%s: --preload has nothing to write on %s: no command needs keys that are there%n",
                    RingholdBench.NAME, target.label());
        }
        for (Workload fill : fills) {
            Outcome outcome = drive("filling " + target.label(), target, plan.sending(fill.keys()), fill, Map.of());
            if (outcome.firstError() != null) {
                throw new LoadException(
                        "filling the keyspace of " + target.label() + " failed: " + outcome.firstError());
            }
        }
    }

    /** Measures one load. */
    RunResult run(Target target, LoadPlan plan, Workload workload) throws LoadException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>();
        LoadOptions.describe(plan, server.resp(), settings);
        WorkloadOptions.describe(workload, settings);
        settings.put(RunResult.COMMAND_LINE, commandLine);
        Outcome outcome = drive(target.label(), target, plan, workload, settings);
        if (outcome.firstError() != null) {
            err.printf("%s: %,d error replies from %s; the first: %s%n", RingholdBench.NAME, outcome.result().errors(),
                    target.label(), outcome.firstError());
        }
        return outcome.result();
    }

    /** Measures a fan-out. */
    RunResult run(Target target, LoadPlan plan, FanOut fanOut, Map<String, String> settings)
            throws LoadException, InterruptedException {
        settings.put(RunResult.COMMAND_LINE, commandLine);
        return drive(target.label(), target, settings,
                (endpoint, progress) -> new LoadDriver(target, endpoint, plan, fanOut, progress)).result();
    }

    /** Makes the driver of one run. */
    @FunctionalInterface
    private interface DriverFactory {
        LoadDriver driver(Endpoint endpoint, ProgressListener progress);
    }

    private Outcome drive(String title, Target target, LoadPlan plan, Workload workload, Map<String, String> settings)
            throws LoadException, InterruptedException {
        return drive(title, target, settings,
                (endpoint, progress) -> new LoadDriver(target, endpoint, plan, workload, progress));
    }

    private Outcome drive(String title, Target target, Map<String, String> settings, DriverFactory factory)
            throws LoadException, InterruptedException {
        Endpoint endpoint = server.endpoint(target.host(), target.port());
        if (!showProgress) {
            return factory.driver(endpoint, ProgressListener.NONE).run(settings);
        }
        try (ProgressLine line = new ProgressLine(err, title)) {
            return factory.driver(endpoint, line).run(settings);
        }
    }
}

package io.ringhold.bench.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import io.ringhold.bench.load.FanOut;
import io.ringhold.bench.load.LoadPlan;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.LoadException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how servers tell many clients of one. */
@Command(name = "fanout", sortOptions = false, description = "Measures how servers tell many clients of what one client does, in turn.", footer = {
    "",
    "The sender sends a batch, waits until every receiver has got all of it, and sends the next. Latencies count from",
    "when the batch was sent to when a receiver has read it; those of 'get' from when the receiver asks."})
final class FanOutCommand implements Callable<Integer> {
    private static final int MOST_RECEIVERS = 20_000;
    private static final int MOST_VALUE = 1024 * 1024;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "[LABEL=]HOST:PORT", arity = "1..*", description = "The servers.")
    private List<Target> targets;

    @Mixin
    private ServerOptions server;

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "publish", description = "publish: subscribers of a channel; tracking: SET of keys that all receivers track and read again; "
            + "bcast: SET of keys with a prefix that all receivers track; the last two with --resp 3. Default: ${DEFAULT-VALUE}.")
    private FanOut.Kind kind;

    @Option(names = "--receivers", paramLabel = "N", defaultValue = "1000", description = "Clients that are told; default: ${DEFAULT-VALUE}.")
    private int receivers;

    @Option(names = {"-P",
        "--pipeline"}, paramLabel = "N", defaultValue = "1", description = "Messages, or writes to different keys, that the sender sends at once; default: ${DEFAULT-VALUE}.")
    private int pipeline;

    @Option(names = {"-d",
        "--value-size"}, paramLabel = "BYTES", defaultValue = "64", description = "Bytes of a message or value; default: ${DEFAULT-VALUE}.")
    private int valueSize;

    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "1s", description = "Load before measuring; default: ${DEFAULT-VALUE}.")
    private Duration warmup;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "5s", description = "How long to measure; default: ${DEFAULT-VALUE}.")
    private Duration duration;

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
        checks.range("--receivers", receivers, 1, MOST_RECEIVERS);
        checks.range("--pipeline", pipeline, 1, LoadOptions.MOST_PIPELINE);
        checks.range("--value-size", valueSize, 0, MOST_VALUE);
        checks.that(duration.isPositive(), "--duration must be more than nothing");
        checks.that(!kind.needsPushes() || server.resp() == 3, "--kind " + name() + " needs --resp 3");
        FanOut fanOut = new FanOut(kind, receivers, pipeline, valueSize);
        LoadPlan plan = new LoadPlan(receivers + 1, 1, pipeline, 0, 1, warmup, duration, 0);
        Session session = Session.of(spec.commandLine(), server, output);
        output.write(spec.commandLine().getOut(),
                rounds.run(targets, target -> measure(session, target, plan, fanOut)));
        return 0;
    }

    private RunResult measure(Session session, Target target, LoadPlan plan, FanOut fanOut)
            throws LoadException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fan-out", name());
        settings.put("receivers", Integer.toString(receivers));
        settings.put("value size", Integer.toString(valueSize));
        LoadOptions.describe(plan, server.resp(), settings);
        return session.run(target, plan, fanOut, settings);
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

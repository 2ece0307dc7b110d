package io.ringhold.bench.cli;

import java.time.Duration;
import java.util.Map;

import io.ringhold.bench.load.LoadPlan;
import picocli.CommandLine.Option;

/** How the load is driven, but for what differs between the commands. */
final class LoadOptions {
    private static final int MOST_CONNECTIONS = 20_000;
    private static final int MOST_THREADS = 256;
    static final int MOST_PIPELINE = 100_000;

    @Option(names = {"-c",
        "--connections"}, paramLabel = "N", defaultValue = "50", description = "Connections; default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Threads of the load generator; default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--outstanding", paramLabel = "N", defaultValue = "1024", description = "Open loop: most commands without reply on a connection, those due beyond it queue; "
            + "default: ${DEFAULT-VALUE}.")
    private int outstanding;

    @Option(names = "--warmup", paramLabel = "TIME", defaultValue = "2s", description = "Load before measuring; default: ${DEFAULT-VALUE}.")
    private Duration warmup;

    @Option(names = "--preload", description = "Fills the keyspace first: every key that the mix needs is written once, for a --command with {key} as a string.")
    private boolean preload;

    LoadPlan plan(Checks checks, LoopOptions loop, LengthOptions length) {
        loop.check(checks);
        length.check(checks);
        checks.range("--connections", connections, 1, MOST_CONNECTIONS);
        checks.range("--threads", threads, 1, MOST_THREADS);
        checks.range("--outstanding", outstanding, 1, MOST_PIPELINE);
        return new LoadPlan(connections, threads, loop.pipeline(), loop.rate(), outstanding, warmup, length.duration(),
                length.count());
    }

    boolean isPreload() {
        return preload;
    }

    /** What a result says of it. */
    static void describe(LoadPlan plan, int resp, Map<String, String> settings) {
        settings.put("connections", Integer.toString(plan.connections()));
        settings.put("threads", Integer.toString(plan.threads()));
        if (plan.isOpenLoop()) {
            settings.put("loop", "open");
            settings.put("rate", Double.toString(plan.rate()));
        } else {
            settings.put("loop", "closed");
            settings.put("pipeline", Integer.toString(plan.pipeline()));
        }
        settings.put("warm-up", seconds(plan.warmup()));
        if (plan.count() > 0) {
            settings.put("count", Long.toString(plan.count()));
        } else {
            settings.put("duration", seconds(plan.duration()));
        }
        settings.put("protocol", "RESP" + resp);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}

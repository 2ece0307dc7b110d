package io.ringhold.bench.cli;

import picocli.CommandLine.Option;

/** Whether commands wait for replies (closed loop, {@code --pipeline}) or come at a rate (open loop, {@code --rate}). */
final class LoopOptions {
    static final double LARGEST_RATE = 1e9;
    /** One command in a hundred seconds. */
    static final double SMALLEST_RATE = 0.01;

    @Option(names = {"-P",
        "--pipeline"}, paramLabel = "N", defaultValue = "1", description = "Closed loop: commands sent at once on a connection; default: ${DEFAULT-VALUE}.")
    private int pipeline = 1;

    @Option(names = "--rate", paramLabel = "N", description = "Open loop: commands per second over all connections.")
    private Double rate;

    void check(Checks checks) {
        checks.range("--pipeline", pipeline, 1, LoadOptions.MOST_PIPELINE);
        if (rate != null) {
            checks.range("--rate", rate, SMALLEST_RATE, LARGEST_RATE);
            checks.that(pipeline == 1, "--rate and --pipeline exclude each other");
        }
    }

    int pipeline() {
        return pipeline;
    }

    /** Commands per second; 0 for the closed loop. */
    double rate() {
        return rate == null ? 0 : rate;
    }
}

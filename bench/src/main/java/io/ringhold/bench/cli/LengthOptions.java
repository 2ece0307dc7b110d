package io.ringhold.bench.cli;

import java.time.Duration;

import picocli.CommandLine.Option;

/** How long is measured. */
final class LengthOptions {
    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s", description = "How long to measure; default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(names = {"-n",
        "--count"}, paramLabel = "N", description = "How many commands to measure, in place of --duration.")
    private Long count;

    void check(Checks checks) {
        checks.that(duration.isPositive(), "--duration must be more than nothing");
        checks.that(count == null || count > 0, "--count must be more than nothing");
    }

    Duration duration() {
        return duration;
    }

    /** How many commands; 0 when the time counts. */
    long count() {
        return count == null ? 0 : count;
    }
}

package io.ringhold.bench.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.Target;
import io.ringhold.bench.server.LoadException;
import picocli.CommandLine.Option;

/** How often servers are measured in turn. */
final class RoundOptions {
    private static final int MOST_ROUNDS = 1000;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Measurements of each server; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--warmup-rounds", paramLabel = "N", defaultValue = "1", description = "Rounds before those that count, in which servers that compile at run time do so; "
            + "default: ${DEFAULT-VALUE}.")
    private int warmupRounds;

    /** One measurement of a server. */
    @FunctionalInterface
    interface Measurement {
        RunResult of(Target target) throws LoadException, InterruptedException;
    }

    void check(Checks checks, List<Target> targets) {
        checks.range("--rounds", rounds, 1, MOST_ROUNDS);
        checks.range("--warmup-rounds", warmupRounds, 0, MOST_ROUNDS);
        checks.that(targets.stream().map(Target::label).distinct().count() == targets.size(),
                "two servers have the same label");
    }

    /** Measures all servers in every round, every second time in the other order. */
    Comparison run(List<Target> targets, Measurement measurement) throws LoadException, InterruptedException {
        for (int round = 0; round < warmupRounds; round++) {
            round(targets, measurement, round);
        }
        List<RunResult> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            results.addAll(round(targets, measurement, round));
        }
        return new Comparison(targets, results);
    }

    private static List<RunResult> round(List<Target> targets, Measurement measurement, int round)
            throws LoadException, InterruptedException {
        List<Target> order = new ArrayList<>(targets);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        List<RunResult> results = new ArrayList<>();
        for (Target target : order) {
            results.add(measurement.of(target));
        }
        return results;
    }
}

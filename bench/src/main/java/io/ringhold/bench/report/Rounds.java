package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.RunResult;
import org.HdrHistogram.Histogram;

/** Several runs together. */
final class Rounds {
    private Rounds() {}

    /** Each command once, with the sums of its counts and all of its latencies, in the order in which they appear first. */
    static List<CommandResult> commands(final List<RunResult> rounds) {
        final Map<String, List<CommandResult>> byName = new LinkedHashMap<>();
        for (final RunResult round : rounds) {
            for (final CommandResult command : round.commands()) {
                byName.computeIfAbsent(command.name(), name -> new ArrayList<>()).add(command);
            }
        }
        return byName.values().stream().map(Rounds::sum).toList();
    }

    /** The settings that all of the runs have alike, so without the rate of a sweep's step. */
    static Map<String, String> settings(final List<RunResult> rounds) {
        final Map<String, String> settings = new LinkedHashMap<>();
        if (!rounds.isEmpty()) {
            settings.putAll(rounds.getFirst().settings());
            rounds.forEach(round -> settings.entrySet().retainAll(round.settings().entrySet()));
        }
        return settings;
    }

    private static CommandResult sum(final List<CommandResult> results) {
        final Histogram latencies = results.getFirst().latencies().copy();
        latencies.setAutoResize(true);
        results.stream().skip(1).forEach(result -> latencies.add(result.latencies()));
        return new CommandResult(results.getFirst().name(), results.stream().mapToLong(CommandResult::operations).sum(),
                results.stream().mapToLong(CommandResult::errors).sum(), latencies);
    }
}

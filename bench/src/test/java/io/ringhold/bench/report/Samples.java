package io.ringhold.bench.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.ringhold.bench.result.CommandResult;
import io.ringhold.bench.result.Comparison;
import io.ringhold.bench.result.Interval;
import io.ringhold.bench.result.Latencies;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import io.ringhold.bench.result.ServerInfo;
import io.ringhold.bench.result.Sweep;
import io.ringhold.bench.result.Target;
import org.HdrHistogram.Histogram;

/** Small results made by hand, those at the edge, and random ones. */
final class Samples {
    static final String HOSTILE = "<script>alert('1')</script> \"a\", & b\r\nc\u0007\u001b[31m\ud800]]>--><style>";
    static final Target A = new Target("alpha", "localhost", 17001);
    static final Target B = new Target("beta", "::1", 17002);
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static final ServerInfo REDIS = new ServerInfo("Redis", "7.0.15");

    private Samples() {}

    /** 900 GET of 1 ms and 100 SET of 2 ms with 3 errors, in two intervals. */
    static RunResult run(final Target target, final double rate, final double cpu) {
        final Histogram gets = Latencies.newHistogram();
        gets.recordValueWithCount(1_000_000, 900);
        final Histogram sets = Latencies.newHistogram();
        sets.recordValueWithCount(2_000_000, 100);
        final Histogram all = gets.copy();
        all.add(sets);
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connections", "50");
        if (rate > 0) {
            settings.put("rate", Double.toString(rate));
        }
        settings.put(RunResult.COMMAND_LINE, "ringhold-bench run -h localhost -p 17001");
        return new RunResult(target, REDIS, settings, START, 2, rate,
                List.of(new CommandResult("get", 900, 0, gets), new CommandResult("set", 100, 3, sets)),
                List.of(new Interval(0, 1, 600, 3, 1_000_000, 2_000_000, 2_000_000, 2_000_000),
                        new Interval(1, 1, 400, 0, 1_000_000, 1_000_000, 1_000_000, 1_000_000)),
                all, cpu);
    }

    /** Nothing happened, for no time. */
    static RunResult empty(final Target target) {
        return new RunResult(target, new ServerInfo("", ""), Map.of(), START, 0, 0, List.of(), List.of(),
                Latencies.newHistogram(),
                Double.NaN);
    }

    /** A command without a single reply, in one interval without length. */
    static RunResult idle(final Target target, final double rate) {
        return new RunResult(target, REDIS, Map.of(), START, 1, rate,
                List.of(new CommandResult("get", 0, 0, Latencies.newHistogram())),
                List.of(new Interval(0, 0, 0, 0, 0, 0, 0, 0)), Latencies.newHistogram(), 0);
    }

    /** One operation in one interval. */
    static RunResult single(final Target target, final double rate) {
        final Histogram latencies = Latencies.newHistogram();
        latencies.recordValue(42);
        return new RunResult(target, REDIS, Map.of(), START, 1, rate,
                List.of(new CommandResult("get", 1, 0, latencies)),
                List.of(new Interval(0, 1, 1, 0, 42, 42, 42, 42)), latencies, 1.5);
    }

    /** Whatever others choose is hostile. */
    static RunResult hostile(final double rate) {
        final Histogram latencies = Latencies.newHistogram();
        latencies.recordValueWithCount(5_000, 10);
        return new RunResult(new Target(HOSTILE, HOSTILE, 1), new ServerInfo(HOSTILE, HOSTILE),
                Map.of(HOSTILE, HOSTILE, RunResult.COMMAND_LINE, HOSTILE), START, 1, rate,
                List.of(new CommandResult(HOSTILE, 10, 10, latencies)),
                List.of(new Interval(0, 1, 10, 10, 5_000, 5_000, 5_000, 5_000)),
                latencies, 3);
    }

    static Comparison comparison() {
        return new Comparison(List.of(A, B), List.of(run(A, 0, 4), run(B, 0, 2), run(B, 0, 2), run(A, 0, 4)));
    }

    static Sweep sweep() {
        return new Sweep(A, List.of(run(A, 500, 4), run(A, 1000, 4), run(A, 1500, 4)), 1500);
    }

    /** All that may happen at the edge. */
    static List<Result> edges() {
        final Target hostile = hostile(0).target();
        return List.of(run(A, 0, 4), run(A, 500, Double.NaN), empty(A), idle(A, 0), single(A, 0), hostile(0),
                comparison(),
                new Comparison(List.of(A), List.of()), new Comparison(List.of(A, B), List.of(run(A, 0, 4))),
                new Comparison(List.of(A, B), List.of(empty(A), idle(B, 0), single(A, 0))),
                new Comparison(List.of(hostile, A), List.of(hostile(0), single(A, 0))), sweep(),
                new Sweep(A, List.of(), Double.NaN),
                new Sweep(A, List.of(), 100), new Sweep(A, List.of(single(A, 100)), 100),
                new Sweep(A, List.of(idle(A, 100)), Double.NaN),
                new Sweep(hostile, List.of(hostile(1), hostile(2)), 2));
    }

    static Result random(final Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> randomRun(random, A, random.nextBoolean() ? 0 : random.nextDouble() * 1e6);
            case 1 -> {
                final List<RunResult> results = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    results.add(randomRun(random, random.nextBoolean() ? A : B, 0));
                }
                yield new Comparison(List.of(A, B), results);
            }
            default -> {
                final List<RunResult> steps = new ArrayList<>();
                double rate = 0;
                for (int i = random.nextInt(6); i > 0; i--) {
                    rate += 1e-3 + random.nextDouble() * Math.pow(10, random.nextInt(7));
                    steps.add(randomRun(random, A, rate));
                }
                yield new Sweep(A, steps,
                        random.nextBoolean() ? Double.NaN : 1e-3 + random.nextDouble() * 2 * (rate + 1));
            }
        };
    }

    private static RunResult randomRun(final Random random, final Target target, final double rate) {
        final Histogram all = Latencies.newHistogram();
        final List<CommandResult> commands = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            final Histogram latencies = Latencies.newHistogram();
            for (int j = random.nextInt(50); j > 0; j--) {
                latencies.recordValue(Latencies.clamp((long) Math.pow(10, random.nextDouble() * 12)));
            }
            all.add(latencies);
            commands.add(new CommandResult("c" + random.nextInt(5), latencies.getTotalCount(), random.nextInt(3),
                    latencies));
        }
        final List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < random.nextInt(20); i++) {
            final long p50 = random.nextInt(1_000_000);
            intervals.add(new Interval(i, random.nextDouble() * 2, random.nextInt(1_000_000), random.nextInt(5), p50,
                    p50 * 2, p50 * 3, p50 * 4));
        }
        return new RunResult(target, REDIS, Map.of("n", Integer.toString(random.nextInt())),
                START.plusMillis(random.nextInt(100_000)),
                random.nextDouble() * 20, rate, commands, intervals, all,
                random.nextBoolean() ? Double.NaN : random.nextDouble() * 10);
    }
}

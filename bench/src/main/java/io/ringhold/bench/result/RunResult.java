package io.ringhold.bench.result;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.HdrHistogram.Histogram;

/**
 * One measurement of one server, without its warm-up.
 *
 * @param target
 *            the server as it was named on the command line.
 * @param server
 *            the server as it named itself.
 * @param settings
 *            name and value of what was asked for, in the order in which reports show them: connections, pipeline, keys and so on.
 * @param startedAt
 *            when measuring began, after the warm-up.
 * @param seconds
 *            how long it was measured; in an open loop until the last reply.
 * @param rate
 *            intended operations per second of an open loop; 0 for a closed loop.
 * @param commands
 *            the commands of the mix, in the order of the mix.
 * @param intervals
 *            the run in slices of about a second, in their order.
 * @param latencies
 *            of all commands, in ns, from the intended send time in an open loop; a copy of what the constructor was given, not to be changed.
 * @param serverCpuMicrosPerOperation
 *            CPU time of the server's process, user and system, per operation, in microseconds; NaN when unknown.
 * @param generatorCpuMicrosPerOperation
 *            CPU time of the load generator's threads per operation, in microseconds; NaN when unknown.
 */
public record RunResult(Target target, ServerInfo server, Map<String, String> settings, Instant startedAt,
        double seconds, double rate,
        List<CommandResult> commands, List<Interval> intervals, Histogram latencies,
        double serverCpuMicrosPerOperation, double generatorCpuMicrosPerOperation) implements Result {
    /** The setting, if there, that holds the command line with which this was measured; reports show it apart, as the way to repeat it. */
    public static final String COMMAND_LINE = "command line";

    /**
     * @throws IllegalArgumentException
     *             when a time or a rate is negative or not finite.
     */
    public RunResult {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(startedAt, "startedAt");
        Checks.duration(seconds, "seconds");
        if (!Double.isFinite(rate) || rate < 0) {
            throw new IllegalArgumentException("rate must be a number of operations per second, but is " + rate);
        }
        if (serverCpuMicrosPerOperation < 0) {
            throw new IllegalArgumentException(
                    "serverCpuMicrosPerOperation must not be negative, but is " + serverCpuMicrosPerOperation);
        }
        if (generatorCpuMicrosPerOperation < 0) {
            throw new IllegalArgumentException(
                    "generatorCpuMicrosPerOperation must not be negative, but is " + generatorCpuMicrosPerOperation);
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        commands = List.copyOf(commands);
        intervals = List.copyOf(intervals);
        latencies = latencies.copy();
    }

    /** A measurement that does not tell what the load generator took. */
    public RunResult(Target target, ServerInfo server, Map<String, String> settings, Instant startedAt, double seconds,
            double rate, List<CommandResult> commands, List<Interval> intervals, Histogram latencies,
            double serverCpuMicrosPerOperation) {
        this(target, server, settings, startedAt, seconds, rate, commands, intervals, latencies,
                serverCpuMicrosPerOperation, Double.NaN);
    }

    /** Replies of all commands, errors among them. */
    public long operations() {
        return commands.stream().mapToLong(CommandResult::operations).sum();
    }

    /** Replies of all commands that were errors. */
    public long errors() {
        return commands.stream().mapToLong(CommandResult::errors).sum();
    }

    /** Operations per second over the whole run; 0 for a run without length. */
    public double throughput() {
        return seconds > 0 ? operations() / seconds : 0;
    }

    /** Whether requests were sent at a fixed rate, however late the replies were. */
    public boolean openLoop() {
        return rate > 0;
    }
}

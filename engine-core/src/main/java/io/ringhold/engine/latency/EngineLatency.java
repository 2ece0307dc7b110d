package io.ringhold.engine.latency;

import java.util.List;

import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.spec.CommandFlag;
import io.ringhold.engine.config.Setting;
import io.ringhold.engine.config.Settings;
import org.agrona.concurrent.EpochClock;

/**
 * What the engine tells of its own time: each command, each step of housekeeping. The ordinary case costs a histogram's count and one
 * comparison; only what is slow enough for the slow log, the monitor or the list of pauses goes further. Follows its
 * settings. Engine thread.
 */
public final class EngineLatency {
    private final Settings settings;
    private final EpochClock clock;
    private final SlowLog slowLog = new SlowLog();
    private final LatencyMonitor monitor = new LatencyMonitor();
    private final LongestPauses pauses = new LongestPauses();
    private final StageLatency stages = new StageLatency();
    private boolean tracking;
    private long busyNs;
    /** Least duration of a command that the slow log keeps. */
    private long slowNs;
    /** Least duration of a command that any of the three keeps. */
    private long noteworthyNs;
    /** Least duration of another step that the monitor or the list of pauses keeps. */
    private long noteworthyStepNs;

    /**
     * @param clock
     *            Unix time in ms.
     */
    public EngineLatency(final Settings settings, final EpochClock clock) {
        this.settings = settings;
        this.clock = clock;
        for (final Setting<?> setting : List.of(settings.slowlogLogSlowerThan, settings.slowlogMaxLen,
                settings.latencyMonitorThreshold, settings.latencyTracking)) {
            setting.onChange(this::apply);
        }
        apply();
    }

    /** SLOWLOG. */
    public SlowLog slowLog() {
        return slowLog;
    }

    /** LATENCY's samples. */
    public LatencyMonitor monitor() {
        return monitor;
    }

    /** The longest steps of the engine thread. */
    public LongestPauses pauses() {
        return pauses;
    }

    /** How long batches take, stage by stage. */
    public StageLatency stages() {
        return stages;
    }

    /** Time that the engine thread spent executing batches and with steps of its own, in ns. */
    public long busyNs() {
        return busyNs;
    }

    /** Unix time in ms. */
    public long nowMs() {
        return clock.time();
    }

    /** Least duration of a command that the slow log keeps, in ns; {@link Long#MAX_VALUE} when it keeps none. */
    public long slowNs() {
        return slowNs;
    }

    /** A command has been executed so many times, each time in so many nanoseconds. */
    public void executed(final Command command, final int times, final long elapsedNs) {
        if (tracking && times > 0) {
            command.latency().record(elapsedNs, times);
        }
    }

    /** A command has been executed; the context is still as its handler left it. */
    public void executed(final CommandContext context, final long elapsedNs) {
        executed(context.command(), 1, elapsedNs);
        if (elapsedNs >= noteworthyNs) {
            noteworthy(context, elapsedNs);
        }
    }

    /** A batch has been executed, from one time to another. */
    public void batchExecuted(final long startedNs, final long endedNs) {
        busyNs += endedNs - startedNs;
        stages.executed(endedNs - startedNs);
    }

    /** A step of another kind is done. */
    public void paused(final LatencyEvent event, final long elapsedNs) {
        busyNs += elapsedNs;
        if (elapsedNs >= noteworthyStepNs) {
            final long nowMs = clock.time();
            monitor.happened(event, elapsedNs, nowMs);
            pauses.happened(event, "", elapsedNs, nowMs);
            refreshThresholds();
        }
    }

    /** A part of a command or of another step took so long; for the monitor alone, as the whole is accounted for by others. */
    public void within(final LatencyEvent event, final long elapsedNs) {
        if (elapsedNs >= monitor.thresholdNs()) {
            monitor.happened(event, elapsedNs, clock.time());
        }
    }

    /** The replies to a batch waited for the log, while the engine did not. */
    public void held(final long elapsedNs) {
        stages.held(elapsedNs);
        if (elapsedNs >= monitor.thresholdNs()) {
            monitor.happened(LatencyEvent.AOF_FSYNC_ALWAYS, elapsedNs, clock.time());
        }
    }

    /** CONFIG RESETSTAT; the commands' own histograms are reset with their other counters. */
    public void reset() {
        stages.reset();
        busyNs = 0;
        forgetPauses();
    }

    /** Begins the list of pauses anew. */
    public void forgetPauses() {
        pauses.clear();
        refreshThresholds();
    }

    private void noteworthy(final CommandContext context, final long elapsedNs) {
        final long nowMs = clock.time();
        final LatencyEvent event = context.command().spec().has(CommandFlag.FAST)
                ? LatencyEvent.FAST_COMMAND
                : LatencyEvent.COMMAND;
        slowLog.executed(context, elapsedNs, nowMs);
        monitor.happened(event, elapsedNs, nowMs);
        pauses.happened(event, context.command().fullName(), elapsedNs, nowMs);
        refreshThresholds();
    }

    private String apply() {
        slowLog.limits(settings.slowlogLogSlowerThan.value(), settings.slowlogMaxLen.value());
        monitor.threshold(settings.latencyMonitorThreshold.value());
        tracking = settings.latencyTracking.value();
        refreshThresholds();
        return null;
    }

    private void refreshThresholds() {
        noteworthyStepNs = Math.min(monitor.thresholdNs(), pauses.thresholdNs());
        slowNs = slowLog.thresholdNs();
        noteworthyNs = Math.min(noteworthyStepNs, slowNs);
    }
}

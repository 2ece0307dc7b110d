package io.ringhold.engine.hotkeys;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.command.CommandContext;

/**
 * What happens between HOTKEYS START and STOP: all commands are counted, those that are sampled are attributed to their keys. Engine thread; counting
 * allocates nothing.
 */
public final class HotKeySession {
    private static final int CAPACITY = 1024;

    /**
     * A key.
     *
     * @param name
     *            Latin-1 text; shortened when it is very long.
     * @param value
     *            what it has at least, by the metric: us, bytes, or times.
     */
    public record Ranked(String name, long value) {}

    private final HotKeyOptions options;
    private final ServerTotals server;
    private final Map<HotMetric, HeavyHitters> hitters = new EnumMap<>(HotMetric.class);
    private final HeavyHitters cpu;
    private final HeavyHitters net;
    private final HeavyHitters reads;
    private final HeavyHitters writes;
    private final GeometricSkip skip;
    private final KeyUses.Recorder recorder = this::used;
    private final long startedMs;
    private final ServerTotals.Reading before;
    private ServerTotals.Reading after;
    private long endedMs;
    private long until;
    private long commandBytes;
    /** True until the command that has started it is done. */
    private boolean starting = true;

    HotKeySession(final HotKeyOptions options, final ServerTotals server, final SplittableRandom random,
            final long nowMs) {
        this.options = options;
        this.server = server;
        for (final HotMetric metric : options.metrics()) {
            hitters.put(metric, new HeavyHitters(CAPACITY));
        }
        cpu = hitters.get(HotMetric.CPU);
        net = hitters.get(HotMetric.NET);
        reads = hitters.get(HotMetric.READS);
        writes = hitters.get(HotMetric.WRITES);
        skip = new GeometricSkip(options.ratio(), random);
        until = skip.next();
        startedMs = nowMs;
        before = server.read();
    }

    public HotKeyOptions options() {
        return options;
    }

    /** False when it has been stopped, or has come to its end. */
    public boolean isActive() {
        return after == null;
    }

    /** True when it is to end by itself and the time has come. */
    boolean isOver(final long nowMs) {
        return isActive() && options.durationMs() != 0 && nowMs - startedMs >= options.durationMs();
    }

    /** Ends it. */
    void stop(final long nowMs) {
        endedMs = isOver(nowMs) ? startedMs + options.durationMs() : nowMs;
        after = server.read();
    }

    /** True when the command at hand, or the next one, must be timed for itself. */
    boolean needsTime() {
        return cpu != null && until <= 2;
    }

    /**
     * A command has been executed.
     *
     * @param elapsedNs
     *            its time, if {@link #needsTime}.
     */
    void executed(final CommandContext context, final long bytes, final long elapsedNs, final KeyUses uses) {
        if (starting) {
            starting = false;
            return;
        }
        commandBytes += bytes;
        if (--until == 0) {
            until = skip.next();
            uses.tell(context, bytes, elapsedNs, recorder);
        }
    }

    private void used(final long hash, final long address, final int length, final boolean written, final long bytes,
            final long elapsedNs) {
        if (cpu != null) {
            cpu.add(hash, address, length, elapsedNs);
        }
        if (net != null) {
            net.add(hash, address, length, bytes);
        }
        final HeavyHitters access = written ? writes : reads;
        if (access != null) {
            access.add(hash, address, length, 1);
        }
    }

    /** Unix time when it began, in ms. */
    public long startedMs() {
        return startedMs;
    }

    /** How long it has been active, in ms. */
    public long durationMs(final long nowMs) {
        return (isActive() ? nowMs : endedMs) - startedMs;
    }

    /** What the server has done meanwhile. */
    public ServerTotals.Reading totals() {
        return (isActive() ? server.read() : after).since(before);
    }

    /** Bytes of the requests and replies of all commands meanwhile. */
    public long commandBytes() {
        return commandBytes;
    }

    /** The first keys by a metric that was asked for; what was sampled, not what that stands for. */
    public List<Ranked> top(final HotMetric metric) {
        return hitters.get(metric).top(options.count()).stream().map(hitter -> new Ranked(hitter.name(),
                metric == HotMetric.CPU ? TimeUnit.NANOSECONDS.toMicros(hitter.weight()) : hitter.weight())).toList();
    }
}

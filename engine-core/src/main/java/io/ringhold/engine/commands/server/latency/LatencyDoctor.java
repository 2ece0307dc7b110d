package io.ringhold.engine.commands.server.latency;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.config.Settings;
import io.ringhold.engine.latency.Durations;
import io.ringhold.engine.latency.EventSamples;
import io.ringhold.engine.latency.LatencyEvent;
import io.ringhold.engine.latency.LatencyMonitor;
import io.ringhold.engine.latency.LongestPauses;

/** The text of LATENCY DOCTOR: what was recorded, and what helps against it. Engine thread. */
final class LatencyDoctor {
    private static final int PAUSES_SHOWN = 5;
    private static final long WORTH_ADVICE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    String report(final Engine engine) {
        final StringBuilder text = new StringBuilder();
        final Set<LatencyEvent> seen = EnumSet.noneOf(LatencyEvent.class);
        events(engine.latency().monitor(), text, seen);
        pauses(engine.latency().pauses().longest(), text, seen);
        if (!seen.isEmpty()) {
            text.append("\nWhat helps:\n");
            seen.forEach(event -> text.append("- ").append(advice(event, engine.settings())).append('\n'));
        }
        return text.toString();
    }

    private static void events(final LatencyMonitor monitor, final StringBuilder text, final Set<LatencyEvent> seen) {
        if (!monitor.isEnabled()) {
            text.append("Sampling is off. CONFIG SET latency-monitor-threshold <milliseconds> turns it on:"
                    + " what takes at least so long is then kept by event.\n");
        }
        if (monitor.size() == 0) {
            text.append("No event has samples.\n");
            return;
        }
        text.append("Events with samples:\n");
        monitor.forEach((event, samples) -> {
            seen.add(event);
            event(event, samples, text);
        });
    }

    private static void event(final LatencyEvent event, final EventSamples samples, final StringBuilder text) {
        final List<EventSamples.Sample> all = samples.samples();
        final double mean = all.stream().mapToLong(EventSamples.Sample::millis).average().orElse(0);
        final double deviation = all.stream().mapToDouble(sample -> Math.abs(sample.millis() - mean)).average()
                .orElse(0);
        text.append("- ").append(event.eventName()).append(": in ").append(all.size()).append(" seconds, ")
                .append(Math.round(mean)).append(" ms on average, +- ").append(Math.round(deviation))
                .append(" ms; the longest ").append(samples.longestMillis()).append(" ms");
        if (all.size() > 1) {
            final long span = all.getLast().unixSeconds() - all.getFirst().unixSeconds();
            text.append("; about every ").append(Math.round((double) span / (all.size() - 1))).append(" s");
        }
        text.append('\n');
    }

    private static void pauses(final List<LongestPauses.Pause> longest, final StringBuilder text,
            final Set<LatencyEvent> seen) {
        if (longest.isEmpty()) {
            return;
        }
        text.append("\nWhat kept the engine's thread longest, one step each (INFO latency has more of them):\n");
        for (final LongestPauses.Pause pause : longest.subList(0, Math.min(PAUSES_SHOWN, longest.size()))) {
            if (pause.elapsedNs() >= WORTH_ADVICE_NS) {
                seen.add(pause.event());
            }
            Durations.appendMillis(text.append("- "), pause.elapsedNs()).append(" ms: ")
                    .append(pause.event().eventName());
            if (!pause.command().isEmpty()) {
                text.append(' ').append(pause.command().replace('|', ' '));
            }
            text.append('\n');
        }
    }

    private static String advice(final LatencyEvent event, final Settings settings) {
        return switch (event) {
            case COMMAND -> settings.slowlogLogSlowerThan.value() < 0
                    ? "command: the slow log is off. CONFIG SET slowlog-log-slower-than <microseconds> shows which"
                            + " commands are slow, and with which arguments."
                    : "command: SLOWLOG GET shows which commands were slow, and with which arguments. KEYS, and commands"
                            + " with very many keys or very long values, are best split; SCAN takes the place of KEYS.";
            case FAST_COMMAND ->
                "fast-command: commands that touch little data rarely take long by themselves. Look for values of"
                        + " many MiB, too little processor time for the process (compare INFO cpu with the machine's load),"
                        + " swapping, and the JVM's collections (-Xlog:gc).";
            case EXPIRE_CYCLE ->
                "expire-cycle: keys with large values expired. Give keys that are set together expiry times that differ"
                        + " a little.";
            case EVICTION_CYCLE ->
                "eviction-cycle: a large value was written while memory was full, so that much had to go, or maxmemory was"
                        + " lowered. A smaller maxmemory-eviction-tenacity shortens the slices between commands.";
            case EVICTION_DEL ->
                "eviction-del: one key took long to go, which is most likely waiting for memory that was swapped out.";
            case RESIZE_STEP ->
                "resize-step: a key table is moved in small steps, so a long one means that memory was slow to come:"
                        + " look for swapping and for a machine without free memory; arena-huge-pages no helps.";
            case FREE_STEP ->
                "free-step: a flushed database is freed in small steps, so a long one means large values, or memory that"
                        + " was swapped out.";
            case ACTIVE_DEFRAG_CYCLE ->
                "active-defrag-cycle: data are moved together in slices of 50 microseconds, so a long one means that memory"
                        + " was slow to come, or an active-defrag-max-scan-fields that is too high.";
            case DECOMMIT_STEP ->
                "decommit-step: giving memory back took the system long. It happens after much was deleted or overwritten"
                        + " with values of other sizes.";
            case CLIENTS_CRON ->
                "clients-cron: looking after clients takes time in proportion to their number: pool connections, and"
                        + " close idle ones with timeout.";
            case METRICS_SCRAPE ->
                "metrics-scrape: gathering the figures for Prometheus takes some hundred microseconds. A long one was"
                        + " interrupted: look for too little processor time, swapping, and the JVM's collections (-Xlog:gc).";
            case LOADING_SLICE ->
                "loading-slice: the log was replayed at start; nothing is served meanwhile. A log of many overwritten"
                        + " keys takes longest.";
            case AOF_FSYNC_ALWAYS ->
                "aof-fsync-always: writers waited for the disk, as appendfsync always asks; readers did not. A faster disk"
                        + " helps, as do more writes at once, which share a force; appendfsync everysec does not wait.";
        };
    }
}

package io.ringhold.engine.latency;

import java.util.List;

/**
 * Draws samples with characters, as LATENCY GRAPH does: a column for each, its height between the least and the greatest, and below it
 * upright how long ago it was.
 *
 * <pre>
 *    #
 *   _|      rows of three steps each: _ o #, and | below
 *  o||
 * _|||
 *
 * 4321
 * ssss
 * </pre>
 */
public final class LatencyGraph {
    private static final int ROWS = 4;
    private static final int COLUMNS = 80;
    private static final String STEPS = "_o#";
    private static final char BELOW = '|';

    private LatencyGraph() {}

    /** The graph of an event, in lines that end with a newline; what does not fit beside each other stands below. */
    public static String draw(final String event, final EventSamples kept, final long nowSeconds) {
        final List<EventSamples.Sample> samples = kept.samples();
        final long least = samples.stream().mapToLong(EventSamples.Sample::millis).min().orElse(0);
        final long greatest = samples.stream().mapToLong(EventSamples.Sample::millis).max().orElse(0);
        final StringBuilder text = new StringBuilder();
        text.append(event).append(" - high ").append(greatest).append(" ms, low ").append(least)
                .append(" ms (all time high ").append(kept.longestMillis()).append(" ms)\n");
        text.repeat('-', COLUMNS).append('\n');
        for (int from = 0; from < samples.size(); from += COLUMNS) {
            if (from != 0) {
                text.append('\n');
            }
            final List<EventSamples.Sample> part = samples.subList(from, Math.min(samples.size(), from + COLUMNS));
            final int[] steps = part.stream().mapToInt(sample -> step(sample.millis(), least, greatest)).toArray();
            columns(text, steps);
            labels(text, part.stream().map(sample -> age(nowSeconds - sample.unixSeconds())).toList());
        }
        return text.toString();
    }

    private static int step(final long value, final long least, final long greatest) {
        final int steps = ROWS * STEPS.length();
        return greatest == least ? 0 : (int) Math.min(steps - 1, (value - least) * steps / (greatest - least));
    }

    private static void columns(final StringBuilder text, final int[] steps) {
        for (int row = ROWS - 1; row >= 0; row--) {
            for (final int step : steps) {
                final int top = step / STEPS.length();
                if (row > top) {
                    text.append(' ');
                } else {
                    text.append(row == top ? STEPS.charAt(step % STEPS.length()) : BELOW);
                }
            }
            text.append('\n');
        }
    }

    private static void labels(final StringBuilder text, final List<String> labels) {
        text.repeat(' ', labels.size()).append('\n');
        final int height = labels.stream().mapToInt(String::length).max().orElse(0);
        for (int row = 0; row < height; row++) {
            for (final String label : labels) {
                text.append(row < label.length() ? label.charAt(row) : ' ');
            }
            text.append('\n');
        }
    }

    private static String age(final long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}

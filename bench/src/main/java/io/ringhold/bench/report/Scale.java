package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * An axis: where a value lies and where the lines of the grid are. Made by the factories below, of the values that are to be shown.
 *
 * @param place
 *            from a value to 0 (start) to 1 (end).
 * @param ticks
 *            values with a line and their text, rising.
 */
record Scale(DoubleUnaryOperator place, List<Tick> ticks) {
    /**
     * A line of the grid.
     *
     * @param value
     *            where.
     * @param label
     *            its text.
     */
    record Tick(double value, String label) {}

    private static final double LOWEST_PERCENTILE = 50;
    private static final double HIGHEST_PERCENTILE = 99.999;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 99.999};
    private static final double[] STEPS = {1, 2, 5};
    private static final int DECADES_WITH_STEPS = 3;
    private static final double ALMOST = 1e-9;

    /** Percentiles from 50 to 99.999, each further nine as wide as the one before. */
    static Scale percentiles() {
        final double low = nines(LOWEST_PERCENTILE);
        final double high = nines(HIGHEST_PERCENTILE);
        final List<Tick> ticks = new ArrayList<>();
        for (final double percentile : PERCENTILES) {
            ticks.add(new Tick(percentile, plain(percentile) + "%"));
        }
        return new Scale(percentile -> (nines(percentile) - low) / (high - low), List.copyOf(ticks));
    }

    /** How many nines a percentile has: 2 for 99, 3 for 99.9. */
    static double nines(final double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    /** The percentile with so many nines. */
    static double percentile(final double nines) {
        return 100 * (1 - Math.pow(10, -nines));
    }

    /** From the power of ten, or 2 or 5 times it, that is not above the lowest to that which is not below the highest; both positive. */
    static Scale logarithmic(final double lowest, final double highest, final DoubleFunction<String> label) {
        final List<Double> bounds = new ArrayList<>();
        final int last = (int) Math.ceil(Math.log10(highest)) + 1;
        for (int exponent = (int) Math.floor(Math.log10(lowest)); exponent <= last; exponent++) {
            for (final double step : STEPS) {
                bounds.add(step * Math.pow(10, exponent));
            }
        }
        while (bounds.size() > 2 && bounds.get(1) <= lowest * (1 + ALMOST)) {
            bounds.removeFirst();
        }
        while (bounds.size() > 2 && bounds.get(bounds.size() - 2) >= highest * (1 - ALMOST)) {
            bounds.removeLast();
        }
        final double low = Math.log10(bounds.getFirst());
        final double high = Math.log10(bounds.getLast());
        final boolean all = high - low <= DECADES_WITH_STEPS;
        final List<Tick> ticks = bounds.stream().filter(value -> all || isPowerOfTen(value))
                .map(value -> new Tick(value, label.apply(value)))
                .toList();
        return new Scale(value -> (Math.log10(value) - low) / (high - low), ticks);
    }

    /** From the lowest value to a round number not below the highest, with about so many lines. */
    static Scale linear(final double lowest, final double highest, final int lines,
            final DoubleFunction<String> label) {
        final double span = highest > lowest ? highest - lowest : 1;
        final double step = roundStep(span / lines);
        final double low = Math.floor(lowest / step + ALMOST) * step;
        final double high = Math.max(Math.ceil(highest / step - ALMOST) * step, low + step);
        final List<Tick> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step * ALMOST; i++) {
            final double value = low + i * step;
            ticks.add(new Tick(value, label.apply(value)));
        }
        return new Scale(value -> (value - low) / (high - low), List.copyOf(ticks));
    }

    /** A number with no more digits than it needs. */
    static String plain(final double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }

    private static double roundStep(final double least) {
        final double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (final double step : STEPS) {
            if (step * power >= least * (1 - ALMOST)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static boolean isPowerOfTen(final double value) {
        final double log = Math.log10(value);
        return Math.abs(log - Math.rint(log)) < ALMOST;
    }
}

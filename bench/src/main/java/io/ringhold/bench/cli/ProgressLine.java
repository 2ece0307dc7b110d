package io.ringhold.bench.cli;

import java.io.PrintWriter;
import java.util.Locale;

import io.ringhold.bench.load.measure.ProgressListener;
import io.ringhold.bench.result.Interval;

/** A line on a terminal that is written over every second and is gone in the end. */
final class ProgressLine implements ProgressListener, AutoCloseable {
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final String title;
    private long errors;

    ProgressLine(PrintWriter err, String title) {
        this.err = err;
        this.title = title;
    }

    @Override
    public void onWarmup(double seconds) {
        if (seconds > 0) {
            show(String.format(Locale.ROOT, "warming up for %.1f s", seconds));
        }
    }

    @Override
    public void onInterval(Interval interval) {
        errors += interval.errors();
        show(String.format(Locale.ROOT, "%5.0f s  %,12.0f ops/s  p50 %s  p99 %s  errors %,d",
                interval.startSeconds() + interval.seconds(), interval.throughput(),
                micros(interval.p50()), micros(interval.p99()), errors));
    }

    private static String micros(long ns) {
        return String.format(Locale.ROOT, "%,.0f us", ns / 1e3);
    }

    private void show(String text) {
        err.print(ERASE + title + ": " + text);
        err.flush();
    }

    @Override
    public void close() {
        err.print(ERASE);
        err.flush();
    }
}

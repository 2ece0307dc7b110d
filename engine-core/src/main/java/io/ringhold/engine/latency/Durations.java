package io.ringhold.engine.latency;

/**
 * Durations as text with three digits behind the point. Not by {@link String#format}, whose first call alone would keep the engine
 * for milliseconds. Any thread.
 */
public final class Durations {
    private static final long THOUSAND = 1000;

    private Durations() {}

    /** Appends a number of nanoseconds as microseconds. */
    public static StringBuilder appendMicros(final StringBuilder text, final long nanoseconds) {
        text.append(nanoseconds / THOUSAND).append('.');
        final long rest = nanoseconds % THOUSAND;
        if (rest < 100) {
            text.append('0');
        }
        if (rest < 10) {
            text.append('0');
        }
        return text.append(rest);
    }

    /** Appends a number of nanoseconds as milliseconds, cut off behind the third digit. */
    public static StringBuilder appendMillis(final StringBuilder text, final long nanoseconds) {
        return appendMicros(text, nanoseconds / THOUSAND);
    }
}

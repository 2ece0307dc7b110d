package io.ringhold.bench.result;

/** What the records ask of their numbers. */
final class Checks {
    private Checks() {}

    static void notNegative(final long value, final String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }

    static void duration(final double seconds, final String name) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            throw new IllegalArgumentException(name + " must be a number of seconds, but is " + seconds);
        }
    }
}

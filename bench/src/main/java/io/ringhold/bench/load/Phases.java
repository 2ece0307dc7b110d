package io.ringhold.bench.load;

/**
 * When a run starts, is measured and ends, on {@link System#nanoTime}'s scale.
 *
 * @param startNs
 *            when the first command is sent or due
 * @param recordFromNs
 *            when measuring begins
 * @param stopAtNs
 *            from when on nothing is sent; {@link #NEVER} when a count of commands ends the run
 */
record Phases(long startNs, long recordFromNs, long stopAtNs) {
    /** So far ahead that it is never reached. */
    static final long NEVER = Long.MAX_VALUE / 2;

    static Phases of(LoadPlan plan, long startNs) {
        long recordFromNs = startNs + plan.warmup().toNanos();
        return new Phases(startNs, recordFromNs,
                plan.count() > 0 ? startNs + NEVER : recordFromNs + plan.duration().toNanos());
    }

    /** Whether the run ends at a time, and not with the last of so many commands. */
    boolean hasEnd() {
        return stopAtNs - startNs != NEVER;
    }

    /** Whether what was sent or due then belongs to the result. */
    boolean isMeasured(long timeNs) {
        return timeNs - recordFromNs >= 0 && timeNs - stopAtNs < 0;
    }

    /** Whether nothing is sent any more. */
    boolean isOver(long nowNs) {
        return nowNs - stopAtNs >= 0;
    }
}

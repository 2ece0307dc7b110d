package io.ringhold.bench.load;

/**
 * When the commands of one thread are due in the open loop: command k at {@code start + offset + k * period}, computed from k, so that
 * rounding does not add up. Without a bound, or with a number of commands that are still to be due once measuring has begun. For one thread.
 */
final class Schedule {
    private final Phases phases;
    private final double offsetNs;
    private final double periodNs;
    private long next;
    private long nextDueNs;
    private long quota;

    /**
     * @param offsetNs
     *            when command 0 is due, after the start
     * @param periodNs
     *            the time from one command to the next
     * @param quota
     *            how many commands are measured before the schedule ends, or {@link Long#MAX_VALUE}
     */
    Schedule(Phases phases, double offsetNs, double periodNs, long quota) {
        this.phases = phases;
        this.offsetNs = offsetNs;
        this.periodNs = periodNs;
        this.quota = quota;
        nextDueNs = dueNs(0);
    }

    /** When a command is due. */
    long dueNs(long command) {
        return phases.startNs() + (long) (offsetNs + command * periodNs);
    }

    /** When the next command is due. */
    long nextDueNs() {
        return nextDueNs;
    }

    /** Whether no more commands will be due. */
    boolean isOver() {
        return quota == 0 || phases.isOver(nextDueNs);
    }

    /** Takes the next command if it is due: its number, or -1. */
    long poll(long nowNs) {
        if (nowNs - nextDueNs < 0 || isOver()) {
            return -1;
        }
        if (quota != Long.MAX_VALUE && phases.isMeasured(nextDueNs)) {
            quota--;
        }
        long command = next++;
        nextDueNs = dueNs(next);
        return command;
    }
}

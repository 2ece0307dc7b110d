package io.ringhold.engine.config.option;

/** A snapshot is due this many seconds after the last one when there were this many changes: setting {@code save}. */
public record SaveRule(long seconds, int changes) {
    @Override
    public String toString() {
        return seconds + " " + changes;
    }
}

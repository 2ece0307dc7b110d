package io.ringhold.engine.config.option;

/** How transports and engine share threads: setting {@code threading}. */
public enum Threading {
    SHARED, DEDICATED, AUTO
}

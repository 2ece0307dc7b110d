package io.ringhold.engine.config.option;

/**
 * What an agent does when it finds no work: settings {@code engine-idle-strategy} and {@code transport-idle-strategy}.
 */
public enum IdleStrategyKind {
    BUSY_SPIN, YIELD, BACKOFF, PARK
}

package io.ringhold.engine.config.option;

/** What a signal's shutdown does: settings {@code shutdown-on-sigint} and {@code shutdown-on-sigterm}. */
public enum ShutdownOption {
    SAVE, NOSAVE, NOW, FORCE
}

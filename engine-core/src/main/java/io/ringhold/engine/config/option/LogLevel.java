package io.ringhold.engine.config.option;

/** The least level that is logged: setting {@code loglevel}. */
public enum LogLevel {
    DEBUG, VERBOSE, NOTICE, WARNING, NOTHING
}

package io.ringhold.engine.config.option;

/** When the append-only file is forced to the disk: setting {@code appendfsync}. */
public enum AppendFsync {
    EVERYSEC, ALWAYS, NO
}

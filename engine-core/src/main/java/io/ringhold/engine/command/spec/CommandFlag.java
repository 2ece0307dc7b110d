package io.ringhold.engine.command.spec;

import java.util.Map;

/** Flags of a command, in the order in which COMMAND INFO shows them. */
public enum CommandFlag implements RedisNamed {
    WRITE("write"), READONLY("readonly"), DENYOOM("denyoom"), ADMIN("admin"), PUBSUB("pubsub"), NOSCRIPT(
            "noscript"), BLOCKING("blocking"), LOADING("loading"), STALE("stale"), SKIP_MONITOR(
                    "skip_monitor"), SKIP_SLOWLOG("skip_slowlog"), ASKING("asking"), FAST("fast"), NO_AUTH("no_auth"),
    /** May have an effect on replicas without the write flag. COMMAND INFO does not show it. */
    MAY_REPLICATE("may_replicate"),
    /** Takes as little time as fast ones, though not in Redis, which frees an old value at once. COMMAND INFO does not show it. */
    BRIEF("brief"),
    /** Is executed at once between MULTI and EXEC, where others are queued. COMMAND INFO does not show it. */
    IMMEDIATE("immediate"), NO_MANDATORY_KEYS("no_mandatory_keys"), NO_ASYNC_LOADING(
            "no_async_loading"), NO_MULTI("no_multi"), MOVABLEKEYS("movablekeys"), ALLOW_BUSY("allow_busy");

    static final Map<String, CommandFlag> BY_NAME = RedisNamed.byName(values());

    private final String redisName;

    CommandFlag(final String redisName) {
        this.redisName = redisName;
    }

    /** The name in COMMAND INFO and in the specification files. */
    @Override
    public String redisName() {
        return redisName;
    }

    /** True when COMMAND INFO shows the flag. */
    public boolean isShown() {
        return this != MAY_REPLICATE && this != BRIEF && this != IMMEDIATE;
    }
}

package io.ringhold.engine.command.spec;

import java.util.Map;

/** Groups of commands, as COMMAND DOCS and {@code @help} of redis-cli name them. */
public enum CommandGroup implements RedisNamed {
    GENERIC("generic"), STRING("string"), LIST("list"), SET("set"), SORTED_SET("sorted-set"), HASH("hash"), PUBSUB(
            "pubsub"), TRANSACTIONS("transactions"), CONNECTION("connection"), SERVER(
                    "server"), SCRIPTING("scripting"), HYPERLOGLOG(
                            "hyperloglog"), CLUSTER("cluster"), GEO("geo"), STREAM("stream"), BITMAP("bitmap");

    static final Map<String, CommandGroup> BY_NAME = RedisNamed.byName(values());

    private final String redisName;

    CommandGroup(final String redisName) {
        this.redisName = redisName;
    }

    /** The name in COMMAND DOCS and in the specification files. */
    @Override
    public String redisName() {
        return redisName;
    }
}

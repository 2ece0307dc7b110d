package io.ringhold.engine.command.spec;

import java.util.Locale;
import java.util.Map;

/** ACL categories, in the order in which ACL CAT and COMMAND INFO show them. */
public enum AclCategory implements RedisNamed {
    KEYSPACE, READ, WRITE, SET, SORTEDSET, LIST, HASH, STRING, BITMAP, HYPERLOGLOG, GEO, STREAM, PUBSUB, ADMIN, FAST, SLOW, BLOCKING, DANGEROUS, CONNECTION, TRANSACTION, SCRIPTING;

    static final Map<String, AclCategory> BY_NAME = RedisNamed.byName(values());

    private final String redisName = name().toLowerCase(Locale.ROOT);

    /** The name without the {@code @} that rules and COMMAND INFO put before it. */
    @Override
    public String redisName() {
        return redisName;
    }
}

package io.ringhold.engine.command;

import java.util.Locale;

/** ACL categories, in the order in which ACL CAT and COMMAND INFO show them. */
public enum AclCategory {
    KEYSPACE, READ, WRITE, SET, SORTEDSET, LIST, HASH, STRING, BITMAP, HYPERLOGLOG, GEO, STREAM, PUBSUB, ADMIN, FAST, SLOW, BLOCKING, DANGEROUS, CONNECTION, TRANSACTION, SCRIPTING;

    private final String redisName = name().toLowerCase(Locale.ROOT);

    /** The name without the {@code @} that rules and COMMAND INFO put before it. */
    public String redisName() {
        return redisName;
    }
}

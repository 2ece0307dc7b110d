package io.ringhold.engine.event;

/** What happens to keys, by the names that keyspace notifications give it. Source: Redis' documentation of keyspace notifications. */
public enum KeyEvent {
    DEL(EventClass.GENERIC, "del"), EXPIRE(EventClass.GENERIC, "expire"), PERSIST(EventClass.GENERIC,
            "persist"), RENAME_FROM(EventClass.GENERIC, "rename_from"), RENAME_TO(EventClass.GENERIC,
                    "rename_to"), MOVE_FROM(EventClass.GENERIC, "move_from"), MOVE_TO(EventClass.GENERIC,
                            "move_to"), COPY_TO(EventClass.GENERIC, "copy_to"), RESTORE(EventClass.GENERIC, "restore"),

    SET(EventClass.STRING, "set"), APPEND(EventClass.STRING, "append"), SETRANGE(EventClass.STRING, "setrange"), INCRBY(
            EventClass.STRING, "incrby"), INCRBYFLOAT(EventClass.STRING,
                    "incrbyfloat"), SETBIT(EventClass.STRING, "setbit"), PFADD(EventClass.STRING, "pfadd"),

    LPUSH(EventClass.LIST, "lpush"), RPUSH(EventClass.LIST, "rpush"), LPOP(EventClass.LIST, "lpop"), RPOP(
            EventClass.LIST, "rpop"), LINSERT(EventClass.LIST, "linsert"), LSET(EventClass.LIST, "lset"), LREM(
                    EventClass.LIST, "lrem"), LTRIM(EventClass.LIST, "ltrim"), SORTSTORE(EventClass.LIST, "sortstore"),

    SADD(EventClass.SET, "sadd"), SREM(EventClass.SET, "srem"), SPOP(EventClass.SET, "spop"), SINTERSTORE(
            EventClass.SET,
            "sinterstore"), SUNIONSTORE(EventClass.SET, "sunionstore"), SDIFFSTORE(EventClass.SET, "sdiffstore"),

    HSET(EventClass.HASH, "hset"), HINCRBY(EventClass.HASH, "hincrby"), HINCRBYFLOAT(EventClass.HASH,
            "hincrbyfloat"), HDEL(EventClass.HASH, "hdel"), HEXPIRE(EventClass.HASH,
                    "hexpire"), HPERSIST(EventClass.HASH, "hpersist"), HEXPIRED(EventClass.HASH, "hexpired"),

    ZADD(EventClass.SORTED_SET, "zadd"), ZINCR(EventClass.SORTED_SET, "zincr"), ZREM(EventClass.SORTED_SET,
            "zrem"), ZREMRANGEBYRANK(EventClass.SORTED_SET, "zremrangebyrank"), ZREMRANGEBYSCORE(EventClass.SORTED_SET,
                    "zremrangebyscore"), ZREMRANGEBYLEX(EventClass.SORTED_SET, "zremrangebylex"), ZPOPMIN(
                            EventClass.SORTED_SET,
                            "zpopmin"), ZPOPMAX(EventClass.SORTED_SET, "zpopmax"), ZUNIONSTORE(EventClass.SORTED_SET,
                                    "zunionstore"), ZINTERSTORE(EventClass.SORTED_SET, "zinterstore"), ZDIFFSTORE(
                                            EventClass.SORTED_SET, "zdiffstore"), ZRANGESTORE(EventClass.SORTED_SET,
                                                    "zrangestore"), GEORADIUSSTORE(EventClass.SORTED_SET,
                                                            "georadiusstore"), GEOSEARCHSTORE(EventClass.SORTED_SET,
                                                                    "geosearchstore"),

    XADD(EventClass.STREAM, "xadd"), XTRIM(EventClass.STREAM, "xtrim"), XDEL(EventClass.STREAM, "xdel"), XSETID(
            EventClass.STREAM,
            "xsetid"), XGROUP_CREATE(EventClass.STREAM, "xgroup-create"), XGROUP_SETID(EventClass.STREAM,
                    "xgroup-setid"), XGROUP_DESTROY(EventClass.STREAM, "xgroup-destroy"), XGROUP_CREATECONSUMER(
                            EventClass.STREAM,
                            "xgroup-createconsumer"), XGROUP_DELCONSUMER(EventClass.STREAM, "xgroup-delconsumer"),

    EXPIRED(EventClass.EXPIRED, "expired"), EVICTED(EventClass.EVICTED, "evicted"), KEYMISS(EventClass.KEY_MISS,
            "keymiss"), NEW(EventClass.NEW_KEY, "new");

    private final EventClass eventClass;
    private final String redisName;

    KeyEvent(final EventClass eventClass, final String redisName) {
        this.eventClass = eventClass;
        this.redisName = redisName;
    }

    public EventClass eventClass() {
        return eventClass;
    }

    /** The name in notifications. */
    public String redisName() {
        return redisName;
    }
}

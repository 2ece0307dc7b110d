package io.ringhold.wal.base;

/** The words of commands that are not data. */
enum Word {
    SELECT, SET, RPUSH, SADD, ZADD, HSET, PEXPIREAT, HPEXPIREAT, FIELDS, XADD, XTRIM, MAXLEN, XSETID, ENTRIESADDED, MAXDELETEDID, XGROUP, CREATE, MKSTREAM, ENTRIESREAD, CREATECONSUMER, XCLAIM, TIME, RETRYCOUNT, JUSTID, FORCE,
    /** Field of an entry that is removed again at once. */
    X,
    /** Its value. */
    Y
}

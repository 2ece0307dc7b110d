/**
 * Bases of the log that consist of commands ({@code aof-use-rdb-preamble no}), written from a view of the arena, which may be that of a cut.
 *
 * <pre>
 *   #TS:1700000000                                        with aof-timestamp-enabled
 *   SELECT number                                         each database that has keys
 *     SET key value                                       each key
 *     | RPUSH key element ...                             at most 64 elements a command, fewer when they are large
 *     | SADD key member ...
 *     | ZADD key score member ...
 *     | HSET key field value ...  [HPEXPIREAT key ms FIELDS 1 field ...]
 *     | XADD ...                                          see {@link io.ringhold.wal.base.StreamCommands}
 *     [PEXPIREAT key ms]
 * </pre>
 *
 * The commands are those of Redis 7.0, HPEXPIREAT excepted, which is there only when fields expire. What commands cannot say is not in the file: when keys
 * were used, when consumers were seen and active, and that a 0 among the scores of a small sorted set has a minus.
 *
 * <p>
 * {@link io.ringhold.wal.base.CommandBaseWriter} is the way in. {@link io.ringhold.wal.base.CommandOutput} makes commands,
 * {@link io.ringhold.wal.base.ElementBatch} divides collections into them. All run on the thread that writes.
 */
package io.ringhold.wal.base;

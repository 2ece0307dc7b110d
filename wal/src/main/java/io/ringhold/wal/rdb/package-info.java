/**
 * RDB files and the payloads of DUMP: the format, and how both are written from a view of the arena, which may be that of a cut.
 *
 * <pre>
 *   engine thread, at a cut:  RdbImage.of(keyspace)     where the key tables are, what access bits mean: no key is touched
 *                                    |
 *   writing thread:           RdbWriter.writeSome       step by step: header, databases, keys, end
 *                                    |  KeyTableWalker, EntryReader
 *                             RdbValueWriter            type and value:  HashWriter, StreamWriter, readers of the structures
 *                                    |  MemoryView      the only way to the arena; what it shows is gone at the next look
 *                             RdbOutput                 lengths, strings (integers, LZF), buffer, Crc64
 *                                    |
 *                             RdbTarget                 FileTarget, MemoryTarget (DumpWriter), a replica's socket ...
 *
 *   file:
 *
 *   "REDIS0010"
 *   AUX redis-ver, redis-bits, ctime, used-mem, [repl-stream-db, repl-id, repl-offset], aof-base
 *   FUNCTION2 library                                   one for each
 *   SELECTDB number, RESIZEDB keys expiring             of each database that has keys
 *     [EXPIRETIME_MS time] [IDLE seconds | FREQ counter] type key value
 *     ...
 *   EOF, checksum
 * </pre>
 *
 * {@link io.ringhold.wal.rdb.RdbFormat} shows the bytes. Which type a value gets in which version stands at
 * {@link io.ringhold.wal.rdb.RdbValueWriter}.
 */
package io.ringhold.wal.rdb;

/**
 * Reads RDB files and the payloads of DUMP of any version of Redis up to 7.4 into a keyspace. Files are mapped; keys and values go from the
 * mapping straight into blocks of the arena:
 *
 * <pre>
 *   file (mapped)  REDIS0011 | AUX .. | SELECTDB 0 | RESIZEDB .. | EXPIRETIME_MS .. | type key value | ... | EOF crc
 *                                                                        |
 *                       RdbInput: lengths, strings (decompressed into scratch memory), offsets for errors
 *                                                                        |
 *   RdbLoader: records -----&gt; RdbValueReader, StreamReader: values --&gt; ValueBuilder (engine): entries in the arena
 *       |                                                                                  |
 *       +---- some entries at a time into the key table, whose buckets are loaded ahead &lt;--+
 * </pre>
 *
 * Nothing in the bytes is taken on trust, whatever {@code sanitize-dump-payload} says: each length is checked before it is used, and each
 * compact value element by element before it is walked. Whatever is wrong is an {@link io.ringhold.wal.rdb.load.RdbException} that says what
 * and where, and leaves nothing of the value in memory.
 *
 * <p>
 * Tools go through a file with {@link io.ringhold.wal.rdb.load.RdbWalker}, which shows each value and frees it.
 */
package io.ringhold.wal.rdb.load;

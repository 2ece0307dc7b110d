/**
 * The key table: where the keys of a database are, off-heap.
 *
 * <pre>
 *   KeyTable ---- current, next ----> BucketArray ---- slots ----> entries (key, expiry, access bits, value or reference)
 *                                        |                           read and written through Entries
 *                                        +-- ExpiryIndex: in which buckets something has expired
 * </pre>
 *
 * {@link io.ringhold.offheap.keys.BucketDescriptor} and {@link io.ringhold.offheap.keys.EntryDescriptor} show the layouts. All of it
 * belongs to the one thread that owns the arena.
 */
package io.ringhold.offheap.keys;

/**
 * The arena: one reserved range of addresses, its allocator, its exact accounting and the hook of the write barrier
 * (package {@code cow}).
 * One thread owns an arena and alone may change it; others may read its accounting, and the bytes of blocks that were
 * handed to them. References are offsets from the base, so that the range can lie at another address tomorrow.
 *
 * <pre>
 *  offset 0        64 KiB               first data page                            top              end of the range
 *  +---------------+--------------------+------+-----------+-----+------+---------+-- - - - - - - - - - - - - -+
 *  | header:       | one descriptor of  | span | span      | free| large| span    |  never used, or given      |
 *  | accounting,   | 64 bytes for each  | of 24| of 3072   | run | block| of 24   |  back to the system        |
 *  | bins, slots   | page of the range  | KEYS | STRINGS   |dirty|      | KEYS    |                            |
 *  +---------------+--------------------+------+-----------+-----+------+---------+-- - - - - - - - - - - - - -+
 *     |      |            ^      ^
 *     |      |            |      |            Arena      what callers use: allocate, free, stores, loads
 *     |      +--bins------+      |            Spans      blocks of one size class and one tag, within spans
 *     +--slots (class x tag)-----+            PageRuns   runs of 64 KiB pages: best fit, coalescing, decommit
 * </pre>
 */
package io.ringhold.offheap.arena;

/**
 * How what belongs to a stream is found: maps from 128-bit ids to values, {@link io.ringhold.offheap.stream.index.IdMap}, and tables of
 * named blocks, {@link io.ringhold.offheap.stream.index.NameTable}. Both know nothing of entries, groups or consumers.
 */
package io.ringhold.offheap.stream.index;

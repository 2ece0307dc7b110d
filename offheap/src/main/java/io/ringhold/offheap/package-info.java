/**
 * The memory of Ringhold: one arena of off-heap memory, its allocator, the key table and the data structures that live
 * in it. References are offsets from the arena's base, never addresses, and every store passes the arena, so that
 * nothing here depends on the Java heap.
 */
package io.ringhold.offheap;

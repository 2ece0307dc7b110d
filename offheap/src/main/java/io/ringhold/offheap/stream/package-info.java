/**
 * Streams: entries in listpacks of Redis' node layout, in the order of their 128-bit ids. Every structure is a few blocks of the arena,
 * named by the offset of its root; each class here is one object for all structures of an arena.
 */
package io.ringhold.offheap.stream;

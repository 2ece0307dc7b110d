/**
 * Intsets: small sets of integers in one sorted block, in the format of Redis. {@link io.ringhold.offheap.intset.IntsetDescriptor}
 * shows the layout.
 */
package io.ringhold.offheap.intset;

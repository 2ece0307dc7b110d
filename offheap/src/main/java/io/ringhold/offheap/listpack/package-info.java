/**
 * Listpacks: short sequences of strings and integers in one block, in the byte format of Redis, so that dump files can move them as they
 * are. {@link io.ringhold.offheap.listpack.ListpackDescriptor} shows the layout. Lists, hashes, sets, sorted sets and streams keep their
 * small values, or parts of large ones, in listpacks.
 */
package io.ringhold.offheap.listpack;

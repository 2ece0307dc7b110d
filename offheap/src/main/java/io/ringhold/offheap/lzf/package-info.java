/**
 * LZF: fast compression of short data, in the stream format of RDB files, DUMP and compressed list nodes.
 * {@link io.ringhold.offheap.lzf.LzfDescriptor} shows the format.
 */
package io.ringhold.offheap.lzf;

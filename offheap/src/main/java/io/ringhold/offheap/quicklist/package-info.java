/**
 * Long lists: a chain of listpacks, each of a few KiB, so that both ends and the neighbourhood of any element change cheaply and the memory
 * beyond the elements is a fraction of a byte each.
 *
 * <pre>
 *   root: head, tail, counts
 *           |      \__________________________
 *           v                                  v
 *         node  &lt;---&gt;  node  &lt;---&gt;  ...  &lt;---&gt;  node
 *           |            |                      |
 *        listpack     listpack               listpack
 * </pre>
 *
 * Listpacks far from both ends may be compressed ({@link io.ringhold.offheap.lzf}).
 */
package io.ringhold.offheap.quicklist;

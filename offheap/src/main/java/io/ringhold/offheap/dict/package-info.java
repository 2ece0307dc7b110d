/**
 * The hash table of large sets, hashes and sorted sets: linear hashing (Witold Litwin, "Linear Hashing: A New Tool for File and Table
 * Addressing", VLDB 1980) over small segments, each of them an ordered hash table (O. Amble, D. E. Knuth, "Ordered hash tables", The Computer
 * Journal 17, 1974) of 8-byte slots. {@link io.ringhold.offheap.dict.DictDescriptor} shows the layout.
 *
 * <pre>
 *   root: size, segments, directory
 *                             |
 *          chunks of words:  [0][1][2][3] ...        the reversed high bits of the hash choose a word
 *                             |     |
 *                          segment  segment          the next bits the bucket of a cache line
 *                             |
 *                          element                   member and tail
 * </pre>
 *
 * Why so: a table that doubles, or grows from left to right into a second one, keeps room for nothing and needs two of them while it moves.
 * Here an insert splits at most one segment of a few hundred elements, so that each step is short and the peak is one segment above the rest,
 * and each segment has a capacity of its own in the fine steps of the allocator: between 75% and 90% of the slots are in use. Tag bytes are not
 * needed, because the slot's 25 hash bits begin at the segment's own level: however large the table, an element is looked at in vain
 * about once in a thousand searches. And since a segment holds a range of hashes in their order, a scan's cursor is simply the
 * hash up to which all has been visited: what splits or joins in between does not touch it.
 */
package io.ringhold.offheap.dict;

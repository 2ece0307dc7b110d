package io.ringhold.offheap.stream;

/**
 * Layout of a stream's node: a listpack, whose elements are, in this order, the master entry and the entries.
 *
 * <pre>
 *  master entry
 *  +-------+---------+------------+---------+-----+---------+---+
 *  | count | deleted | num-fields | field 1 | ... | field N | 0 |
 *  +-------+---------+------------+---------+-----+---------+---+
 *
 *  entry whose fields are those of the master entry
 *  +-------+---------+----------+---------+-----+---------+----------+
 *  | flags | ms-diff | seq-diff | value 1 | ... | value N | lp-count |
 *  +-------+---------+----------+---------+-----+---------+----------+
 *
 *  any other entry
 *  +-------+---------+----------+------------+---------+---------+-----+---------+---------+----------+
 *  | flags | ms-diff | seq-diff | num-fields | field 1 | value 1 | ... | field N | value N | lp-count |
 *  +-------+---------+----------+------------+---------+---------+-----+---------+---------+----------+
 *
 *  flags                                     count: entries that are not deleted
 *   7 6 5 4 3 2 1 0                          deleted: entries that are
 *  +-----------+-+-+                         lp-count: elements of the entry before this one;
 *  |     0     |S|D|   S: fields as in       the 0 of the master entry stands where lp-count
 *  +-----------+-+-+   master; D: deleted    would, for who reads backwards
 * </pre>
 *
 * The node's key is the id of the entry that it was made for, from which the differences are counted, as signed numbers of 64 bits.
 *
 * <p>
 * Example: node of key 1000-0, entries 1000-0 a "1" and 1002-1 b "x":
 *
 * <pre>
 *  2c 00 00 00 11 00  02 01 00 01 01 01 81 61 02 00 01
 *  02 01 00 01 00 01 01 01 04 01
 *  00 01 02 01 01 01 01 01 81 62 02 81 78 02 06 01  ff
 * </pre>
 *
 * <p>
 * Source: the description of the node's format in S. Sanfilippo, "Streams: a new general purpose data structure in Redis" (2017), and in the
 * public articles on the memory of streams that quote its diagrams.
 */
public final class StreamNodeDescriptor {
    /** Flag of an entry that is deleted. */
    public static final int DELETED_FLAG = 1;
    /** Flag of an entry that has the fields of the master entry. */
    public static final int SAME_FIELDS_FLAG = 2;
    /** Elements of any entry but its fields, values and lp-count: flags and the two differences. */
    public static final int ENTRY_ELEMENTS = 3;

    private StreamNodeDescriptor() {}
}

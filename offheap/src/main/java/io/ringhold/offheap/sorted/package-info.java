/**
 * The order of large sorted sets: an order-statistic B+-tree (R. Bayer, E. McCreight, "Organization and Maintenance of Large Ordered Indices",
 * Acta Informatica 1, 1972; leaves as in D. Comer, "The Ubiquitous B-Tree", 1979; counts of subtrees as in Knuth, TAOCP 3, 6.2.3).
 * {@link io.ringhold.offheap.sorted.SortedTreeDescriptor} shows the layout.
 *
 * <pre>
 *   root: top node, height
 *           |
 *         inner   [child, elements below, lowest score, lowest element] ...
 *         /    \
 *      leaf -- leaf     references of elements, in order
 *       |
 *     element           member and score
 * </pre>
 *
 * Why not a skip list: a leaf of 61 references takes 8.4 bytes an element when full, about 10 after inserts in any order, where the nodes of
 * a skip list with spans take 35 and more; a search reads three or four nodes that lie together, and a range is read from one leaf after
 * the other. Scores stand in the inner nodes too, so that a search looks at elements in its leaf only. Nodes that an insert may need are
 * kept in reserve, so that it either can be done wholly or changes nothing.
 */
package io.ringhold.offheap.sorted;

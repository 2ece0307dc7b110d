/**
 * Gathers figures of keys, one key at a time, in memory that does not grow with their number:
 *
 * <pre>
 *   KeyFigures (one, used again and again)
 *       |
 *   Gatherer --&gt; Counters by type, encoding, database
 *       |---&gt; PatternTree: KeyTokens take the key apart, nodes of a trie count; crowded and rare nodes are merged
 *       |---&gt; Log2Histogram, BlockSizes, TopList
 *       +---&gt; KeyLedger (only to compare): hash of each older key and its size
 * </pre>
 *
 * One thread. After warm-up a key allocates nothing on the heap unless its pattern is new or it is among the biggest.
 */
package io.ringhold.tools.memory.gather;

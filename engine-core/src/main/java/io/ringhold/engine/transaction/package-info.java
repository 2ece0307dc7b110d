/**
 * Transactions: what a session has queued between MULTI and EXEC, and the keys that sessions watch.
 *
 * <pre>
 *   Session --&gt; Transaction --+--&gt; CommandQueue: copies of the commands' bytes and frames, off-heap, in batches
 *   (null: none)              |
 *                             +--&gt; Watch --&gt; WatchedKey &lt;--&lt; WatchedKeys (index by hash) &lt;-- KeyEvents
 * </pre>
 *
 * Who does not use transactions pays for one look at the session's reference a command; who writes while nobody watches pays for nothing.
 * The commands are queued and executed by {@code io.ringhold.engine.command}. Engine thread.
 */
package io.ringhold.engine.transaction;

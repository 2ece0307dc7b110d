/**
 * Client-side caching, as <a href="https://redis.io/docs/latest/develop/reference/client-side-caching/">Redis' documentation</a> has it: the
 * server remembers what clients have read, or is told which prefixes they care for, and tells them when such a key changes.
 *
 * <pre>
 *   read by a tracking client --executed--&gt; ReadKeys     key -&gt; clients
 *                                              |
 *   KeyEvents --modified--&gt; ClientTracking ----+--&gt; Invalidations --&gt; output of the client, or of the one it redirects to
 *                                              |         ^   |
 *                           key has a prefix --+         |   +-- what is for the client whose command runs waits for its end
 *                                              v         |
 *                                          Broadcast ----+ at the end of the engine's turn, a message for each prefix
 * </pre>
 *
 * {@link io.ringhold.engine.tracking.ClientTracking} is what the rest of the engine sees. It observes keys only while it has a client to tell;
 * a client that does not track costs a test of a flag. Keys, prefixes and the sets of clients are in the arena of clients, tagged TRACKING. All of it belongs
 * to the engine thread and allocates nothing for a command that reads or writes.
 */
package io.ringhold.engine.tracking;

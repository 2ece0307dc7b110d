/**
 * Clients that wait for a key: BLPOP and its like. One that waits for another server, in MIGRATE, is kept here, too.
 *
 * <pre>
 *   command finds nothing --block--&gt; WaitingClients: key -&gt; clients in the order in which they came, deadlines
 *                                        |                                   |
 *   a command makes such a key           |                     the deadline comes, CLIENT UNBLOCK, hang-up
 *   (keyspace listener) ----ready------&gt; |                                   |
 *   after that command: the command of   v                                   v
 *   each waiting client is tried again: served                          reply to a timeout
 *                                        \-------- the rest of its batch goes on --------/
 * </pre>
 *
 * A waiting client costs memory and nothing else: nobody looks at it until one of its keys is made or its time is up.
 */
package io.ringhold.engine.blocking;

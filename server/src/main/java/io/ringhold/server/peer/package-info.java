/**
 * Connections from here to other servers, for MIGRATE.
 *
 * <pre>
 *   engine --PeerConnections.open--&gt; Link --exchange--&gt; one of a few threads: PeerConnection, with timeouts
 *      ^                                                        |           \--&gt; IdleConnections, for 10 s
 *      \------------- a task in the ring: the answer -----------/
 * </pre>
 *
 * The threads are a pool's and no agents: they wait for the network, for names to be resolved even without an end of their own choosing, and so do one
 * thing at a time. They start at first use and end when there is nothing to do.
 */
package io.ringhold.server.peer;

/**
 * Sockets: agents that read and frame requests, hand them to the engine's ring in batches, and write what the engine replies.
 *
 * <pre>
 *   Listener --accepted--> TransportAgent (1..N threads, each with a selector, an arena, a pool of read buffers)
 *                             |  Connection: read -> frame -> publish     | Session.signal()
 *                             +------------ CommandRing ----------> engine +---> service queue -> write, publish next
 * </pre>
 *
 * <p>
 * All state here belongs to one transport thread; the engine reaches it through {@code Session} and the queue of sessions to
 * serve alone.
 */
package io.ringhold.server.transport;

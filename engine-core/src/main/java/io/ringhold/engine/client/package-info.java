/**
 * Clients as the engine knows them: sessions, the registry of all, and the buffers through which replies leave.
 *
 * <pre>
 *   engine thread:    ReplyWriter --> OutputBuffer (chunks) --publish--+
 *                                                                      v  positions, no locks
 *   transport thread:                                     drain --> socket
 * </pre>
 *
 * A {@link io.ringhold.engine.client.Session} is made by the transport that accepted the connection and then belongs to the engine.
 */
package io.ringhold.engine.client;

package io.ringhold.engine.port;

/**
 * Where another server is, and as whom to talk to it: connections are kept, and who has not authenticated must not get one that somebody
 * else has.
 *
 * @param host
 *            name or address, not resolved yet.
 * @param port
 *            may be out of range, and then cannot be connected to.
 * @param identity
 *            hash of what is authenticated with; 0 when nothing is.
 */
public record PeerAddress(String host, int port, long identity) {}

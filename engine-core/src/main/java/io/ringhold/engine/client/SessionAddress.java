package io.ringhold.engine.client;

/**
 * Where a connection comes from, as CLIENT LIST shows it.
 *
 * @param peer
 *            "ip:port" of the client ("[ip]:port" for IPv6), "path:0" for a unix socket.
 * @param local
 *            the same of the server's end.
 * @param descriptor
 *            a number that stands for the socket; file descriptors are not visible here, so the transport counts.
 * @param unixSocket
 *            true for a unix domain socket.
 */
public record SessionAddress(String peer, String local, long descriptor, boolean unixSocket) {}

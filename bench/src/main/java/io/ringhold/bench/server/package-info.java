/**
 * The server under load, as a client meets it: how one connects to it ({@link io.ringhold.bench.server.Endpoint}), what it says of itself
 * ({@link io.ringhold.bench.server.ServerProbe}), and where its replies end ({@link io.ringhold.bench.server.ReplyScanner}). What goes wrong with it
 * is a {@link io.ringhold.bench.server.LoadException}.
 */
package io.ringhold.bench.server;

/**
 * The entry point of the server, and the run that trains its ahead-of-time cache. The rest is in the packages below: {@code boot} (from a command line to a running
 * server, and to its end), {@code transport} (sockets), {@code agent} (threads), {@code metrics} (the endpoint for Prometheus) and {@code log}.
 */
package io.ringhold.server;

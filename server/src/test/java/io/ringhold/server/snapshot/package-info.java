/**
 * Dump files, rewriting of the log, and starting from them, at the level of whole servers: under load, beside redis-server, with faults, and
 * killed in the middle.
 */
package io.ringhold.server.snapshot;

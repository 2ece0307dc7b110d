/**
 * A server that is killed while clients write, restarted, and asked for all that it had acknowledged.
 */
package io.ringhold.server.crash;

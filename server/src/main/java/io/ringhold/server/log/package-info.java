/** The server's log: lines in redis-server's format on standard output or in a file. */
package io.ringhold.server.log;

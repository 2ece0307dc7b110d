/**
 * Commands about the connection itself: authentication and the protocol's version, what CLIENT shows and changes of this and
 * other connections, PING and its kin. They touch no data. Engine thread.
 */
package io.ringhold.engine.commands.connection;

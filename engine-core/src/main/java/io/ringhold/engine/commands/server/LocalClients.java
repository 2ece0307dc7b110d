package io.ringhold.engine.commands.server;

import io.ringhold.engine.client.SessionAddress;

/** Tells clients of this machine from others, for commands that only those may use. */
final class LocalClients {
    private LocalClients() {}

    /** True for a unix socket and for the loopback addresses. */
    static boolean isLocal(final SessionAddress address) {
        return address.unixSocket() || address.peer().startsWith("127.") || address.peer().startsWith("[::1]:");
    }
}

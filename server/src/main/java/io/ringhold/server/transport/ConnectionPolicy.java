package io.ringhold.server.transport;

/** The settings that a transport looks at for each new connection. Any thread; a change may be seen a little later. */
public interface ConnectionPolicy {
    /** Most clients at a time: {@code maxclients}. */
    int maxClients();

    /** True when only loopback addresses and unix sockets may connect: {@code protected-mode} without a password. */
    boolean deniesRemote();

    /** Seconds after which a silent peer is asked whether it is still there, 0 for never: {@code tcp-keepalive}. */
    int keepAliveSeconds();
}

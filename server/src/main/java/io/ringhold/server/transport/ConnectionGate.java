package io.ringhold.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Decides who may connect, and counts who is connected. Any thread. */
public final class ConnectionGate {
    private static final String TOO_MANY = "-ERR max number of clients reached\r\n";
    private static final String DENIED = "-DENIED Redis is running in protected mode because protected mode is enabled and no "
            + "password is set for the default user. In this mode connections are only accepted from the loopback interface. "
            + "If you want to connect from external computers to Redis you may adopt one of the following solutions: "
            + "1) Just disable protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface "
            + "by connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly "
            + "accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. "
            + "2) Alternatively you can just disable the protected mode by editing the Redis configuration file, and setting "
            + "the protected mode option to 'no', and then restarting the server. "
            + "3) If you started the server manually just for testing, restart it with the '--protected-mode no' option. "
            + "4) Setup a an authentication password for the default user. "
            + "NOTE: You only need to do one of the above things in order for the server to start accepting connections from "
            + "the outside.\r\n";

    private final ConnectionPolicy policy;
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicLong rejected = new AtomicLong();

    public ConnectionGate(final ConnectionPolicy policy) {
        this.policy = policy;
    }

    /** Connections that are open. */
    public int clients() {
        return clients.get();
    }

    /** Connections that were turned away because there were too many, or by protected mode. */
    public long rejected() {
        return rejected.get();
    }

    ConnectionPolicy policy() {
        return policy;
    }

    /**
     * Lets a connection in and counts it, or tells it why not.
     *
     * @return false when it was turned away; the caller closes it.
     */
    boolean enter(final SocketChannel channel) throws IOException {
        if (clients.incrementAndGet() > policy.maxClients()) {
            turnAway(channel, TOO_MANY);
            return false;
        }
        if (policy.deniesRemote() && isRemote(channel.getRemoteAddress())) {
            turnAway(channel, DENIED);
            return false;
        }
        return true;
    }

    void leave() {
        clients.decrementAndGet();
    }

    private void turnAway(final SocketChannel channel, final String reason) throws IOException {
        rejected.incrementAndGet();
        leave();
        channel.write(ByteBuffer.wrap(reason.getBytes(StandardCharsets.US_ASCII)));
    }

    private static boolean isRemote(final SocketAddress peer) {
        return peer instanceof final InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
    }
}

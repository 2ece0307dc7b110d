package io.ringhold.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * A server and how to introduce oneself to it.
 *
 * @param user
 *            the user's name, or null for the default user
 * @param password
 *            the password, or null when there is none
 * @param resp
 *            the protocol's version, 2 or 3
 */
public record Endpoint(String host, int port, String user, String password, int resp) {
    /** What errors begin with that turn a client away: no password, protected mode, {@code maxclients}. */
    private static final List<String> REFUSALS = List.of("NOAUTH", "DENIED", "ERR max number of clients");
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    /** So long a reply to a command other than the load's may take. */
    private static final Duration REPLY_PATIENCE = Duration.ofSeconds(10);

    /** Opens a connection, ready for commands and in blocking mode. */
    @SuppressWarnings("resource")
    public SocketChannel connect() throws LoadException {
        SocketChannel channel = null;
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new LoadException("cannot find the host " + host);
            }
            channel = SocketChannel.open();
            channel.socket().connect(address, (int) CONNECT_PATIENCE.toMillis());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().setSoTimeout((int) REPLY_PATIENCE.toMillis());
            introduce(new ControlClient(channel));
            return channel;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new LoadException("cannot reach a server at " + this + ": " + e.getMessage(), e);
        } catch (LoadException e) {
            closeQuietly(channel, e);
            throw e;
        }
    }

    private void introduce(ControlClient client) throws IOException, LoadException {
        try {
            String userName = user == null ? "default" : user;
            if (resp == 3 && password != null) {
                client.call("HELLO", "3", "AUTH", userName, password);
            } else if (resp == 3) {
                client.call("HELLO", "3");
            } else if (password != null && user != null) {
                client.call("AUTH", userName, password);
            } else if (password != null) {
                client.call("AUTH", password);
            } else {
                ping(client);
            }
        } catch (ControlClient.ErrorReply e) {
            throw new LoadException(this + " refuses the connection: " + e.getMessage(), e);
        }
    }

    /** Shows whether the server lets clients in that say nothing of themselves. Whether it lets them PING is another matter. */
    private static void ping(ControlClient client) throws IOException, ControlClient.ErrorReply {
        try {
            client.call("PING");
        } catch (ControlClient.ErrorReply e) {
            if (REFUSALS.stream().anyMatch(e.getMessage()::startsWith)) {
                throw e;
            }
        }
    }

    private static void closeQuietly(SocketChannel channel, Exception cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

package io.ringhold.server.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opens listening sockets: TCP on the addresses of the setting {@code bind}, and a unix socket. Cold path. */
public final class Endpoints {
    private Endpoints() {}

    /**
     * Binds to each address: names, numbers, {@code *} for all of IPv4 or {@code ::*} for all of IPv6. One that begins with a minus may be
     * one that the machine does not have.
     *
     * <p>
     * All of IPv4 and all of IPv6 together are one socket. Others of IPv6 do not take connections of IPv4, so that both can be given in any form.
     *
     * @return the sockets; none when there are no addresses.
     * @throws IOException
     *             when an address cannot be bound, in redis-server's words.
     */
    public static List<ServerSocketChannel> tcp(final List<String> addresses, final int port, final int backlog)
            throws IOException {
        final List<ServerSocketChannel> sockets = new ArrayList<>();
        try {
            final boolean all = addresses.contains("*") && (addresses.contains("::*") || addresses.contains("-::*"));
            if (all) {
                sockets.add(open("*", new InetSocketAddress(port), ServerSocketChannel.open(), backlog));
            }
            for (final String address : addresses) {
                if (all && address.endsWith("*")) {
                    continue;
                }
                final boolean optional = address.startsWith("-");
                final ServerSocketChannel socket = tcp(optional ? address.substring(1) : address, optional, port,
                        backlog);
                if (socket != null) {
                    sockets.add(socket);
                }
            }
        } catch (final IOException e) {
            for (final ServerSocketChannel socket : sockets) {
                socket.close();
            }
            throw e;
        }
        return sockets;
    }

    private static ServerSocketChannel tcp(final String host, final boolean optional, final int port, final int backlog)
            throws IOException {
        try {
            final InetAddress address = resolve(host);
            final ProtocolFamily family = address.getAddress().length == 4
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6;
            final ServerSocketChannel socket = ServerSocketChannel.open(family);
            if (family == StandardProtocolFamily.INET6) {
                NativeSockets.onlyIpv6(NativeSockets.descriptor(socket));
            }
            return open(host, new InetSocketAddress(address, port), socket, backlog);
        } catch (final UnknownHostException e) {
            throw new IOException(failed(host, port, "Name or service not known"), e);
        } catch (final UnsupportedOperationException e) {
            if (optional) {
                return null;
            }
            throw new IOException(failed(host, port, "the system has no such addresses"), e);
        } catch (final IOException e) {
            if (optional && !e.getMessage().contains("in use")) {
                return null;
            }
            throw e;
        }
    }

    private static ServerSocketChannel open(final String host, final InetSocketAddress address,
            final ServerSocketChannel socket, final int backlog) throws IOException {
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address, backlog);
            socket.configureBlocking(false);
            return socket;
        } catch (final IOException e) {
            socket.close();
            throw new IOException(failed(host, address.getPort(), "bind: " + e.getMessage()), e);
        }
    }

    private static InetAddress resolve(final String host) throws UnknownHostException {
        return switch (host) {
            case "*" -> InetAddress.getByName("0.0.0.0");
            case "::*" -> InetAddress.getByName("::");
            default -> InetAddress.getByName(host);
        };
    }

    private static String failed(final String host, final int port, final String reason) {
        return "Could not create server TCP listening socket " + host + ":" + port + ": " + reason;
    }

    /**
     * Listens at a path; a file that is there already is removed.
     *
     * @param permissions
     *            of the file, as for chmod; 0 leaves what the process' mask makes of it.
     * @throws IOException
     *             when the path cannot be bound, in redis-server's words.
     */
    public static ServerSocketChannel unix(final Path path, final int permissions, final int backlog)
            throws IOException {
        Files.deleteIfExists(path);
        final ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(path), backlog);
            if (permissions != 0) {
                Files.setPosixFilePermissions(path, permissions(permissions));
            }
            socket.configureBlocking(false);
            return socket;
        } catch (final SocketException e) {
            socket.close();
            throw new IOException("Failed opening Unix socket: bind: " + e.getMessage(), e);
        }
    }

    private static Set<PosixFilePermission> permissions(final int mode) {
        final Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        final PosixFilePermission[] highestFirst = PosixFilePermission.values();
        for (int bit = 0; bit < highestFirst.length; bit++) {
            if ((mode & 0400 >> bit) != 0) {
                permissions.add(highestFirst[bit]);
            }
        }
        return permissions;
    }
}

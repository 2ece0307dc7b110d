package io.ringhold.server.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.ringhold.server.transport.TransportFixture.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TransportAgentIT {
    private static final String PING = "*1\r\n$4\r\nPING\r\n";
    private static final String PONG = "+PONG\r\n";

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhenARequestComesByteByByte(final Mode mode) throws Exception {
        try (TransportFixture server = TransportFixture.of(mode); Socket client = server.connect()) {
            client.setTcpNoDelay(true);
            for (final byte b : bytes("*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n" + PING)) {
                client.getOutputStream().write(b);
            }
            expect(client, "$5\r\nhello\r\n" + PONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerAPipelineOfTenThousandInOrder(final Mode mode) throws Exception {
        final StringBuilder requests = new StringBuilder();
        final StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            final String value = Integer.toString(i);
            requests.append("*2\r\n$4\r\nECHO\r\n$").append(value.length()).append("\r\n").append(value).append("\r\n");
            replies.append('$').append(value.length()).append("\r\n").append(value).append("\r\n");
        }
        try (TransportFixture server = TransportFixture.of(mode); Socket client = server.connect()) {
            client.getOutputStream().write(bytes(requests.toString()));
            expect(client, replies.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeAThousandConnections(final Mode mode) throws Exception {
        final List<Socket> clients = new ArrayList<>();
        try (TransportFixture server = TransportFixture.of(mode)) {
            try {
                for (int i = 0; i < 1000; i++) {
                    clients.add(server.connect());
                }
                for (int round = 0; round < 3; round++) {
                    for (final Socket client : clients) {
                        client.getOutputStream().write(bytes(PING + PING));
                    }
                    for (final Socket client : clients) {
                        expect(client, PONG + PONG);
                    }
                }
                assertThat(server.gate.clients()).isEqualTo(1000);
            } finally {
                for (final Socket client : clients) {
                    client.close();
                }
            }
            server.await("all are forgotten", () -> server.engine.disconnected.get() == 1000);
            server.await("all are counted out", () -> server.gate.clients() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerEverythingWhenTheClientHasShutDownItsOutput(final Mode mode) throws Exception {
        try (TransportFixture server = TransportFixture.of(mode); Socket client = server.connect()) {
            client.getOutputStream().write(bytes(PING.repeat(5000)));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).hasSize(5000 * PONG.length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendAllToASlowReader(final Mode mode) throws Exception {
        final int size = 1 << 20;
        try (TransportFixture server = TransportFixture.of(mode);
                Socket client = server.connect();
                Socket other = server.connect()) {
            final OutputStream out = client.getOutputStream();
            for (int i = 0; i < 200; i++) {
                out.write(bytes("BIG " + size + "\r\n"));
            }
            other.getOutputStream().write(bytes(PING));
            expect(other, PONG);
            final InputStream in = client.getInputStream();
            final byte[] chunk = new byte[size];
            final String header = "$" + size + "\r\n";
            for (int i = 0; i < 200; i++) {
                assertThat(text(in.readNBytes(header.length()))).isEqualTo(header);
                assertThat(in.readNBytes(chunk, 0, size)).isEqualTo(size);
                in.readNBytes(2);
            }
            out.write(bytes(PING));
            expect(client, PONG);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopReadingWhenRepliesAreNotTakenOff(final Mode mode) throws Exception {
        try (TransportFixture server = TransportFixture.of(mode); Socket client = server.connect()) {
            final SocketChannel channel = SocketChannel.open(client.getRemoteSocketAddress());
            try (channel) {
                channel.configureBlocking(false);
                final ByteBuffer request = ByteBuffer.wrap(bytes("BIG 20000\r\n".repeat(1000)));
                long sent = 0;
                int idleTurns = 0;
                while (idleTurns < 50 && sent < 32L << 20) {
                    final int written = channel.write(request.clear());
                    sent += written;
                    idleTurns = written == 0 ? idleTurns + 1 : 0;
                    if (written == 0) {
                        Thread.onSpinWait();
                        client.getOutputStream().write(bytes(PING));
                        expect(client, PONG); // the server has had a turn
                    }
                }
                assertThat(sent).isLessThan(32L << 20);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveAbruptResetsUnderLoad(final Mode mode) throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        final Random random = new Random(seed);
        try (TransportFixture server = TransportFixture.of(mode)) {
            for (int i = 0; i < 300; i++) {
                final Socket client = server.connect();
                client.setSoLinger(true, 0);
                client.getOutputStream()
                        .write(bytes(("BIG " + random.nextInt(200_000) + "\r\n").repeat(1 + random.nextInt(40))
                                + "*2\r\n$4\r\nEC".substring(0, random.nextInt(10))));
                if (random.nextBoolean()) {
                    client.getInputStream().readNBytes(1);
                }
                client.close();
            }
            server.await("all are forgotten, seed " + seed,
                    () -> server.engine.disconnected.get() == server.engine.connected
                            .get() && server.gate.clients() == 0);
            try (Socket client = server.connect()) {
                client.getOutputStream().write(bytes(PING));
                expect(client, PONG);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeliverTheErrorAndCloseWhenTheProtocolIsBroken(final Mode mode) throws Exception {
        try (TransportFixture server = TransportFixture.of(mode)) {
            for (int i = 0; i < 20; i++) {
                try (Socket client = server.connect()) {
                    client.getOutputStream().write(bytes(PING + "*1\r\nX\r\n" + "y".repeat(300_000)));
                    assertThat(text(client.getInputStream().readAllBytes()))
                            .isEqualTo(PONG + "-ERR Protocol error: expected '$', got 'X'\r\n");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCloseAsTheEngineWishes(final Mode mode) throws Exception {
        try (TransportFixture server = TransportFixture.of(mode)) {
            try (Socket client = server.connect()) {
                client.getOutputStream().write(bytes(PING + "QUIT\r\n" + PING));
                assertThat(text(client.getInputStream().readAllBytes())).isEqualTo(PONG + "+OK\r\n");
            }
            try (Socket client = server.connect()) {
                client.getOutputStream().write(bytes("KILL\r\n"));
                assertThat(client.getInputStream().readAllBytes()).isEmpty();
            }
            server.await("both are forgotten", () -> server.engine.disconnected.get() == 2);
        }
    }

    @Test
    void shouldTurnAwayWhenThereAreTooManyClients() throws Exception {
        try (TransportFixture server = new TransportFixture(Mode.SHARED, 1, 1024, 2, null)) {
            try (Socket first = server.connect(); Socket second = server.connect(); Socket third = server.connect()) {
                assertThat(text(third.getInputStream().readAllBytes()))
                        .isEqualTo("-ERR max number of clients reached\r\n");
                first.getOutputStream().write(bytes(PING));
                expect(first, PONG);
                second.getOutputStream().write(bytes(PING));
                expect(second, PONG);
            }
            server.await("they have gone", () -> server.gate.clients() == 0);
            assertThat(server.gate.rejected()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWhenTheRingIsFull(final Mode mode) throws Exception {
        final List<Socket> clients = new ArrayList<>();
        try (TransportFixture server = new TransportFixture(mode, 1, 2, 10_000, null)) {
            for (int i = 0; i < 100; i++) {
                clients.add(server.connect());
                clients.get(i).getOutputStream().write(bytes(PING));
            }
            for (final Socket client : clients) {
                expect(client, PONG);
                client.close();
            }
            server.await("all are forgotten", () -> server.engine.disconnected.get() == 100);
        }
    }

    @Test
    void shouldStopReadingWhileTheRingIsFull() throws Exception {
        final CountDownLatch goOn = new CountDownLatch(1);
        try (TransportFixture server = new TransportFixture(Mode.DEDICATED, 1, 2, 10_000, null);
                SocketChannel client = SocketChannel
                        .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port))) {
            try {
                server.await("it is connected", () -> server.engine.connected.get() == 1);
                server.ring.execute(() -> await(goOn));
                server.ring.execute(() -> {});
                final long sent = sendAsMuchAsIsTaken(server, client, "PING\r\n");
                assertThat(server.heldBytes()).isLessThan(4L << 20);
                goOn.countDown();
                client.configureBlocking(true);
                client.shutdownOutput();
                client.socket().setSoTimeout(20_000);
                assertThat(client.socket().getInputStream().readAllBytes())
                        .hasSize((int) (sent / "PING\r\n".length()) * PONG.length());
            } finally {
                goOn.countDown();
            }
        }
    }

    /** Sends requests until the server has taken nothing for some turns; returns how many bytes. */
    private static long sendAsMuchAsIsTaken(final TransportFixture server, final SocketChannel client,
            final String request) throws Exception {
        final ByteBuffer requests = ByteBuffer.wrap(bytes(request.repeat(10_000)));
        client.configureBlocking(false);
        long sent = 0;
        int idleTurns = 0;
        while (idleTurns < 50 && sent < 32L << 20) {
            if (!requests.hasRemaining()) {
                requests.clear();
            }
            final int written = client.write(requests);
            sent += written;
            if (written == 0) {
                idleTurns++;
                server.turn();
            } else {
                idleTurns = 0;
            }
        }
        return sent;
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldListenOnAUnixSocket(@TempDir final Path dir) throws Exception {
        final Path path = dir.resolve("ringhold.sock");
        try (TransportFixture server = new TransportFixture(Mode.SHARED, 1, 64, 10, path);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
            client.connect(UnixDomainSocketAddress.of(path));
            client.write(ByteBuffer.wrap(bytes(PING)));
            final ByteBuffer reply = ByteBuffer.allocate(PONG.length());
            int count = 0;
            while (reply.hasRemaining() && count >= 0) {
                count = client.read(reply);
            }
            assertThat(text(reply.array())).isEqualTo(PONG);
            assertThat(server.gate.clients()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhichAddressCannotBeBound() throws Exception {
        try (TransportFixture server = TransportFixture.of(Mode.SHARED)) {
            assertThatThrownBy(() -> Endpoints.tcp(List.of("127.0.0.1"), server.port, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Could not create server TCP listening socket 127.0.0.1:" + server.port
                            + ": bind: Address already in use");
            assertThatThrownBy(() -> Endpoints.tcp(List.of("*", "-::*"), server.port, 1))
                    .hasMessage("Could not create server TCP listening socket *:" + server.port
                            + ": bind: Address already in use");
            assertThat(Endpoints.tcp(List.of("-192.0.2.1"), 0, 1)).isEmpty();
        }
    }

    @Test
    void shouldBindAllOfBothFamiliesHoweverTheyAreWritten() throws Exception {
        final List<ServerSocketChannel> probe = Endpoints.tcp(List.of("-::1"), 0, 1);
        assumeTrue(!probe.isEmpty(), "no IPv6");
        final int port = port(probe.getFirst());
        probe.getFirst().close();
        for (final List<String> both : List.of(List.of("0.0.0.0", "::"), List.of("::", "127.0.0.1"),
                List.of("0.0.0.0", "-::*"))) {
            final List<ServerSocketChannel> sockets = Endpoints.tcp(both, port, 1);
            assertThat(sockets).as("%s", both).hasSize(2);
            for (final String host : List.of("127.0.0.1", "::1")) {
                connect(host, port);
            }
            for (final ServerSocketChannel socket : sockets) {
                socket.close();
            }
        }
        try (ServerSocketChannel onlyIpv6 = Endpoints.tcp(List.of("::"), port, 1).getFirst()) {
            connect("::1", port(onlyIpv6));
            assertThatThrownBy(() -> connect("127.0.0.1", port(onlyIpv6)))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static void connect(final String host, final int port) throws IOException {
        new Socket(host, port).close();
    }

    private static int port(final ServerSocketChannel socket) throws IOException {
        return ((InetSocketAddress) socket.getLocalAddress()).getPort();
    }

    @Test
    void shouldRefuseLargeRequestsUntilThePasswordIsGiven() throws Exception {
        try (TransportFixture server = TransportFixture.of(Mode.SHARED); Socket client = server.connect()) {
            server.limits.passwordRequired(true);
            client.getOutputStream().write(bytes(PING + "*11\r\n"));
            assertThat(text(client.getInputStream().readAllBytes()))
                    .isEqualTo(PONG + "-ERR Protocol error: unauthenticated multibulk length\r\n");
        }
    }

    @Test
    void shouldCloseWhenARequestIsLongerThanTheLimit() throws Exception {
        try (TransportFixture server = TransportFixture.of(Mode.SHARED); Socket client = server.connect()) {
            server.limits.maxBufferedBytes(1 << 20);
            client.setSoLinger(true, 0);
            final OutputStream out = client.getOutputStream();
            assertThatThrownBy(() -> {
                out.write(bytes("*2\r\n$4\r\nECHO\r\n$100000000\r\n"));
                for (int i = 0; i < 1000; i++) {
                    out.write(new byte[100_000]);
                }
            }).isInstanceOf(IOException.class);
            server.await("it is forgotten", () -> server.engine.disconnected.get() == 1);
        }
    }

    private static void expect(final Socket client, final String reply) throws IOException {
        assertThat(text(client.getInputStream().readNBytes(reply.length()))).isEqualTo(reply);
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

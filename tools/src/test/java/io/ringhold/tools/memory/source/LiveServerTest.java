package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LiveServerTest {
    @Test
    void shouldTellAddressesFromFiles() {
        for (final String address : List.of("localhost:6379", "127.0.0.1:7000", ":6379", "[::1]:6379")) {
            assertThat(LiveServer.isAddress(address)).as(address).isTrue();
        }
        for (final String file : List.of("dump.rdb", "/var/lib/redis:6379", "a:b", "host:123456", "host:")) {
            assertThat(LiveServer.isAddress(file)).as(file).isFalse();
        }
    }

    @Test
    void shouldSayWhichServerCannotBeReached() throws IOException {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> LiveServer.connect("127.0.0.1:" + port, null, null)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to 127.0.0.1:" + port + ": ");
        assertThatThrownBy(() -> LiveServer.connect("127.0.0.1:99999", null, null))
                .hasMessage("there is no port 99999");
    }

    @Test
    void shouldPassTheServersErrorOn() throws Exception {
        assertThatThrownBy(() -> ask("-NOAUTH Authentication required.\r\n"))
                .hasMessageEndingWith(" replied to PING: NOAUTH Authentication required.");
    }

    @Test
    void shouldRefuseWhatIsNoReply() {
        for (final String reply : List.of("HTTP/1.1 400 Bad Request\r\n", "\r\n", "$99999999999\r\n", "*x\r\n",
                "*2000000\r\n", "x".repeat(100_000))) {
            assertThatThrownBy(() -> ask(reply)).as(reply.substring(0, 2)).isInstanceOf(IOException.class)
                    .hasMessageContaining("the reply");
        }
        assertThatThrownBy(() -> ask("+PO")).hasMessageContaining("closed the connection");
    }

    /** Connects to a server that answers the first command so, and closes. */
    private static void ask(final String reply) throws IOException, InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final Thread server = Thread.ofPlatform().start(() -> {
                try (Socket client = listener.accept()) {
                    client.getInputStream().readNBytes("*1\r\n$4\r\nPING\r\n".length());
                    client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
                    client.shutdownOutput();
                    client.getInputStream().read();
                } catch (final IOException _) {
                    // the client has gone
                }
            });
            try {
                LiveServer.connect("127.0.0.1:" + listener.getLocalPort(), null, null).close();
            } finally {
                server.join();
            }
        }
    }
}

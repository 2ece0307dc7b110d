package io.ringhold.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Clients that come over another address than the loopback's, where there is one, and are turned away. */
class ProtectedModeIT {
    @Test
    void shouldCountWhomItTurnsAwayAsRedisDoes() throws IOException {
        final Optional<InetAddress> own = ownAddress();
        assumeTrue(own.isPresent(), "no address but the loopback's");
        final String[] arguments = {"--bind", "*", "--protected-mode", "yes"};
        try (ServerProcess redis = ServerProcess.redis(arguments);
                ServerProcess ringhold = ServerProcess.ringhold(arguments)) {
            for (final ServerProcess server : List.of(redis, ringhold)) {
                assertThat(greeting(own.get(), server.port())).as(server.name())
                        .startsWith("-DENIED Redis is running in protected mode");
                try (RespConnection client = server.connect()) {
                    assertThat(client.call("INFO", "stats").text()).as(server.name())
                            .contains("rejected_connections:1\r\n");
                }
            }
        }
    }

    private static String greeting(final InetAddress address, final int port) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static Optional<InetAddress> ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst();
    }
}

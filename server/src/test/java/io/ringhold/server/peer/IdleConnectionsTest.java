package io.ringhold.server.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerReplies.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Connections that are kept for the next one who wants them. */
class IdleConnectionsTest {
    private static final int TIMEOUT_MS = 20_000;
    private static final int MOST = 64;

    private long nowNs;
    private final IdleConnections idle = new IdleConnections(() -> nowNs);
    private ServerSocket server;
    private PeerAddress address;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, MOST, InetAddress.getLoopbackAddress());
        address = new PeerAddress("127.0.0.1", server.getLocalPort(), 0);
    }

    @AfterEach
    void close() throws IOException {
        nowNs += IdleConnections.KEPT_NS;
        idle.closeOld();
        server.close();
    }

    @Test
    void shouldGiveTheLastOneToWhoAsksForTheSame() throws IOException {
        final PeerConnection first = connect();
        final PeerConnection second = connect();
        idle.keep(address, first);
        idle.keep(address, second);
        assertThat(idle.take(new PeerAddress(address.host(), address.port(), 1))).isNull();
        assertThat(idle.take(new PeerAddress("localhost", address.port(), 0))).isNull();
        assertThat(idle.take(address)).isSameAs(second);
        assertThat(idle.take(address)).isSameAs(first);
        assertThat(idle.take(address)).isNull();
        first.close();
        second.close();
    }

    @Test
    void shouldCloseThemWhenTheirTimeIsUp() throws IOException {
        idle.keep(address, connect());
        final Socket peer = server.accept();
        nowNs += IdleConnections.KEPT_NS - 1;
        idle.closeOld();
        assertThat(idle.size()).isEqualTo(1);
        nowNs++;
        idle.closeOld();
        assertThat(idle.size()).isZero();
        peer.setSoTimeout(TIMEOUT_MS);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        peer.close();
    }

    @Test
    void shouldCloseTheOldestWhenThereAreTooMany() throws IOException {
        idle.keep(address, connect());
        final Socket oldest = server.accept();
        for (int i = 0; i < MOST; i++) {
            idle.keep(address, connect());
        }
        assertThat(idle.size()).isEqualTo(MOST);
        oldest.setSoTimeout(TIMEOUT_MS);
        assertThat(oldest.getInputStream().read()).isEqualTo(-1);
        oldest.close();
    }

    @Test
    void shouldSayWhyItCannotConnect() throws IOException {
        server.close();
        assertFails(address, Failure.WRITING);
        assertFails(new PeerAddress("127.0.0.1", 0, 0), Failure.WRITING);
        assertFails(new PeerAddress("127.0.0.1", 65_536, 0), Failure.WRITING);
        assertFails(new PeerAddress("nosuchhost.invalid", 1, 0), Failure.CONNECTING);
        assertFails(new PeerAddress("", 1, 0), Failure.CONNECTING);
    }

    private static void assertFails(final PeerAddress where, final Failure failure) {
        assertThatThrownBy(() -> PeerConnection.connect(where, TIMEOUT_MS)).isInstanceOfSatisfying(PeerException.class,
                e -> assertThat(e.failure()).as(where.toString()).isEqualTo(failure));
    }

    private PeerConnection connect() throws IOException {
        return PeerConnection.connect(address, TIMEOUT_MS);
    }
}

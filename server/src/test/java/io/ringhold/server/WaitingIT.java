package io.ringhold.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that wait for keys, over sockets. */
class WaitingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CLIENTS = 200;
    /** More than is read ahead of a batch. */
    private static final int PINGS = 100_000;
    private static final String MANY_PINGS = "PING\r\n".repeat(PINGS);

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldGiveNothingToAClientThatHasHungUp(final String threading) throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect()) {
            try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    Socket halfClosed = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                gone.getOutputStream()
                        .write("SET before 1\r\nBLPOP k 0\r\nSET never 1\r\n".getBytes(StandardCharsets.US_ASCII));
                halfClosed.getOutputStream().write("BLPOP k 0\r\n".getBytes(StandardCharsets.US_ASCII));
                awaitBlocked(connection, 2);
                halfClosed.shutdownOutput();
                assertThat(halfClosed.getInputStream().read()).isEqualTo(-1);
                awaitBlocked(connection, 1);
            }
            awaitBlocked(connection, 0);
            assertThat(connection.call("RPUSH", "k", "v").text()).isEqualTo("1");
            assertThat(connection.call("LLEN", "k").text()).isEqualTo("1");
            assertThat(connection.call("MGET", "before", "never").toString()).contains("1").contains("nil");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldNoticeThatAClientHasHungUpWhateverStandsBehindItsWait(final String threading) throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect()) {
            for (final String behind : List.of("*x\r\n", "SET a \"b\r\n", "*x\r\n" + MANY_PINGS, MANY_PINGS)) {
                try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    gone.getOutputStream().write(("BLPOP k 0\r\n" + behind).getBytes(StandardCharsets.US_ASCII));
                    awaitBlocked(connection, 1);
                }
                awaitBlocked(connection, 0);
                assertThat(connection.call("RPUSH", "k", "v").text()).isEqualTo("1");
                assertThat(connection.call("LPOP", "k").text()).isEqualTo("v");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldNoticeThatAClientHasHungUpBehindItsPassword(final String threading) throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading, "--requirepass", "secret");
                RespConnection connection = server.connect()) {
            connection.call("AUTH", "secret");
            try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                gone.getOutputStream()
                        .write("AUTH secret\r\nBLPOP k 0\r\n*11\r\n".getBytes(StandardCharsets.US_ASCII));
                awaitBlocked(connection, 1);
            }
            awaitBlocked(connection, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldAnswerAllThatStandsBehindAWait(final String threading) throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.getOutputStream().write(("BLPOP k 0\r\n" + MANY_PINGS).getBytes(StandardCharsets.US_ASCII));
            awaitBlocked(connection, 1);
            connection.call("RPUSH", "k", "v");
            final String replies = "*2\r\n$1\r\nk\r\n$1\r\nv\r\n" + "+PONG\r\n".repeat(PINGS);
            assertThat(new String(client.getInputStream().readNBytes(replies.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(replies);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldCloseAClientThatSendsTooMuchBehindItsWait(final String threading) throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading, "--client-query-buffer-limit",
                "1mb");
                RespConnection connection = server.connect();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream().write("BLPOP k 0\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitBlocked(connection, 1);
            try {
                client.getOutputStream().write(MANY_PINGS.getBytes(StandardCharsets.US_ASCII));
            } catch (final IOException _) {
                // closed while it sends
            }
            awaitBlocked(connection, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldServeManyInTheOrderInWhichTheyCame(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect()) {
            final List<RespConnection> waiting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                final RespConnection client = server.connect();
                client.send("BRPOP", "jobs", "0");
                client.flush();
                waiting.add(client);
                awaitBlocked(connection, i + 1);
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(connection.call("LPUSH", "jobs", "job " + i).text()).isEqualTo("1");
            }
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(waiting.get(i).read().toString()).contains("\"job " + i + "\"");
                waiting.get(i).close();
            }
            assertThat(connection.call("EXISTS", "jobs").text()).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XGROUP DESTROY s g", "DEL s", "SET s x", "RENAME s t", "FLUSHALL", "SWAPDB 0 1",
        "PEXPIRE s 1"})
    void shouldTellClientsThatTheirGroupIsGone(final String command) {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                RespConnection waiting = server.connect();
                RespConnection reading = server.connect()) {
            connection.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
            waiting.send("XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">");
            waiting.flush();
            reading.send("XREAD", "BLOCK", "0", "STREAMS", "s", "$");
            reading.flush();
            awaitBlocked(connection, 2);
            connection.call(command.split(" "));
            assertThat(waiting.read().toString()).startsWith(command.startsWith("SET")
                    ? "(error) WRONGTYPE"
                    : "(error) NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option");
            awaitBlocked(connection, 1);
            connection.call("DEL", "s");
            connection.call("XADD", "s", "1", "f", "v");
            assertThat(reading.read().toString()).contains("1-0");
        }
    }

    private static void awaitBlocked(final RespConnection connection, final int clients) {
        final Instant deadline = Instant.now().plus(PATIENCE);
        while (!connection.call("INFO", "clients").text().contains("blocked_clients:" + clients + "\r\n")) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package io.ringhold.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** MIGRATE to a target that does what it should not, or takes its time, and what happens to keys on their way. */
class MigrateFailuresIT {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LONG_TIMEOUT = "20000";
    /** Bytes that no buffers of sockets take. */
    private static final int LARGE = 30_000_000;
    private static final String OK = "+OK\r\n";

    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void letTargetsGo() {
        answer.countDown();
    }

    @Test
    void shouldSayWhatRedisSaysOfABadTarget() {
        final List<String> expected = failures(ServerProcess.redis());
        assertThat(failures(ServerProcess.ringhold())).isEqualTo(expected);
        assertThat(expected).contains("IOERR error or timeout reading to target instance, 2 left");
    }

    private static List<String> failures(final ServerProcess server) {
        final List<String> replies = new ArrayList<>();
        try (server; RespConnection connection = server.connect()) {
            for (final String[] reply : new String[][] {{"SELECT", FakeTarget.HANG_UP}, {"RESTORE", FakeTarget.HANG_UP},
                {"AUTH", "-ERR no\r\n"}, {"AUTH", "-NOPERM you may not\n"}, {"SELECT", "-ERR no such database\r\n"},
                {"RESTORE", "-LOADING later\r\n"}, {"RESTORE", "-BUSYKEY it is there\r\n"}, {"RESTORE", "-\r\n"}}) {
                try (FakeTarget target = FakeTarget.replying(reply[0], reply[1])) {
                    replies.add(migrate(connection, target, "2000"));
                }
            }
            try (FakeTarget target = new FakeTarget(request -> request.getFirst().equals("RESTORE")
                    ? request.get(1).equals("a") ? "-ERR not this\r\n" : OK
                    : OK)) {
                replies.add(migrate(connection, target, "2000"));
            }
            try (FakeTarget target = new FakeTarget(
                    request -> request.getFirst().equals("RESTORE") && request.get(1).equals("b")
                            ? FakeTarget.HANG_UP
                            : OK)) {
                replies.add(migrate(connection, target, "2000"));
            }
        }
        return replies;
    }

    private static String migrate(final RespConnection connection, final FakeTarget target, final String timeoutMs) {
        connection.call("MSET", "a", "1", "b", "2");
        return connection.call("MIGRATE", HOST, target.port(), "", "0", timeoutMs, "AUTH", "pw", "KEYS", "a", "b")
                .text() + ", " + connection.call("EXISTS", "a", "b").text() + " left";
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes\r\n", ":1\r\n", "$2\r\nOK\r\n", "\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"})
    void shouldTakeWhatIsNoReplyForAFailure(final String garbage) {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = FakeTarget.replying("RESTORE", garbage);
                FakeTarget other = FakeTarget.replying("SELECT", "x".repeat(100_000))) {
            assertThat(migrate(connection, target, "2000"))
                    .isEqualTo("IOERR error or timeout reading to target instance, 2 left");
            assertThat(migrate(connection, other, "2000"))
                    .isEqualTo("IOERR error or timeout reading to target instance, 2 left");
        }
    }

    @Test
    void shouldNotTakeASurplusLineForASuccess() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = new FakeTarget(request -> switch (request.getFirst()) {
                    case "SELECT" -> OK + OK;
                    case "RESTORE" -> "-BUSYKEY it is there\r\n";
                    default -> OK;
                })) {
            for (int i = 1; i <= 2; i++) {
                assertThat(migrate(connection, target, "2000"))
                        .isEqualTo("IOERR error or timeout reading to target instance, 2 left");
                assertThat(target.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldNotUseAConnectionAgainWhenASurplusLineHasCome() {
        final AtomicBoolean isBusy = new AtomicBoolean();
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = new FakeTarget(request -> isBusy.get() && request.getFirst().equals("RESTORE")
                        ? "-BUSYKEY it is there\r\n"
                        : OK)) {
            assertThat(migrate(connection, target, "2000")).isEqualTo("OK, 0 left");
            target.say(OK);
            isBusy.set(true);
            assertThat(migrate(connection, target, "2000"))
                    .isEqualTo("ERR Target instance replied with error: BUSYKEY it is there, 2 left");
            assertThat(target.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldSettleNothingBehindWhatIsNoReply() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = new FakeTarget(
                        request -> request.getFirst().equals("RESTORE") && request.get(1).equals("a")
                                ? ":1\r\n"
                                : OK)) {
            for (int i = 1; i <= 2; i++) {
                assertThat(migrate(connection, target, "2000"))
                        .isEqualTo("IOERR error or timeout reading to target instance, 2 left");
                assertThat(target.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldSayThatItCannotConnectWithoutIpv6() {
        final List<String> program = ServerProcess.ringholdProgram();
        program.add(1, "-Djava.net.preferIPv4Stack=true");
        try (ServerProcess server = ServerProcess.start("ringhold", program);
                RespConnection connection = server.connect()) {
            connection.call("SET", "a", "1");
            for (final String host : List.of("::1", "2001:db8::1")) {
                assertThat(connection.call("MIGRATE", host, "1", "a", "0", "2000").text())
                        .isEqualTo("IOERR error or timeout connecting to the client");
            }
            assertThat(connection.call("GET", "a").text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({"shared,SELECT", "shared,RESTORE", "dedicated,SELECT", "dedicated,RESTORE"})
    void shouldServeOthersWhileATargetIsSilent(final String threading, final String silentAt) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection connection = server.connect();
                RespConnection waiting = server.connect();
                FakeTarget target = silentAt(silentAt)) {
            connection.call("MSET", "a", "1", "b", "2");
            send(waiting, target, "300", "a", "b");
            target.awaitRequest(silentAt);
            assertThat(connection.call("GET", "a").text()).isEqualTo("1");
            awaitBlocked(connection, 1);
            assertThat(connection.call("CLIENT", "UNBLOCK", clientId(connection)).text()).isEqualTo("0");
            assertThat(waiting.read().text()).isEqualTo("IOERR error or timeout reading to target instance");
            assertThat(connection.call("EXISTS", "a", "b").text()).isEqualTo("2");
            awaitBlocked(connection, 0);
        }
    }

    @Test
    void shouldGiveUpATargetThatDoesNotRead() throws IOException {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = silentAt("SELECT-not")) {
            connection.call("SET", "a", new SplittableRandom(1).ints(LARGE, 0, 256)
                    .collect(StringBuilder::new, (text, value) -> text.append((char) value), StringBuilder::append)
                    .toString());
            try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> greetOnly(deaf));
                assertThat(connection.call("MIGRATE", HOST, Integer.toString(deaf.getLocalPort()), "a", "0", "300")
                        .text()).isEqualTo("IOERR error or timeout writing to target instance");
            }
            assertThat(connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT).text()).isEqualTo("OK");
            assertThat(connection.call("DBSIZE").text()).isEqualTo("0");
        }
    }

    private void greetOnly(final ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().read(); // a reply that comes before it is asked for is none
            socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
            await(answer);
        } catch (final IOException _) {
            // the test is over
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INCR a", "DEL a", "SET a 1", "FLUSHALL", "SWAPDB 0 1", "PEXPIRE a 1000000", "RENAME a c"})
    void shouldKeepAChangeThatWasMadeWhileTheKeyWasOnItsWay(final String change) {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                RespConnection waiting = server.connect();
                FakeTarget target = silentAt("RESTORE")) {
            connection.call("SET", "a", "1");
            send(waiting, target, LONG_TIMEOUT, "a");
            target.awaitRequest("RESTORE");
            connection.call(change.split(" "));
            final String before = state(connection);
            answer.countDown();
            assertThat(waiting.read().text())
                    .isEqualTo("ERR Keys changed or went while the target instance took them: 1");
            assertThat(state(connection)).isEqualTo(before);
        }
    }

    private static String state(final RespConnection connection) {
        return connection.call("MGET", "a", "c").toString() + connection.call("EXPIRETIME", "a");
    }

    @Test
    void shouldNotMindThatAKeyExpiresOnItsWay() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                RespConnection waiting = server.connect();
                FakeTarget target = silentAt("RESTORE")) {
            connection.call("SET", "a", "1", "PX", "2000");
            send(waiting, target, LONG_TIMEOUT, "a");
            assertThat(Integer.parseInt(target.awaitRequest("RESTORE").get(2))).isBetween(1, 2_000);
            await(() -> connection.call("DBSIZE").text().equals("0"));
            answer.countDown();
            assertThat(waiting.read().text()).isEqualTo("OK");
        }
    }

    @Test
    void shouldMoveOtherKeysWhenOneChanges() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                RespConnection waiting = server.connect();
                FakeTarget target = silentAt("RESTORE")) {
            final String[] keys = IntStream.range(0, 1_000).mapToObj(i -> "k" + i).toArray(String[]::new);
            for (final String key : keys) {
                connection.call("SET", key, "v");
            }
            send(waiting, target, LONG_TIMEOUT, keys);
            target.awaitRequest("RESTORE");
            connection.call("APPEND", "k0", "w");
            connection.call("DEL", "k999"); // not packed yet
            answer.countDown();
            assertThat(waiting.read().text()).endsWith("took them: 1");
            assertThat(connection.call("KEYS", "*").toString()).isEqualTo("[\"k0\"]");
        }
    }

    @Test
    void shouldGoOnWhenTheClientHangsUpAndStopWhenItIsKilled() throws IOException {
        for (final boolean killed : List.of(false, true)) {
            final CountDownLatch go = new CountDownLatch(1);
            try (ServerProcess server = ServerProcess.ringhold();
                    RespConnection connection = server.connect();
                    FakeTarget target = new FakeTarget(request -> {
                        if (request.getFirst().equals("RESTORE")) {
                            await(go);
                        }
                        return OK;
                    })) {
                final int count = 1_000;
                for (int i = 0; i < count; i++) {
                    connection.call("SET", "k" + i, "v");
                }
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    final String keys = String.join(" ",
                            IntStream.range(0, count).mapToObj(i -> "k" + i).toList());
                    client.getOutputStream().write(("MIGRATE " + HOST + " " + target.port() + " \"\" 0 " + LONG_TIMEOUT
                            + " KEYS " + keys + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    target.awaitRequest("RESTORE");
                    if (killed) {
                        connection.call("CLIENT", "KILL", "SKIPME", "yes", "TYPE", "normal");
                        assertThat(client.getInputStream().read()).isEqualTo(-1);
                    }
                }
                go.countDown();
                awaitBlocked(connection, 0);
                final int left = Integer.parseInt(connection.call("DBSIZE").text());
                if (killed) {
                    assertThat(left).isBetween(1, count - 1);
                } else {
                    assertThat(left).isZero();
                }
                await(() -> connection.call("INFO", "clients").text().contains("connected_clients:1\r\n"));
            }
        }
    }

    @Test
    void shouldNotWaitInATransaction() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = silentAt("")) {
            connection.call("SET", "a", "1");
            connection.call("MULTI");
            connection.call("INCR", "a");
            assertThat(connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT).text())
                    .isEqualTo("QUEUED");
            assertThat(connection.call("EXEC").toString()).contains("2",
                    "ERR MIGRATE waits for another server and cannot be executed in a transaction");
            assertThat(connection.call("GET", "a").text()).isEqualTo("2");
        }
    }

    @Test
    void shouldUseAConnectionAgainUnlessItHasBeenClosed() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            try (FakeTarget target = silentAt("")) {
                connection.call("SET", "a", "1");
                for (int i = 0; i < 3; i++) {
                    assertThat(connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT, "COPY").text())
                            .isEqualTo("OK");
                }
                assertThat(target.connections()).isEqualTo(1);
                connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT, "COPY", "AUTH", "pw");
                assertThat(target.connections()).as("as somebody else").isEqualTo(2);
            }
            final CountDownLatch closed = new CountDownLatch(1);
            try (FakeTarget target = new FakeTarget(request -> {
                if (request.getFirst().equals("RESTORE")) {
                    closed.countDown();
                }
                return closed.getCount() == 0 && request.getFirst().equals("SELECT") && request.size() == 2
                        ? FakeTarget.HANG_UP
                        : OK;
            })) {
                assertThat(connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT, "COPY").text())
                        .isEqualTo("OK");
                assertThat(connection.call("MIGRATE", HOST, target.port(), "a", "0", LONG_TIMEOUT, "COPY").text())
                        .isEqualTo("IOERR error or timeout reading to target instance");
                assertThat(target.connections()).as("tried again").isEqualTo(2);
            }
        }
    }

    @Test
    void shouldShutDownWhileATargetIsSilent() {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes");
                FakeTarget target = silentAt("RESTORE")) {
            try (RespConnection connection = server.connect(); RespConnection waiting = server.connect()) {
                connection.call("SET", "a", "1");
                send(waiting, target, LONG_TIMEOUT, "a");
                target.awaitRequest("RESTORE");
                assertThat(server.terminate()).isZero();
            }
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("GET", "a").text()).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldServeManyTargetsAtATimeAndAnswerThemAll() {
        final int clients = 50;
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                FakeTarget target = silentAt("RESTORE")) {
            final List<RespConnection> waiting = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                connection.call("SET", "k" + i, "v");
                final RespConnection client = server.connect();
                send(client, target, LONG_TIMEOUT, "k" + i);
                waiting.add(client);
            }
            awaitBlocked(connection, clients);
            answer.countDown();
            for (final RespConnection client : waiting) {
                assertThat(client.read().text()).isEqualTo("OK");
                client.close();
            }
            assertThat(connection.call("DBSIZE").text()).isEqualTo("0");
        }
    }

    /** Replies OK, to one command only when the test says so. */
    private FakeTarget silentAt(final String command) {
        return new FakeTarget(request -> {
            if (request.getFirst().equals(command)) {
                await(answer);
            }
            return OK;
        });
    }

    private static void send(final RespConnection client, final FakeTarget target, final String timeoutMs,
            final String... keys) {
        client.send(Stream.concat(Stream.of("MIGRATE", HOST, target.port(), "", "0", timeoutMs, "KEYS"),
                Stream.of(keys)).toArray(String[]::new));
        client.flush();
    }

    /** Id of the client that waits. */
    private static String clientId(final RespConnection connection) {
        return connection.call("CLIENT", "LIST").text().lines().filter(line -> line.contains("cmd=migrate"))
                .findFirst().orElseThrow().replaceFirst("id=(\\d+).*", "$1");
    }

    private static void await(final CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitBlocked(final RespConnection connection, final int clients) {
        await(() -> connection.call("INFO", "clients").text().contains("blocked_clients:" + clients + "\r\n"));
    }

    private static void await(final BooleanSupplier condition) {
        final Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package io.ringhold.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What operators see of clients and do to them, over sockets and on both servers. */
class ClientsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MIB = 1 << 20;

    @Test
    void shouldListTheFieldsThatRedisLists() {
        try (ServerProcess redis = ServerProcess.redis();
                ServerProcess ringhold = ServerProcess.ringhold();
                RespConnection toRedis = redis.connect();
                RespConnection toRinghold = ringhold.connect()) {
            final List<String> expected = new ArrayList<>(names(toRedis.call("CLIENT", "LIST").text()));
            expected.add(expected.indexOf("multi") + 1, "watch");
            expected.addAll(List.of("lib-name", "lib-ver", "tot-net-in", "tot-net-out", "tot-cmds"));
            assertThat(names(toRinghold.call("CLIENT", "LIST").text())).isEqualTo(expected);
            assertThat(names(toRinghold.call("CLIENT", "INFO").text())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldTellWhatAClientTakes(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection admin = server.connect();
                RespConnection client = server.connect()) {
            final String id = client.call("CLIENT", "ID").text();
            assertThat(client.call("CLIENT", "INFO").text()).contains(" qbuf=26 ");
            final byte[] part = "*2\r\n$4\r\nECHO\r\n$2000000\r\n".concat("x".repeat(MIB))
                    .getBytes(StandardCharsets.US_ASCII);
            client.sendRaw(part);
            client.flush();
            await(() -> figure(admin, id, "qbuf") == part.length);
            assertThat(figure(admin, id, "tot-mem")).isGreaterThan(MIB)
                    .isEqualTo(figure(admin, id, "qbuf") + figure(admin, id, "qbuf-free")
                            + figure(admin, id, "argv-mem") + figure(admin, id, "rbs") + figure(admin, id, "omem"));
            assertThat(figure(admin, id, "tot-net-in")).isEqualTo(2L * 26 - 2 + part.length);
            client.sendRaw("x".repeat(2_000_000 - MIB).concat("\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(client.read().text()).hasSize(2_000_000);
            await(() -> figure(admin, id, "tot-mem") == 0);
            assertThat(figure(admin, id, "tot-net-out")).isGreaterThan(2_000_000);
            assertThat(figure(admin, id, "tot-cmds")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "shared", "dedicated"})
    void shouldCloseTheClientWithTheBiggestRequest(final String kind) {
        try (ServerProcess server = start(kind, "--maxmemory-clients", "4mb");
                RespConnection admin = server.connect();
                RespConnection small = server.connect();
                RespConnection big = server.connect()) {
            sendPart(small, MIB / 2);
            sendUntilClosed(big, 8 * MIB);
            server.awaitOutput("Evicting client: id=");
            assertThat(admin.call("INFO", "stats").text()).contains("\r\nevicted_clients:1\r\n");
            small.sendRaw("x".repeat(MIB).concat("\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(small.read().text()).hasSize(MIB / 2 + MIB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "shared", "dedicated"})
    void shouldCloseTheClientWithTheMostUnreadRepliesUnlessItIsExempt(final String kind) {
        try (ServerProcess server = start(kind, "--maxmemory-clients", "34mb");
                RespConnection admin = server.connect();
                RespConnection exempt = server.connect();
                RespConnection big = server.connect()) {
            admin.call("SET", "k", "x".repeat(MIB));
            exempt.call("CLIENT", "NO-EVICT", "ON");
            // the sockets take some of it
            sendGets(exempt, 30);
            await(() -> admin.call("CLIENT", "LIST").text().matches("(?s).*flags=e [^\n]*cmd=get .*"));
            sendGets(big, 29);
            await(() -> admin.call("INFO", "stats").text().contains("\r\nevicted_clients:1\r\n"));
            for (int i = 0; i < 30; i++) {
                assertThat(exempt.read().text()).hasSize(MIB);
            }
            assertThat(exempt.call("PING").text()).isEqualTo("PONG");
            assertThat(admin.call("CLIENT", "LIST").text().lines()).hasSize(2);
        }
    }

    private static void sendGets(final RespConnection client, final int count) {
        for (int i = 0; i < count; i++) {
            client.send("GET", "k");
        }
        client.flush();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "shared", "dedicated"})
    void shouldKillByFilters(final String kind) {
        try (ServerProcess server = start(kind);
                RespConnection admin = server.connect();
                RespConnection one = server.connect();
                RespConnection two = server.connect();
                RespConnection monitor = server.connect()) {
            monitor.call("MONITOR");
            final String address = field(one.call("CLIENT", "INFO").text(), "addr");
            assertThat(admin.call("CLIENT", "KILL", "ADDR", address, "TYPE", "pubsub").text()).isEqualTo("0");
            assertThat(admin.call("CLIENT", "KILL", "ADDR", address, "TYPE", "normal", "USER", "default").text())
                    .isEqualTo("1");
            assertThat(one.awaitClosed()).isTrue();
            assertThat(admin.call("CLIENT", "KILL", field(two.call("CLIENT", "INFO").text(), "addr")).text())
                    .isEqualTo("OK");
            assertThat(two.awaitClosed()).isTrue();
            // monitors are normal clients
            assertThat(admin.call("CLIENT", "KILL", "TYPE", "normal").text()).isEqualTo("1");
            await(() -> admin.call("CLIENT", "LIST").text().lines().count() == 1);
            assertThat(
                    admin.call("CLIENT", "KILL", "LADDR", field(admin.call("CLIENT", "INFO").text(), "laddr"), "SKIPME",
                            "no").text())
                    .isEqualTo("1");
            assertThat(admin.awaitClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "shared", "dedicated"})
    void shouldKnowClientsOfIpv6(final String kind) throws IOException {
        final InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "no IPv6");
        try (ServerProcess server = start(kind, "--bind", "127.0.0.1", "::1", "--enable-debug-command", "local");
                RespConnection admin = server.connect();
                RespConnection client = RespConnection.connect(new InetSocketAddress(loopback, server.port()),
                        RespConnection.TIMEOUT)) {
            final String line = client.call("CLIENT", "INFO").text();
            assertThat(field(line, "addr")).matches("\\[::1]:\\d+");
            assertThat(field(line, "laddr")).isEqualTo("[::1]:" + server.port());
            assertThat(client.call("DEBUG", "SLEEP", "0").text()).isEqualTo("OK");
            assertThat(admin.call("CLIENT", "KILL", "ADDR", field(line, "addr")).text()).isEqualTo("1");
            assertThat(client.awaitClosed()).isTrue();
        }
    }

    private static ServerProcess start(final String kind, final String... settings) {
        if (kind.equals("redis")) {
            return ServerProcess.redis(settings);
        }
        return ServerProcess.ringhold(Stream.concat(Stream.of("--threading", kind), Stream.of(settings))
                .toArray(String[]::new));
    }

    /** Sends an ECHO without its last MiB. */
    private static void sendPart(final RespConnection client, final int bytes) {
        client.sendRaw("*2\r\n$4\r\nECHO\r\n$%d\r\n%s".formatted(bytes + MIB, "x".repeat(bytes))
                .getBytes(StandardCharsets.US_ASCII));
        client.flush();
    }

    private static void sendUntilClosed(final RespConnection client, final int bytes) {
        try {
            sendPart(client, bytes);
        } catch (final UncheckedIOException e) {
            return; // closed while it was sending
        }
        assertThat(client.awaitClosed()).isTrue();
    }

    private static List<String> names(final String line) {
        return Stream.of(line.strip().split(" ")).map(field -> field.replaceFirst("=.*", "")).toList();
    }

    private static String field(final String line, final String name) {
        return line.strip().replaceFirst("(?s).*\\b" + name + "=(\\S*).*", "$1");
    }

    private static long figure(final RespConnection admin, final String id, final String name) {
        return Long.parseLong(Stream.of(admin.call("CLIENT", "LIST", "ID", id).text().strip().split(" "))
                .filter(field -> field.startsWith(name + "=")).findFirst().orElseThrow().substring(name.length() + 1));
    }

    private static void await(final BooleanSupplier condition) {
        final Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

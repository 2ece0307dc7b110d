package io.ringhold.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** MONITOR, over sockets: both servers show the same of the same clients. */
class MonitorIT {
    private static final int CLIENTS = 20;
    private static final int ROUNDS = 50;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldShowWhatRedisShows(final String threading) {
        try (ServerProcess redis = ServerProcess.redis();
                ServerProcess ringhold = ServerProcess.ringhold("--threading", threading)) {
            final List<String> expected = play(redis);
            assertThat(expected).contains("monitor: + [3 one] \"GET\" \"k\"",
                    "monitor: + [0 two] \"BLPOP\" \"q\" \"0\"");
            assertThat(play(ringhold)).isEqualTo(expected);
        }
    }

    @Test
    void shouldShowTheCommandsOfManyClientsToAllInOneOrder() {
        try (ServerProcess server = ServerProcess.ringhold("--threading", "dedicated", "--io-threads", "2");
                RespConnection first = server.connect();
                RespConnection second = server.connect()) {
            first.call("MONITOR");
            second.call("MONITOR");
            final List<RespConnection> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(server.connect());
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (final RespConnection client : clients) {
                    client.send("INCR", "k");
                    client.flush();
                }
            }
            for (int i = 0; i < CLIENTS * ROUNDS; i++) {
                final String line = first.read().text();
                assertThat(line).matches("\\d{10}\\.\\d{6} \\[0 127\\.0\\.0\\.1:\\d+] \"INCR\" \"k\"");
                assertThat(second.read().text()).isEqualTo(line);
            }
            clients.forEach(RespConnection::close);
        }
    }

    @Test
    void shouldNameUnixSockets() throws IOException {
        final Path socket = directory.resolve("r.sock");
        try (ServerProcess server = ServerProcess.ringhold("--unixsocket", socket.toString());
                RespConnection monitor = server.connect();
                SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            monitor.call("MONITOR");
            channel.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(monitor.read().text()).endsWith(" [0 unix:" + socket + "] \"PING\"");
        }
    }

    private static List<String> play(final ServerProcess server) {
        try (Script script = new Script(server)) {
            script.call("monitor", "MONITOR");
            script.call("one", "SET", "k", "a\"\\\r\n\t\u0007\b\u0000\u007f");
            script.call("one", "SELECT", "3");
            script.call("one", "GET", "k");
            script.call("one", "AUTH", "default", "secret");
            script.call("one", "CONFIG", "GET", "port");
            script.call("one", "NOSUCH");
            script.call("one", "INCR");
            script.call("one", "LPUSH", "x", "y");
            script.call("one", "INCR", "x");
            script.call("one", "CLIENT", "ID");
            script.watch("monitor", "\"CLIENT\" \"ID\"");
            script.send("two", "BLPOP", "q", "0");
            script.watch("monitor", "BLPOP");
            script.send("two", "PING");
            script.call("one", "SELECT", "0");
            script.call("one", "RPUSH", "q", "v");
            script.read("two");
            script.read("two");
            script.watch("monitor", "PING");
            for (final String command : List.of("ECHO mine", "CLIENT SETNAME me")) {
                script.call("monitor", command.split(" "));
                script.read("monitor");
            }
            for (final String command : List.of("GET k", "XREAD COUNT 1 STREAMS s 0", "PFCOUNT h", "NOSUCH")) {
                script.call("monitor", command.split(" "));
            }
            script.send("monitor", "MONITOR");
            script.call("two", "HELLO", "3", "AUTH", "default", "x", "SETNAME", "you");
            script.watch("monitor", "HELLO");
            script.call("two", "MONITOR");
            script.call("monitor", "RESET");
            script.call("monitor", "GET", "k");
            script.watch("two", "\"GET\" \"k\"");
            script.call("two", "QUIT");
            return script.seen;
        }
    }

    /** Clients and what they see, with names for their addresses and without times. */
    private static final class Script implements AutoCloseable {
        private final Map<String, RespConnection> clients = new LinkedHashMap<>();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final List<String> seen = new ArrayList<>();

        Script(final ServerProcess server) {
            for (final String name : List.of("monitor", "one", "two")) {
                clients.put(name, server.connect());
                names.put(clients.get(name).call("CLIENT", "INFO").text().replaceFirst("(?s).* addr=(\\S+) .*", "$1"),
                        name);
            }
        }

        void send(final String client, final String... command) {
            clients.get(client).send(command);
            clients.get(client).flush();
        }

        /** Sends a command and notes its reply, unless that tells of the server. */
        void call(final String client, final String... command) {
            send(client, command);
            if (List.of("CLIENT ID", "CONFIG GET", "HELLO 3")
                    .contains(command[0] + " " + command[command.length > 1 ? 1 : 0])) {
                clients.get(client).read();
            } else {
                read(client);
            }
        }

        /** Notes the next that a client sees. */
        void read(final String client) {
            String line = clients.get(client).read().toString().replaceFirst("^\\d{10}\\.\\d{6} \\[", "+ [");
            for (final Map.Entry<String, String> name : names.entrySet()) {
                line = line.replace(name.getKey() + "]", name.getValue() + "]");
            }
            seen.add(client + ": " + line);
        }

        /** Notes what a client sees, up to a line with some text. */
        void watch(final String client, final String text) {
            do {
                read(client);
            } while (!seen.getLast().contains(text));
        }

        @Override
        public void close() {
            clients.values().forEach(RespConnection::close);
        }
    }
}

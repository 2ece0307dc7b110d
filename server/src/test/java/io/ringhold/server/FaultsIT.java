package io.ringhold.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What runs out - disk, memory, descriptors, patience - ends in an error for the one it concerns; the server and its data stay. */
class FaultsIT {
    private static final String OUT_OF_MEMORY = "OOM command not allowed when used memory > 'maxmemory'.";
    private static final String LOG_IS_FULL = "MISCONF Errors writing to the AOF file: No space left on device";
    private static final String VALUE = "x".repeat(100_000);

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseWritesWhenTheDiskIsFullAndLoseNothing() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=24m", "ringhold", directory.toString()), "may not mount");
        try {
            fillTheDisk();
        } finally {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    @Test
    void shouldOutliveALongArgumentOfACommandThatThereIsNot() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            assertThat(connection.call("EVALSHA", "0".repeat(40), "1", "k", "x".repeat(40_000_000)).text())
                    .startsWith("ERR unknown command 'EVALSHA', with args beginning with: '000");
            assertThat(connection.call("PING").text()).isEqualTo("PONG");
        }
    }

    private void fillTheDisk() {
        try (ServerProcess server = ServerProcess.ringhold("--dir", directory.toString(), "--appendonly", "yes",
                "--appendfsync", "always")) {
            int written = 0;
            try (RespConnection connection = server.connect()) {
                connection.call("CONFIG", "SET", "loglevel", "warning");
                Reply reply = connection.call("SET", "key0", VALUE);
                while (!reply.isError()) {
                    written++;
                    reply = connection.call("SET", "key" + written, VALUE);
                }
                assertThat(reply.text()).isEqualTo(LOG_IS_FULL);
                assertThat(connection.call("PING").text()).isEqualTo(LOG_IS_FULL);
                server.awaitOutput("# Error writing to the AOF file: No space left on device");
                assertThat(connection.call("GET", "key0").text()).isEqualTo(VALUE);
            }
            assertThat(written).isGreaterThan(100);
            server.kill();
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("DBSIZE").text()).isEqualTo(Integer.toString(written));
                assertThat(connection.call("GET", "key" + (written - 1)).text()).isEqualTo(VALUE);
            }
        }
    }

    @Test
    void shouldRefuseWritesAboveMaxmemoryAndTakeThemAgainBelow() {
        try (ServerProcess server = ServerProcess.ringhold("--maxmemory", "20mb");
                RespConnection connection = server.connect()) {
            fillUntilRefused(connection, OUT_OF_MEMORY);
            assertThat(connection.call("GET", "key0").text()).isEqualTo(VALUE);
            assertThat(connection.call("DEL", "key0", "key1", "key2").text()).isEqualTo("3");
            assertThat(connection.call("SET", "key0", VALUE).text()).isEqualTo("OK");
        }
    }

    @Test
    void shouldRefuseWritesWhenTheArenaIsFullAndUseItAgainWhenEmptied() {
        try (ServerProcess server = ServerProcess.ringhold("--arena-limit", "64mb");
                RespConnection connection = server.connect()) {
            final int first = fillUntilRefused(connection, OUT_OF_MEMORY);
            assertThat(connection.call("GET", "key" + (first - 1)).text()).isEqualTo(VALUE);
            assertThat(connection.call("APPEND", "key0", "x".repeat(40_000_000)).text()).isEqualTo(OUT_OF_MEMORY);
            assertThat(connection.call("STRLEN", "key0").text()).isEqualTo("100000");
            assertThat(connection.call("FLUSHALL").text()).isEqualTo("OK");
            assertThat(fillUntilRefused(connection, OUT_OF_MEMORY)).isBetween(first * 9 / 10, first * 11 / 10);
        }
    }

    private static int fillUntilRefused(final RespConnection connection, final String error) {
        int written = 0;
        Reply reply = connection.call("SET", "key0", VALUE);
        while (!reply.isError()) {
            written++;
            reply = connection.call("SET", "key" + written, VALUE);
        }
        assertThat(reply.text()).isEqualTo(error);
        return written;
    }

    @Test
    void shouldCloseAClientWhoseRepliesPassTheLimitInTheMiddleOfABatch() {
        try (ServerProcess server = ServerProcess.ringhold("--client-output-buffer-limit", "normal", "20mb", "0", "0");
                RespConnection connection = server.connect();
                RespConnection greedy = server.connect()) {
            assertThat(connection.call("SETRANGE", "big", "9999999", "x").text()).isEqualTo("10000000");
            for (int i = 0; i < 500; i++) {
                greedy.send("GET", "big");
            }
            greedy.flush();
            assertThat(greedy.awaitClosed()).isTrue();
            assertThat(connection.call("PING").text()).isEqualTo("PONG");
            server.awaitOutput("Client closed for overcoming of output buffer limits");
            final String peak = connection.call("INFO", "memory").text().replaceAll("(?s).*used_memory_peak:(\\d+).*",
                    "$1");
            assertThat(Long.parseLong(peak)).isLessThan(200_000_000);
        }
    }

    /** What maxclients leaves room for can still be taken away. */
    @Test
    void shouldServeThoseWhoAreInWhenDescriptorsRunOut() throws Exception {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection first = server.connect()) {
            assertThat(first.call("PING").text()).isEqualTo("PONG");
            final long open;
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
                open = descriptors.count();
            }
            final String few = Long.toString(open + 20);
            assertThat(run("prlimit", "--pid", Long.toString(server.pid()), "--nofile=" + few + ":" + few)).isTrue();
            final List<RespConnection> others = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                others.add(RespConnection.connect(server.port(), Duration.ofSeconds(30)));
            }
            assertThat(first.call("PING").text()).isEqualTo("PONG");
            server.awaitOutput("Accepting client connection: Too many open files");
            others.forEach(RespConnection::close);
            try (RespConnection last = server.connect()) {
                assertThat(last.call("PING").text()).isEqualTo("PONG");
            }
        }
    }

    @Test
    void shouldTurnClientsAwayAboveMaxclients() {
        try (ServerProcess server = ServerProcess.ringhold("--maxclients", "3")) {
            final List<RespConnection> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(server.connect());
                assertThat(clients.get(i).call("PING").text()).isEqualTo("PONG");
            }
            try (RespConnection refused = server.connect()) {
                assertThat(refused.read().text()).isEqualTo("ERR max number of clients reached");
                assertThat(refused.awaitClosed()).isTrue();
            }
            clients.forEach(RespConnection::close);
        }
    }

    @Test
    void shouldCloseAConnectionThatSpeaksHttp() {
        try (ServerProcess server = ServerProcess.ringhold();
                RespConnection connection = server.connect();
                RespConnection attacker = server.connect()) {
            attacker.sendRaw("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET hacked 1\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            attacker.flush();
            assertThat(attacker.awaitClosed()).isTrue();
            assertThat(connection.call("EXISTS", "hacked").text()).isEqualTo("0");
            server.awaitOutput("Possible SECURITY ATTACK detected");
        }
    }

    private static boolean run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }
}

package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LiveServerTest {
    @TempDir
    private Path folder;

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
                "*2000000\r\n", "x".repeat(100_000), "*1\r\n".repeat(100_000),
                "*2\r\n" + ("*600000\r\n" + ":1\r\n".repeat(600_000)).repeat(2))) {
            assertThatThrownBy(() -> ask(reply)).as(reply.substring(0, 2)).isInstanceOf(IOException.class)
                    .hasMessageContaining("the reply");
        }
        assertThatThrownBy(() -> ask("+PO")).hasMessageContaining("closed the connection");
    }

    @Test
    void shouldRefuseADumpThatTheServerHasNotWrittenWhenItsSettingsNameAnotherFileHere() throws Exception {
        final Path dump = Files.writeString(folder.resolve("dump.rdb"), "another server's");
        try (FakeServer fake = new FakeServer(command -> saving(command, false));
                LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThatThrownBy(server::save).isInstanceOf(IOException.class).hasMessage(fake.address()
                    + " wrote its dump to " + dump + ", but the file there is not that one: is the server in a "
                    + "container or behind a tunnel?");
        }
    }

    @Test
    void shouldTakeTheDumpWhenTheServerHasPutItInThePlaceOfAnOlderOne() throws Exception {
        final Path dump = Files.writeString(folder.resolve("dump.rdb"), "an older one");
        try (FakeServer fake = new FakeServer(command -> saving(command, true));
                LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.save()).isEqualTo(dump).hasContent("dump");
        }
    }

    @Test
    void shouldTakeTheDumpWhenThereWasNone() throws Exception {
        try (FakeServer fake = new FakeServer(command -> saving(command, true));
                LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.save()).hasContent("dump");
        }
    }

    @Test
    void shouldTakeTheServersLimitsUpToTheLargestNumber() throws Exception {
        final EncodingLimits defaults = EncodingLimits.defaults();
        try (FakeServer fake = new FakeServer(command -> switch (command) {
            case "PING" -> "+PONG\r\n";
            case "CONFIG GET hash-max-listpack-entries" ->
                FakeServer.setting("hash-max-listpack-entries", "9223372036854775807");
            case "CONFIG GET list-max-listpack-size" -> FakeServer.setting("list-max-listpack-size", "-5");
            case "CONFIG GET zset-max-listpack-entries" -> FakeServer.setting("zset-max-listpack-entries", "-7");
            case "CONFIG GET set-max-intset-entries" -> FakeServer.setting("set-max-intset-entries", "many");
            default -> "*0\r\n";
        }); LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.limits(defaults).values()).isEqualTo(defaults
                    .with(EncodingLimits.HASH_ENTRIES, Long.MAX_VALUE).with(EncodingLimits.LIST_NODE, -5).values());
        }
    }

    @Test
    void shouldAskForTheOlderNamesOfLimitsWhenAServerHasNoOthers() throws Exception {
        final EncodingLimits defaults = EncodingLimits.defaults();
        try (FakeServer fake = new FakeServer(command -> switch (command) {
            case "PING" -> "+PONG\r\n";
            case "CONFIG GET hash-max-ziplist-entries" -> FakeServer.setting("hash-max-ziplist-entries", "7");
            case "CONFIG GET zset-max-listpack-value" -> FakeServer.setting("zset-max-listpack-value", "8");
            case "CONFIG GET zset-max-ziplist-value" -> FakeServer.setting("zset-max-ziplist-value", "9");
            default -> "*0\r\n";
        }); LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.limits(defaults).values()).isEqualTo(defaults.with(EncodingLimits.HASH_ENTRIES, 7)
                    .with(EncodingLimits.ZSET_VALUE, 8).values());
        }
    }

    @Test
    void shouldWaitForADumpThatIsScheduledBehindARewriteOfTheLog() throws Exception {
        final AtomicInteger looks = new AtomicInteger();
        final Path dump = Files.writeString(folder.resolve("dump.rdb"), "an older one");
        try (FakeServer fake = new FakeServer(command -> switch (command) {
            case "BGSAVE SCHEDULE" -> {
                looks.set(0);
                yield "+Background saving scheduled\r\n";
            }
            case "INFO persistence" -> {
                final int look = looks.incrementAndGet();
                if (look == 5) {
                    writeDump();
                }
                yield FakeServer.text("rdb_bgsave_in_progress:" + (look == 4 ? 1 : 0)
                        + "\r\nrdb_last_bgsave_status:ok\r\nrdb_last_save_time:1\r\n");
            }
            default -> saving(command, false);
        }); LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.save()).isEqualTo(dump).hasContent("dump");
        }
        assertThat(looks.get()).isEqualTo(5);
    }

    @Test
    void shouldNotMissADumpThatIsScheduledAndSmall() throws Exception {
        final AtomicInteger looks = new AtomicInteger();
        try (FakeServer fake = new FakeServer(command -> switch (command) {
            case "BGSAVE SCHEDULE" -> {
                looks.set(0);
                yield "+Background saving scheduled\r\n";
            }
            case "INFO persistence" -> {
                final int look = looks.incrementAndGet();
                if (look == 3) {
                    writeDump();
                }
                yield FakeServer.text("rdb_bgsave_in_progress:0\r\nrdb_last_bgsave_status:ok\r\nrdb_saves:"
                        + (look < 3 ? 7 : 8) + "\r\n");
            }
            default -> saving(command, false);
        }); LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.save()).hasContent("dump");
        }
    }

    @Test
    void shouldNotWaitForEverForADumpThatDoesNotBegin() throws Exception {
        final AtomicInteger looks = new AtomicInteger();
        try (FakeServer fake = new FakeServer(command -> switch (command) {
            case "BGSAVE SCHEDULE" -> "+Background saving scheduled\r\n";
            case "INFO persistence" -> FakeServer.text("rdb_bgsave_in_progress:0\r\nrdb_last_bgsave_status:err\r\n"
                    + "aof_rewrite_in_progress:" + (looks.incrementAndGet() < 300 ? 1 : 0) + "\r\n");
            default -> saving(command, false);
        }); LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            server.pollMs(0);
            assertThatThrownBy(server::save).isInstanceOf(IOException.class).hasMessage(fake.address()
                    + " was to write a dump when its log is rewritten, and has not begun it");
        }
        assertThat(looks.get()).isEqualTo(499);
    }

    @Test
    void shouldAskAgainWhenASaveRuleHasBegunADump() throws Exception {
        final AtomicInteger asked = new AtomicInteger();
        try (FakeServer fake = new FakeServer(
                command -> command.equals("BGSAVE SCHEDULE") && asked.incrementAndGet() == 1
                        ? "-ERR Background save already in progress\r\n"
                        : saving(command, true));
                LiveServer server = LiveServer.connect(fake.address(), null, null)) {
            assertThat(server.save()).hasContent("dump");
        }
        assertThat(asked.get()).isEqualTo(2);
    }

    /** The replies of a server that saves in the folder, or says so and does it elsewhere. */
    private String saving(final String command, final boolean isHere) {
        return switch (command) {
            case "PING" -> "+PONG\r\n";
            case "CONFIG GET dir" -> FakeServer.setting("dir", folder.toString());
            case "CONFIG GET dbfilename" -> FakeServer.setting("dbfilename", "dump.rdb");
            case "INFO persistence" ->
                FakeServer.text("rdb_bgsave_in_progress:0\r\nrdb_last_bgsave_status:ok\r\n");
            case "BGSAVE SCHEDULE" -> {
                if (isHere) {
                    writeDump();
                }
                yield "+Background saving started\r\n";
            }
            default -> "-ERR unknown command\r\n";
        };
    }

    private void writeDump() {
        try {
            final Path written = Files.writeString(folder.resolve("temp.rdb"), "dump");
            Files.move(written, folder.resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
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

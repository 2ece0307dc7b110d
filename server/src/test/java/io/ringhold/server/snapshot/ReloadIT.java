package io.ringhold.server.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Data that are written and loaded again while clients are there, and data that go while they are written. */
class ReloadIT {
    private static final int COMMANDS = 3_000;
    private static final int ROUNDS = 4;

    @ParameterizedTest
    @ValueSource(strings = {"RELOAD", "LOADAOF"})
    void shouldHaveTheSameDataAfterwards(final String how) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ReloadIT, " + how + ": seed " + seed);
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--appendfsync", "always")) {
            String digest = "";
            for (int round = 0; round < ROUNDS; round++) {
                try (RespConnection connection = server.connect()) {
                    RandomData.fill(connection, seed + round, COMMANDS);
                    RandomData.fillTimedHashes(connection, seed + round);
                    digest = Snapshots.digest(connection);
                    if (round % 2 == 1) {
                        connection.call("CONFIG", "SET", "rdb-key-save-delay", "100000");
                        connection.call(round == 1 ? "BGREWRITEAOF" : "BGSAVE");
                        connection.call("CONFIG", "SET", "rdb-key-save-delay", "0");
                    }
                    assertThat(connection.call("DEBUG", how).text()).as(server.output()).isEqualTo("OK");
                    assertThat(Snapshots.digest(connection)).as("round %d", round).isEqualTo(digest);
                    assertThat(Snapshots.info(connection, "rdb_last_bgsave_status")).isEqualTo("ok");
                    assertThat(Snapshots.info(connection, "aof_last_bgrewrite_status")).isEqualTo("ok");
                }
            }
            server.kill();
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(Snapshots.digest(connection)).isEqualTo(digest);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RELOAD", "LOADAOF"})
    void shouldLeaveClientsWaitingThatWaitForKeys(final String how) {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes");
                RespConnection connection = server.connect()) {
            connection.call("XADD", "stream", "1-1", "a", "b");
            connection.call("XGROUP", "CREATE", "stream", "group", "$");
            final List<RespConnection> waiting = new ArrayList<>();
            for (final String command : List.of("BLPOP list 0", "BZPOPMIN zset 0", "XREAD BLOCK 0 STREAMS stream $",
                    "XREADGROUP GROUP group me BLOCK 0 STREAMS stream >")) {
                final RespConnection client = server.connect();
                client.send(Command.parse(command));
                client.flush();
                waiting.add(client);
                awaitBlocked(connection, waiting.size());
            }
            assertThat(connection.call("DEBUG", how).text()).isEqualTo("OK");
            awaitBlocked(connection, waiting.size());
            connection.call("RPUSH", "list", "from list");
            connection.call("ZADD", "zset", "1", "from zset");
            connection.call("XADD", "stream", "1-2", "from", "stream");
            assertThat(waiting.get(0).read().toString()).contains("from list");
            assertThat(waiting.get(1).read().toString()).contains("from zset");
            assertThat(waiting.get(2).read().toString()).contains("1-2", "stream");
            assertThat(waiting.get(3).read().toString()).contains("1-2", "stream");
            waiting.forEach(RespConnection::close);
        }
    }

    private static void awaitBlocked(final RespConnection connection, final int clients) {
        while (!Snapshots.field(connection.call("INFO", "clients").text(), "blocked_clients")
                .equals(Integer.toString(clients))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldEndAndLeaveTheDumpWhenItIsBroken() throws Exception {
        try (ServerProcess server = ServerProcess.ringhold("--save", "3600 1");
                RespConnection connection = server.connect()) {
            connection.call("DEBUG", "POPULATE", "1000");
            assertThat(connection.call("SAVE").text()).isEqualTo("OK");
            final byte[] broken = Files.readAllBytes(dump(server));
            broken[broken.length / 2] ^= 1;
            Files.write(dump(server), broken);
            connection.send("DEBUG", "RELOAD", "NOSAVE");
            connection.send("SAVE");
            connection.flush();
            assertThat(connection.read().text())
                    .isEqualTo("ERR Error trying to load the RDB dump, check server logs.");
            assertThat(server.awaitExit()).isEqualTo(1);
            server.awaitOutput("Error loading the RDB file");
            assertThat(dump(server)).hasBinaryContent(broken);
        }
    }

    @Test
    void shouldRefuseToLoadALogThatIsNotThere() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            connection.call("SET", "key", "value");
            assertThat(connection.call("DEBUG", "LOADAOF").text())
                    .isEqualTo("ERR there is no append only file that has all the data");
            assertThat(connection.call("GET", "key").text()).isEqualTo("value");
        }
    }

    @Test
    void shouldGiveUpADumpOfFlushedDataAndSaveNoneWithoutSavePoints() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            flushInTheMiddle(connection);
            assertThat(Files.exists(dump(server))).isFalse();
            assertThat(Snapshots.info(connection, "rdb_saves")).isEqualTo("1");
            connection.call("SET", "key", "new");
            assertThat(connection.call("SAVE").text()).isEqualTo("OK");
        }
    }

    @Test
    void shouldSaveAnEmptyDumpWhenAllIsFlushedWithSavePoints() {
        try (ServerProcess server = ServerProcess.ringhold("--save", "3600 1")) {
            try (RespConnection connection = server.connect()) {
                flushInTheMiddle(connection);
                assertThat(Snapshots.info(connection, "rdb_saves")).isEqualTo("1");
                assertThat(Snapshots.info(connection, "rdb_changes_since_last_save")).isEqualTo("0");
            }
            server.kill();
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("DBSIZE").text()).isEqualTo("0");
            }
        }
    }

    private static void flushInTheMiddle(final RespConnection connection) {
        connection.call("DEBUG", "POPULATE", "1000");
        connection.call("CONFIG", "SET", "rdb-key-save-delay", "10000");
        assertThat(connection.call("BGSAVE").text()).isEqualTo("Background saving started");
        assertThat(connection.call("FLUSHALL").text()).isEqualTo("OK");
        assertThat(Snapshots.awaitDump(connection)).isEqualTo("ok");
        connection.call("CONFIG", "SET", "rdb-key-save-delay", "0");
    }

    @Test
    void shouldRewriteTheLogWithWhatWasThereWhenAllIsFlushedMeanwhile() {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes")) {
            try (RespConnection connection = server.connect()) {
                for (int i = 0; i < 300; i++) {
                    connection.call("SET", "key" + i, "value");
                }
                connection.call("CONFIG", "SET", "rdb-key-save-delay", "5000");
                connection.call("BGREWRITEAOF");
                while ("0".equals(Snapshots.info(connection, "current_save_keys_processed"))) {
                    Thread.onSpinWait();
                }
                connection.call("FLUSHALL");
                connection.call("SET", "then", "new");
                Snapshots.await(connection, "aof_rewrite_in_progress", "0");
            }
            server.kill();
            server.restart();
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("KEYS", "*").toString()).isEqualTo("[\"then\"]");
            }
        }
    }

    @Test
    void shouldSaveWhereSettingsSayWhenTheyChange() throws Exception {
        try (ServerProcess server = ServerProcess.ringhold("--enable-protected-configs", "yes");
                RespConnection connection = server.connect()) {
            final Path other = Files.createDirectory(server.directory().resolve("other"));
            connection.call("SET", "key", "value");
            assertThat(connection.call("CONFIG", "SET", "dir", other.toString(), "dbfilename", "two.rdb").text())
                    .isEqualTo("OK");
            assertThat(connection.call("SAVE").text()).isEqualTo("OK");
            assertThat(other.resolve("two.rdb")).exists();
            assertThat(connection.call("CONFIG", "SET", "dbfilename", "a/b.rdb").text())
                    .contains("dbfilename can't be a path, just a filename");
            assertThat(connection.call("CONFIG", "SET", "dir", other + "/none").text())
                    .contains("No such file or directory");
            assertThat(connection.call("CONFIG", "GET", "dir").toString()).contains(other.toString());
            assertThat(connection.call("DEBUG", "RELOAD").text()).isEqualTo("OK");
            assertThat(connection.call("GET", "key").text()).isEqualTo("value");
        }
    }

    private static Path dump(final ServerProcess server) {
        return server.directory().resolve("dump.rdb");
    }
}

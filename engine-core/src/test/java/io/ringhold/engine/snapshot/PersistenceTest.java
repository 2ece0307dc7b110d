package io.ringhold.engine.snapshot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.port.CommandSource;
import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.engine.port.SnapshotStore;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PersistenceTest {
    private final Store store = new Store();
    private ServerHarness server;
    private ServerHarness.Client client;
    private Persistence persistence;

    @AfterEach
    void tearDown() {
        server.close();
    }

    private void start(final String... options) {
        server = new ServerHarness(options);
        client = server.connect();
        persistence = server.engine().persistence();
        persistence.store(store);
        turn();
    }

    private void turn() {
        persistence.advance(server.nowMs());
        persistence.tick();
    }

    private void after(final long milliseconds) {
        server.advanceMs(milliseconds);
        turn();
    }

    @Test
    void shouldAnswerOkWhenSaved() {
        start();
        client.run("SET a b");
        assertThat(client.run("SAVE")).isEqualTo("+OK\r\n");
        assertThat(store.log).containsExactly("save");
        assertThat(persistence.unsavedChanges()).isZero();
        assertThat(client.run("LASTSAVE")).isEqualTo(":" + server.nowMs() / 1000 + "\r\n");
    }

    @Test
    void shouldAnswerAnErrorWhenItCannotBeSaved() {
        start();
        store.failure = "No space left on device";
        client.run("SET a b");
        assertThat(client.run("SAVE")).isEqualTo("-ERR\r\n");
        assertThat(server.serverLog()).contains("# Error saving DB on disk: No space left on device");
        assertThat(persistence.unsavedChanges()).isEqualTo(1);
        assertThat(client.run("INFO persistence")).contains("rdb_last_bgsave_status:ok\r\n");
    }

    @Test
    void shouldCountOnlyWhatWasThereAtTheCutAsSaved() {
        start();
        client.run("SET a b");
        assertThat(client.run("BGSAVE")).isEqualTo("+Background saving started\r\n");
        client.run("SET c d");
        server.advanceMs(3_000);
        store.job.ends(null);
        turn();
        assertThat(persistence.unsavedChanges()).isEqualTo(1);
        assertThat(persistence.lastSaveMs()).isEqualTo(server.nowMs());
        assertThat(client.run("INFO persistence")).contains("rdb_bgsave_in_progress:0\r\n",
                "rdb_last_bgsave_time_sec:3\r\n", "rdb_saves:1\r\n", "rdb_last_cow_size:4096\r\n",
                "rdb_changes_since_last_save:1\r\n");
    }

    @Test
    void shouldShowHowFarItIsWhileItSaves() {
        start();
        client.run("BGSAVE");
        after(2_000);
        assertThat(client.run("INFO persistence")).contains("rdb_bgsave_in_progress:1\r\n",
                "rdb_current_bgsave_time_sec:2\r\n", "current_save_keys_processed:1\r\n",
                "current_save_keys_total:2\r\n", "current_cow_peak:4096\r\n");
    }

    @Test
    void shouldNotCountARewriteAsFailedWhenThereIsNoLog() {
        start();
        server.logging(false);
        assertThat(client.run("BGREWRITEAOF")).startsWith("-ERR Can't execute an AOF background rewriting.");
        assertThat(store.log).isEmpty();
        assertThat(client.run("INFO persistence")).contains("aof_last_bgrewrite_status:ok\r\n",
                "aof_rewrites_consecutive_failures:0\r\n", "aof_last_write_status:ok\r\n");
    }

    @Test
    void shouldCountFromZeroWhenStatisticsAreReset() {
        start();
        client.run("SAVE");
        store.failure = "No space left on device";
        client.run("BGREWRITEAOF");
        assertThat(client.run("INFO persistence")).contains("rdb_saves:1\r\n",
                "aof_rewrites_consecutive_failures:1\r\n");
        client.run("CONFIG RESETSTAT");
        assertThat(client.run("INFO persistence")).contains("rdb_saves:0\r\n", "aof_rewrites:0\r\n",
                "aof_rewrites_consecutive_failures:0\r\n", "aof_last_bgrewrite_status:err\r\n");
    }

    @Test
    void shouldCountWhatIsBegunWhateverBecomesOfItAsRedisDoes() {
        start("--save", "3600", "1", "--stop-writes-on-bgsave-error", "no");
        store.failure = "No space left on device";
        client.run("SAVE");
        client.run("BGSAVE");
        client.run("BGREWRITEAOF");
        assertThat(client.run("INFO persistence")).contains("rdb_saves:2\r\n", "aof_rewrites:0\r\n");
        store.failure = null;
        client.run("BGSAVE");
        assertThat(client.run("INFO persistence")).contains("rdb_bgsave_in_progress:1\r\n", "rdb_saves:3\r\n");
        store.job.ends("No space left on device");
        turn();
        client.run("BGREWRITEAOF");
        store.job.ends("No space left on device");
        turn();
        client.run("FLUSHALL");
        assertThat(store.log).endsWith("save");
        assertThat(client.run("INFO persistence")).contains("rdb_saves:3\r\n", "aof_rewrites:1\r\n");
    }

    @Test
    void shouldRefuseWhatCannotBeDoneMeanwhile() {
        start();
        client.run("BGSAVE");
        assertThat(client.run("SAVE")).isEqualTo("-ERR Background save already in progress\r\n");
        assertThat(client.run("BGSAVE")).isEqualTo("-ERR Background save already in progress\r\n");
        assertThat(client.run("BGREWRITEAOF"))
                .isEqualTo("+Background append only file rewriting scheduled\r\n");
        assertThat(client.run("BGSAVE foo")).isEqualTo("-ERR syntax error\r\n");
        assertThat(client.run("INFO persistence")).contains("aof_rewrite_scheduled:1\r\n");
        store.job.ends(null);
        turn();
        assertThat(store.log).containsExactly("dump", "rewrite");
        assertThat(client.run("BGREWRITEAOF"))
                .isEqualTo("-ERR Background append only file rewriting already in progress\r\n");
        assertThat(client.run("BGSAVE")).startsWith("-ERR Another child process is active (AOF?)");
        assertThat(client.run("BGSAVE SCHEDULE")).isEqualTo("+Background saving scheduled\r\n");
        store.job.ends(null);
        turn();
        assertThat(store.log).containsExactly("dump", "rewrite", "dump");
    }

    @Test
    void shouldSaveByRules() {
        start("--save", "60", "2");
        client.run("SET a b");
        after(100_000);
        assertThat(store.log).isEmpty();
        client.run("SET a c");
        turn();
        assertThat(store.log).containsExactly("dump");
        assertThat(server.serverLog()).contains("* 2 changes in 60 seconds. Saving...");
    }

    @Test
    void shouldWaitForTheTimeOfARule() {
        start("--save", "60", "2");
        client.run("SET a b");
        client.run("SET a c");
        after(60_000);
        assertThat(store.log).isEmpty();
        after(1_000);
        assertThat(store.log).containsExactly("dump");
    }

    @Test
    void shouldNeverSaveWhenARuleHasMoreSecondsThanThereAre() {
        start("--save", "9223372036854775807", "1");
        client.run("SET a b");
        after(100_000);
        assertThat(store.log).isEmpty();
    }

    @Test
    void shouldRefuseWritesAndTryAgainAfterAFailure() {
        start("--save", "1", "1");
        client.run("SET a b");
        after(2_000);
        store.job.ends("No space left on device");
        turn();
        assertThat(server.serverLog()).contains("# Background saving error: No space left on device");
        assertThat(client.run("SET a c")).startsWith("-MISCONF Redis is configured to save RDB snapshots");
        assertThat(client.run("PING")).startsWith("-MISCONF Redis is configured to save RDB snapshots");
        assertThat(client.run("GET a")).isEqualTo("$1\r\nb\r\n");
        after(2_000);
        assertThat(store.log).containsExactly("dump");
        after(5_000);
        assertThat(store.log).containsExactly("dump", "dump");
        store.job.ends(null);
        turn();
        assertThat(client.run("SET a c")).isEqualTo("+OK\r\n");
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void shouldTakeWritesAfterAFailureWhenSoConfigured() {
        start("--save", "1", "1", "--stop-writes-on-bgsave-error", "no");
        store.failure = "No space left on device";
        client.run("BGSAVE");
        assertThat(client.run("SET a c")).isEqualTo("+OK\r\n");
        client.run("CONFIG SET stop-writes-on-bgsave-error yes");
        assertThat(client.run("SET a c")).startsWith("-MISCONF");
        assertThat(server.settings().set(List.of("save", ""), true)).isNull();
        assertThat(client.run("SET a c")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldSaveBeforeTheEndWhenDumpsAreWanted() {
        start("--save", "3600", "1");
        client.run("SHUTDOWN");
        assertThat(store.log).containsExactly("save");
        assertThat(server.serverLog()).containsExactly("# User requested shutdown...",
                "* Saving the final RDB snapshot before exiting.", "* DB saved on disk", "shutdown");
    }

    @Test
    void shouldGoOnWhenItCannotSaveBeforeTheEnd() {
        start("--save", "");
        store.failure = "Permission denied";
        assertThat(client.run("SHUTDOWN SAVE")).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
        assertThat(server.serverLog()).doesNotContain("shutdown");
        client.run("SHUTDOWN SAVE FORCE");
        assertThat(server.serverLog()).contains("shutdown");
    }

    @Test
    void shouldGiveUpWhatIsUnderWayAtTheEnd() {
        start("--save", "");
        client.run("BGSAVE");
        client.run("SHUTDOWN NOSAVE");
        assertThat(store.log).containsExactly("dump", "cancelled");
        assertThat(server.serverLog()).contains("shutdown");
    }

    @Test
    void shouldSaveTheEmptyDataWhenEverythingIsFlushedAndDumpsAreWanted() {
        start("--save", "3600", "1");
        client.run("SET a b");
        assertThat(client.run("FLUSHALL")).isEqualTo("+OK\r\n");
        assertThat(store.log).containsExactly("save");
        assertThat(persistence.unsavedChanges()).isZero();
        store.failure = "No space left on device";
        assertThat(client.run("FLUSHALL")).isEqualTo("+OK\r\n");
        assertThat(persistence.unsavedChanges()).isEqualTo(1);
        assertThat(client.run("SET a b")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldGiveUpADumpAndKeepARewriteWhenEverythingIsFlushed() {
        start("--save", "");
        client.run("BGSAVE");
        client.run("FLUSHALL");
        assertThat(store.log).containsExactly("dump", "cancelled");
        turn();
        assertThat(client.run("INFO persistence")).contains("rdb_bgsave_in_progress:0\r\n",
                "rdb_last_bgsave_status:ok\r\n", "rdb_last_bgsave_time_sec:-1\r\n", "rdb_saves:1\r\n");
        assertThat(server.serverLog()).contains("# Background saving was given up");
        client.run("BGREWRITEAOF");
        client.run("FLUSHALL");
        assertThat(store.log).containsExactly("dump", "cancelled", "rewrite");
    }

    @Test
    void shouldExecuteNothingAfterAShutdown() {
        start("--save", "");
        client.run("SHUTDOWN NOSAVE");
        assertThat(client.run("SET a b")).isEmpty();
        assertThat(server.connect().run("SET c d")).isEmpty();
        assertThat(server.engine().keyspace().size()).isZero();
    }

    @Test
    void shouldNotEndWhileALogThatWasTurnedOnHasNoBase() {
        start("--save", "");
        store.failure = "No space left on device";
        persistence.logTurnedOn();
        assertThat(client.run("SHUTDOWN")).isEqualTo("-ERR Errors trying to SHUTDOWN. Check logs.\r\n");
        assertThat(server.serverLog()).contains("# Writing initial AOF, can't exit.");
        client.run("SHUTDOWN FORCE");
        assertThat(server.serverLog()).contains("shutdown");
    }

    @Test
    void shouldSaveWhenForcedToEndWhileALogThatWasTurnedOnHasNoBase() {
        start("--save", "3600", "1");
        persistence.logTurnedOn();
        client.run("SHUTDOWN FORCE");
        assertThat(store.log).containsExactly("rewrite", "cancelled", "save");
        assertThat(server.serverLog()).endsWith("* DB saved on disk", "shutdown");
    }

    @Test
    void shouldSaveByRulesWhenTheClockHasGoneBack() {
        start("--save", "60", "1");
        client.run("SET a b");
        after(-TimeUnit.DAYS.toMillis(1));
        assertThat(store.log).containsExactly("dump");
        store.job.ends(null);
        client.run("SET a b");
        turn();
        after(60_000);
        assertThat(store.log).as("time goes on from there").containsExactly("dump");
        after(1_000);
        assertThat(store.log).containsExactly("dump", "dump");
    }

    @Test
    void shouldTryAgainAfterAFailureWhenTheClockHasGoneBack() {
        start("--save", "3600", "1000");
        store.failure = "No space left on device";
        persistence.logTurnedOn();
        assertThat(client.run("BGSAVE")).isEqualTo("-ERR\r\n");
        store.failure = null;
        after(-TimeUnit.DAYS.toMillis(1));
        assertThat(store.log).containsExactly("rewrite", "dump", "rewrite");
        store.job.ends(null);
        persistence.scheduleDump();
        turn();
        turn();
        assertThat(store.log).containsExactly("rewrite", "dump", "rewrite", "dump");
    }

    @Test
    void shouldGiveMemoryBackAfterASnapshot() {
        start();
        client.run("BGSAVE");
        assertThat(persistence.hasMemoryToRelease()).isFalse();
        store.job.ends(null);
        turn();
        store.copies = 3L << 20;
        int slices = 0;
        while (persistence.hasMemoryToRelease()) {
            persistence.releaseSome();
            slices++;
        }
        assertThat(slices).isEqualTo(4);
    }

    /** Writes down what it is asked, and does what the test says. */
    private static final class Store implements SnapshotStore {
        private final List<String> log = new ArrayList<>();
        private String failure;
        private Job job;
        private long copies;

        @Override
        public void save() throws IOException {
            log.add("save");
            check();
        }

        @Override
        public SnapshotJob beginDump() throws IOException {
            log.add("dump");
            check();
            job = new Job(log);
            return job;
        }

        @Override
        public SnapshotJob beginLogRewrite() throws IOException {
            log.add("rewrite");
            check();
            job = new Job(log);
            return job;
        }

        @Override
        public CommandSource openDump() throws IOException {
            throw new IOException("there is no dump");
        }

        @Override
        public long releaseSome(final long maxBytes) {
            final long released = Math.min(copies, maxBytes);
            copies -= released;
            return released;
        }

        private void check() throws IOException {
            if (failure != null) {
                throw new IOException(failure);
            }
        }
    }

    private static final class Job implements SnapshotJob {
        private final List<String> log;
        private boolean ended;
        private String error;

        Job(final List<String> log) {
            this.log = log;
        }

        void ends(final String reason) {
            ended = true;
            error = reason;
        }

        @Override
        public boolean advance() {
            return ended;
        }

        @Override
        public void cancel() {
            log.add("cancelled");
            ends("cancelled");
        }

        @Override
        public String error() {
            return error;
        }

        @Override
        public SnapshotFigures figures() {
            return new SnapshotFigures(1, 2, 300, 4096, 4096);
        }
    }
}

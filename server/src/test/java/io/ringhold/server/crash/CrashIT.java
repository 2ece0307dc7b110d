package io.ringhold.server.crash;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the server with SIGKILL while clients write with {@code appendfsync always}, restarts it, and looks for everything that was
 * acknowledged. In most rounds the log is rewritten and the data are dumped meanwhile. {@code -Dringhold.crash.rounds=N} kills so many times.
 */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("ringhold.crash.rounds", 20);
    private static final int WRITERS = 8;
    private static final int PIPELINE = 4;
    /** In one round of so many there are no snapshots. */
    private static final int SNAPSHOTS_NOT_IN = 4;

    @Test
    void shouldKeepEveryAcknowledgedWriteWhenKilled() throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("CrashIT seed " + seed);
        final Random random = new Random(seed);
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--appendfsync", "always",
                "--rdb-version", "10", "--snapshot-cpu-percent", "100")) {
            final List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(ledger(i)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                final boolean snapshots = round % SNAPSHOTS_NOT_IN != 0;
                // two are a rewrite and a dump: at least the first round with snapshots completes both
                final int wantedSnapshots = !snapshots ? 0 : round == 1 ? 2 : random.nextInt(3);
                final Round run = new Round(200 + random.nextInt(2_000), wantedSnapshots);
                final List<Thread> threads = new ArrayList<>();
                for (final Writer writer : writers) {
                    threads.add(Thread.ofPlatform().start(() -> run.write(writer, server)));
                }
                if (snapshots) {
                    final int delayUs = wantedSnapshots == 0 ? random.nextInt(100) : 0;
                    threads.add(Thread.ofPlatform().start(() -> run.snapshot(server, delayUs)));
                }
                run.awaitAcknowledged();
                run.killing = true; // before: a writer may notice earlier than this thread
                server.kill();
                for (final Thread thread : threads) {
                    thread.join();
                }
                assertThat(run.failures).as("round %d", round).isEmpty();
                checkDump(server);
                server.restart();
                try (RespConnection connection = server.connect()) {
                    for (final Writer writer : writers) {
                        writer.check(connection);
                    }
                }
            }
            assertThat(server.directory().resolve("dump.rdb")).as("written in some round").exists();
        }
    }

    private static Ledger ledger(final int id) {
        return switch (id % 3) {
            case 0 -> new StringLedger(id);
            case 1 -> new CollectionLedger(id);
            default -> new TransferLedger(id);
        };
    }

    /** The dump file is a whole one, of whatever moment, even if the server was killed while it wrote another. */
    private static void checkDump(final ServerProcess server) throws Exception {
        final Path dump = server.directory().resolve("dump.rdb");
        if (Files.exists(dump)) {
            final Process check = new ProcessBuilder("redis-check-rdb", dump.toString()).redirectErrorStream(true)
                    .start();
            final String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor()).as(output).isZero();
        }
    }

    /** What a round's threads tell the test. */
    private static final class Round {
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final CountDownLatch acknowledged;
        private final CountDownLatch snapshots;
        private volatile boolean killing;

        Round(final int writes, final int wantedSnapshots) {
            acknowledged = new CountDownLatch(writes);
            snapshots = new CountDownLatch(wantedSnapshots);
        }

        /** Waits until enough is acknowledged and there were enough snapshots, or a thread has failed. */
        void awaitAcknowledged() throws InterruptedException {
            acknowledged.await();
            snapshots.await();
        }

        void write(final Writer writer, final ServerProcess server) {
            try {
                writer.write(server, acknowledged);
            } catch (final UncheckedIOException e) {
                // the server was killed: what has been acknowledged is known
                if (!killing) {
                    fail(e);
                }
            } catch (final RuntimeException | Error e) {
                fail(e);
            }
        }

        /** Has the data dumped and the log rewritten again and again, until the server is killed. */
        void snapshot(final ServerProcess server, final int delayUs) {
            try (RespConnection connection = server.connect()) {
                connection.call("CONFIG", "SET", "rdb-key-save-delay", Integer.toString(delayUs));
                while (true) {
                    assertThat(connection.call("BGREWRITEAOF").isError()).isFalse();
                    awaitIdle(connection);
                    assertThat(connection.call("BGSAVE").isError()).isFalse();
                    awaitIdle(connection);
                }
            } catch (final UncheckedIOException e) {
                if (!killing) {
                    fail(e);
                }
            } catch (final RuntimeException | Error e) {
                fail(e);
            }
        }

        private void awaitIdle(final RespConnection connection) {
            String info = connection.call("INFO", "persistence").text();
            while (info.contains("_in_progress:1")) {
                info = connection.call("INFO", "persistence").text();
            }
            assertThat(info).contains("rdb_last_bgsave_status:ok", "aof_last_bgrewrite_status:ok");
            snapshots.countDown();
        }

        private void fail(final Throwable failure) {
            failures.add(failure);
            release(acknowledged);
            release(snapshots);
        }
    }

    private static void release(final CountDownLatch latch) {
        while (latch.getCount() != 0) {
            latch.countDown();
        }
    }

    /** Counts up by a ledger, some counts at a time. */
    private static final class Writer {
        private final Ledger ledger;
        private final AtomicLong acknowledged = new AtomicLong();
        private volatile long sent;

        Writer(final Ledger ledger) {
            this.ledger = ledger;
        }

        void write(final ServerProcess server, final CountDownLatch latch) {
            try (RespConnection connection = server.connect()) {
                while (true) {
                    final long from = sent + 1;
                    final int[] commands = new int[PIPELINE];
                    sent = from + PIPELINE - 1;
                    for (int i = 0; i < PIPELINE; i++) {
                        commands[i] = ledger.send(connection, from + i);
                    }
                    connection.flush();
                    for (int i = 0; i < PIPELINE; i++) {
                        final List<Reply> replies = new ArrayList<>();
                        for (int command = 0; command < commands[i]; command++) {
                            replies.add(connection.read());
                        }
                        ledger.acknowledge(from + i, replies);
                        acknowledged.set(from + i);
                        latch.countDown();
                    }
                }
            }
        }

        void check(final RespConnection connection) {
            final String text = connection.call("GET", ledger.counterKey()).text();
            final long count = text.isEmpty() ? 0 : Long.parseLong(text);
            assertThat(count).as(ledger.counterKey()).isBetween(acknowledged.get(), sent);
            ledger.check(connection, count);
            acknowledged.set(count);
            sent = count;
        }
    }
}

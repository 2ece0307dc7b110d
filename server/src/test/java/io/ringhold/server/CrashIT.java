package io.ringhold.server;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the server with SIGKILL while clients write with {@code appendfsync always}, restarts it, and looks for everything that was
 * acknowledged.
 */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("ringhold.crash.rounds", 20);
    private static final int WRITERS = 8;
    private static final int PIPELINE = 4;

    @Test
    void shouldKeepEveryAcknowledgedWriteWhenKilled() throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("CrashIT seed " + seed);
        final Random random = new Random(seed);
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--appendfsync", "always")) {
            final List<Writer> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(i));
            }
            for (int round = 0; round < ROUNDS; round++) {
                final Round run = new Round(200 + random.nextInt(2_000));
                final List<Thread> threads = new ArrayList<>();
                for (final Writer writer : writers) {
                    threads.add(Thread.ofPlatform().start(() -> run.write(writer, server)));
                }
                run.awaitAcknowledged();
                run.killing = true; // before: a writer may notice earlier than this thread
                server.kill();
                for (final Thread thread : threads) {
                    thread.join();
                }
                assertThat(run.failures).as("round %d", round).isEmpty();
                server.restart();
                try (RespConnection connection = server.connect()) {
                    for (final Writer writer : writers) {
                        writer.check(connection, round);
                    }
                }
            }
        }
    }

    /** What a round's threads tell the test. */
    private static final class Round {
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final CountDownLatch acknowledged;
        private volatile boolean killing;

        Round(final int writes) {
            acknowledged = new CountDownLatch(writes);
        }

        /** Waits until enough is acknowledged, or a writer has failed. */
        void awaitAcknowledged() throws InterruptedException {
            acknowledged.await();
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

        private void fail(final Throwable failure) {
            failures.add(failure);
            while (acknowledged.getCount() != 0) {
                acknowledged.countDown();
            }
        }
    }

    /** Counts up in a key of its own, and leaves one key for each count. */
    private static final class Writer {
        private final int id;
        private final AtomicLong acknowledged = new AtomicLong();
        private long sent;
        private long highest;

        Writer(final int id) {
            this.id = id;
        }

        void write(final ServerProcess server, final CountDownLatch latch) {
            // what was sent last time and not acknowledged may or may not be there: it is sent again
            sent = acknowledged.get();
            try (RespConnection connection = server.connect()) {
                while (true) {
                    final long from = sent + 1;
                    for (int i = 0; i < PIPELINE; i++) {
                        connection.send("SET", "last:" + id, Long.toString(from + i));
                        connection.send("SET", key(from + i), value(from + i));
                    }
                    sent = from + PIPELINE - 1;
                    highest = Math.max(highest, sent);
                    connection.flush();
                    for (int i = 0; i < PIPELINE; i++) {
                        assertThat(connection.read().text()).isEqualTo("OK");
                        assertThat(connection.read().text()).isEqualTo("OK");
                        acknowledged.set(from + i);
                        latch.countDown();
                    }
                }
            }
        }

        void check(final RespConnection connection, final int round) {
            final long last = acknowledged.get();
            assertThat(Long.parseLong(connection.call("GET", "last:" + id).text())).as("round %d, writer %d", round, id)
                    .isBetween(last, highest);
            for (long i = 1; i <= last; i++) {
                connection.send("GET", key(i));
            }
            connection.flush();
            for (long i = 1; i <= last; i++) {
                assertThat(connection.read().text()).as("round %d, writer %d, key %d", round, id, i)
                        .isEqualTo(value(i));
            }
        }

        private String key(final long count) {
            return "key:" + id + ':' + count;
        }

        private String value(final long count) {
            return "v" + id + '-' + count + "-" + "x".repeat((int) (count % 300));
        }
    }
}

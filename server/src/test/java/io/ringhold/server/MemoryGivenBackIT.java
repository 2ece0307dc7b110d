package io.ringhold.server;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Memory goes back to the system soon after data have gone, whichever way and wherever they lay. */
class MemoryGivenBackIT {
    private static final int KEYS = 400_000;
    private static final int BATCH = 1_000;
    private static final int VALUE_BYTES = 300;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    /** What is kept for soon. */
    private static final long KEPT_BYTES = 12 << 20;

    @Test
    void shouldGiveMemoryBackWhenRandomKeysAreDeleted() {
        try (ServerProcess server = ServerProcess.ringhold("--active-defrag-ignore-bytes", "4mb");
                RespConnection connection = server.connect()) {
            connection.call("SET", "small", "1");
            fill(connection, 0);
            final long full = info(connection, "used_memory_rss");
            final Random random = new Random(1);
            long deleted = 0;
            for (int i = 0; i < KEYS; i += BATCH) {
                int sent = 0;
                for (int j = i; j < i + BATCH; j++) {
                    if (random.nextInt(10) != 0) {
                        connection.send("DEL", "key:" + j);
                        sent++;
                    }
                }
                connection.flush();
                for (int j = 0; j < sent; j++) {
                    connection.read();
                }
                deleted += sent;
            }
            awaitMemory(connection, full - deleted * VALUE_BYTES * 4 / 5);
            assertThat(info(connection, "active_defrag_hits")).isPositive();
            assertThat(connection.call("DBSIZE").text()).isEqualTo(String.valueOf(KEYS + 1 - deleted));
            final Random again = new Random(1);
            for (int i = 0; i < KEYS; i++) {
                if (again.nextInt(10) == 0 && i % 50 == 0) {
                    assertThat(connection.call("GET", "key:" + i).text()).isEqualTo(value(i));
                }
            }
        }
    }

    @Test
    void shouldGiveMemoryBackWhenADatabaseIsFlushedAndWhenAllKeysExpire() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            fill(connection, 0);
            final long full = info(connection, "used_memory_rss");
            connection.call("FLUSHALL", "ASYNC");
            awaitMemory(connection, full - (long) KEYS * VALUE_BYTES * 4 / 5);
            fill(connection, 1_000);
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (!connection.call("DBSIZE").text().equals("0")) {
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
            }
            awaitMemory(connection, full - (long) KEYS * VALUE_BYTES * 4 / 5);
        }
    }

    private static void fill(final RespConnection connection, final long lifeMs) {
        for (int i = 0; i < KEYS; i += BATCH) {
            for (int j = i; j < i + BATCH; j++) {
                if (lifeMs == 0) {
                    connection.send("SET", "key:" + j, value(j));
                } else {
                    connection.send("SET", "key:" + j, value(j), "PX", String.valueOf(lifeMs));
                }
            }
            connection.flush();
            for (int j = 0; j < BATCH; j++) {
                connection.read();
            }
        }
    }

    private static String value(final int number) {
        return String.valueOf(number).repeat(VALUE_BYTES / String.valueOf(number).length());
    }

    /** Waits until the arena holds little more than the data, and the process no more than so much. */
    private static void awaitMemory(final RespConnection connection, final long residentBytes) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        long allocated;
        long held;
        long resident;
        do {
            assertThat(connection.call("PING").text()).isEqualTo("PONG");
            allocated = info(connection, "allocator_allocated");
            held = info(connection, "allocator_resident");
            resident = info(connection, "used_memory_rss");
            assertThat(System.nanoTime()).as("held %d for %d, resident %d of %d wanted", held, allocated, resident,
                    residentBytes).isLessThan(deadlineNs);
        } while (held > allocated + allocated / 5 + KEPT_BYTES || resident > residentBytes);
    }

    private static long info(final RespConnection connection, final String field) {
        final String text = connection.call("INFO", "everything").text();
        final int from = text.indexOf('\n' + field + ':') + field.length() + 2;
        return Long.parseLong(text.substring(from, text.indexOf('\r', from)));
    }
}

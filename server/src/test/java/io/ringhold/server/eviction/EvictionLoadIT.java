package io.ringhold.server.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers of all sizes on a full server: nobody is refused, and memory never passes its limit by more than a hundredth, requests that have just been
 * read apart, of which the engine knows only then.
 */
class EvictionLoadIT {
    private static final long LIMIT = 100L << 20;
    private static final int WRITERS = 3;
    private static final int BATCHES = 500;
    private static final int BATCH = 40;
    /** What a batch may make a client's buffers grow to. */
    private static final long MAX_REQUEST_BYTES = 8L << 20;

    private final AtomicBoolean done = new AtomicBoolean();

    @ParameterizedTest
    @CsvSource({"allkeys-lru, shared, no", "allkeys-lfu, dedicated, no", "volatile-ttl, shared, no",
        "allkeys-random, shared, yes"})
    void shouldKeepToTheLimitWhenValuesOfAllSizesAreWritten(final String policy, final String threading,
            final String log) throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("EvictionLoadIT -Dringhold.seed=" + seed);
        final List<String> program = new ArrayList<>(ServerProcess.ringholdProgram());
        program.addAll(List.of("--threading", threading));
        try (ServerProcess server = ServerProcess.start("ringhold", program, "--maxmemory", Long.toString(LIMIT),
                "--maxmemory-policy", policy, "--appendonly", log, "--save", "");
                ExecutorService threads = Executors.newCachedThreadPool()) {
            final List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                final Random random = new Random(seed + i);
                writers.add(threads.submit(() -> write(server, random)));
            }
            final Future<Long> most = threads.submit(() -> watch(server));
            for (final Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            assertThat(most.get()).isGreaterThan(LIMIT * 95 / 100);
            try (RespConnection connection = server.connect()) {
                assertThat(connection.call("INFO", "stats").text()).doesNotContain("evicted_keys:0\r\n");
            }
        }
    }

    private long watch(final ServerProcess server) {
        long most = 0;
        try (RespConnection connection = server.connect()) {
            while (!done.get()) {
                final String info = connection.call("INFO", "memory").text();
                final long used = HitRatioIT.figure(info, "used_memory");
                final long clients = HitRatioIT.figure(info, "mem_clients_normal");
                assertThat(used - clients).isLessThanOrEqualTo(LIMIT + LIMIT / 100);
                assertThat(used).isLessThanOrEqualTo(LIMIT + LIMIT / 100 + WRITERS * MAX_REQUEST_BYTES);
                most = Math.max(most, used);
            }
        }
        return most;
    }

    private static Void write(final ServerProcess server, final Random random) {
        try (RespConnection connection = server.connect()) {
            for (int batch = 0; batch < BATCHES; batch++) {
                int sent = 0;
                for (int i = 0; i < BATCH; i++) {
                    sent += send(connection, random);
                }
                connection.flush();
                for (int i = 0; i < sent; i++) {
                    final Reply reply = connection.read();
                    assertThat(reply.isError()).as(reply.toString()).isFalse();
                }
            }
        }
        return null;
    }

    /** Returns how many commands it sent. */
    private static int send(final RespConnection connection, final Random random) {
        final int kind = random.nextInt(1_000);
        final String key = "k" + random.nextInt(1_000_000);
        if (kind < 5) {
            connection.send("SET", key, "x".repeat(random.nextInt(1 << 20)), "EX", "1000");
            return 1;
        }
        if (kind < 900) {
            connection.send("SET", key, "x".repeat(random.nextInt(200)), "EX", Integer.toString(100 + kind));
            return 1;
        }
        final String collection = "c" + kind % 4 + ':' + random.nextInt(20);
        final List<String> words = new ArrayList<>(switch (kind % 4) {
            case 0 -> List.of("SADD", collection);
            case 1 -> List.of("HSET", collection);
            case 2 -> List.of("ZADD", collection);
            default -> List.of("RPUSH", collection);
        });
        for (int i = 0; i < 200; i++) {
            final String number = Integer.toString(random.nextInt(10_000_000));
            words.add(number);
            if (kind % 4 == 1 || kind % 4 == 2) {
                words.add(number);
            }
        }
        connection.send(words.toArray(String[]::new));
        connection.send("EXPIRE", collection, "1000");
        return 2;
    }
}

package io.ringhold.server.snapshot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A snapshot shows the moment at which it was asked for, whatever writers do meanwhile. {@code -Dringhold.seed=N} repeats a run,
 * {@code -Dringhold.snapshot.rounds=N} does so many rounds in each mode.
 */
class SnapshotIT {
    private static final int ROUNDS = Integer.getInteger("ringhold.snapshot.rounds", 4);
    private static final int COMMANDS = 3_000;
    private static final int WRITERS = 3;
    private static final int MILLION = 1_000_000;
    private static final int FEWER = 50_000;
    private static final String FLUSH_DATABASE = "FLUSHDB";

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldDumpTheMomentOfTheCommandWhenWritersChangeEverything(final String threading) throws Exception {
        final Random seeds = seeds("dump, " + threading);
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                ServerProcess reader = ServerProcess.ringhold();
                RespConnection control = server.connect();
                RespConnection other = reader.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                final String digest = dumpUnderLoad(server, control, seeds.nextLong(1L << 40), round);
                Files.copy(dump(server), dump(reader), StandardCopyOption.REPLACE_EXISTING);
                assertThat(other.call("DEBUG", "RELOAD", "NOSAVE").text()).isEqualTo("OK");
                assertThat(Snapshots.digest(other)).as("round %d", round).isEqualTo(digest);
            }
        }
    }

    private static String dumpUnderLoad(final ServerProcess server, final RespConnection control, final long seed,
            final int round) {
        prepare(control, seed, round);
        try (Turmoil turmoil = new Turmoil(server, WRITERS, seed, FLUSH_DATABASE)) {
            awaitBatches(turmoil, control, 5);
            final List<Reply> replies = control.pipeline(List.of(Command.of("DEBUG", "DIGEST"),
                    Command.of("BGSAVE")));
            assertThat(replies.get(1).text()).isEqualTo("Background saving started");
            turmoil.letExpire();
            assertThat(Snapshots.awaitDump(control)).as(server.output()).isEqualTo("ok");
            return replies.get(0).text();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldLoseNothingWhenTheLogIsRewrittenUnderLoad(final String threading) throws Exception {
        final Random seeds = seeds("rewrite, " + threading);
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading, "--appendonly", "yes",
                "--auto-aof-rewrite-percentage", "0")) {
            for (int round = 0; round < ROUNDS; round++) {
                final String digest;
                try (RespConnection control = server.connect()) {
                    final long seed = seeds.nextLong(1L << 40);
                    prepare(control, seed, 1);
                    // a rewrite that begins while writers are at work has many keys
                    control.call("CONFIG", "SET", "rdb-key-save-delay", "0");
                    try (Turmoil turmoil = new Turmoil(server, WRITERS, seed, "FLUSHALL")) {
                        awaitBatches(turmoil, control, 5);
                        for (int i = 0; i < 3; i++) {
                            assertThat(Snapshots.rewrite(control)).as(server.output()).isEqualTo("ok");
                        }
                    }
                    Snapshots.postponeExpiry(control);
                    digest = Snapshots.digest(control);
                }
                server.kill();
                server.restart();
                try (RespConnection control = server.connect()) {
                    assertThat(Snapshots.digest(control)).as("round %d", round).isEqualTo(digest);
                }
            }
        }
    }

    private static void prepare(final RespConnection control, final long seed, final int round) {
        control.call("FLUSHALL");
        control.call("CONFIG", "SET", "rdb-key-save-delay", "0");
        RandomData.fill(control, seed, COMMANDS);
        RandomData.fillTimedHashes(control, seed);
        RandomData.fillBig(control, round == 0 ? MILLION : FEWER);
        final Random random = new Random(seed);
        control.call("CONFIG", "SET", "rdb-key-save-delay", Integer.toString(random.nextInt(5_000)));
        control.call("CONFIG", "SET", "snapshot-cpu-percent", Integer.toString(random.nextInt(20, 101)));
        control.call("CONFIG", "SET", "rdbcompression", random.nextBoolean() ? "yes" : "no");
    }

    private static void awaitBatches(final Turmoil turmoil, final RespConnection control, final int batches) {
        while (turmoil.batches() < batches) {
            control.call("PING");
        }
    }

    private static Random seeds(final String what) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SnapshotIT, " + what + ": seed " + seed);
        return new Random(seed);
    }

    private static Path dump(final ServerProcess server) {
        return server.directory().resolve("dump.rdb");
    }
}

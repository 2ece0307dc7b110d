package io.ringhold.wal.rdb;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.ringhold.offheap.cow.Cut;
import io.ringhold.offheap.cow.FrozenView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.wal.base.CommandBaseWriter;
import io.ringhold.wal.base.CommandBases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files of a cut, written by another thread while all keys change, hold what was there at the cut. */
class FrozenKeyspaceIT {
    private static final int ROUNDS = 20;

    @TempDir
    private Path dir;

    /** Begins a file of some format. */
    @FunctionalInterface
    private interface Format {
        KeyspaceWriter open(MemoryView view, RdbImage image, RdbTarget target);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12})
    void shouldWriteRdbFilesOfTheCutWhileTheServerGoesOn(final int version) throws Exception {
        final Random random = new Random(RdbFixture.seed("FrozenKeyspaceIT " + version));
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS);
                Cut cut = new Cut(fixture.arena(), 64L << 20)) {
            for (int round = 0; round < ROUNDS; round++) {
                fixture.fill(random, 150, version == 12);
                final Map<String, Object> expected = Contents.of(fixture.server, version, RandomKeys.DATABASES);
                final byte[] file = writeWhileChanging(fixture, cut, random, version == 12,
                        (view, image, target) -> new RdbWriter(view, image, target, RdbOptions.of(version)));
                Contents.assertSame(RdbParser.parse(file).contents, expected);
                flushSome(fixture, random);
            }
        }
    }

    @Test
    void shouldWriteCommandsOfTheCutWhileTheServerGoesOn() throws Exception {
        final Random random = new Random(RdbFixture.seed("FrozenKeyspaceIT commands"));
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS);
                Cut cut = new Cut(fixture.arena(), 64L << 20)) {
            for (int round = 0; round < ROUNDS; round++) {
                fixture.fill(random, 150, true);
                final Object expected = fixture.run("DEBUG DIGEST");
                final byte[] base = writeWhileChanging(fixture, cut, random, true,
                        (view, image, target) -> new CommandBaseWriter(view, image, target, false));
                try (RdbFixture replayed = new RdbFixture()) {
                    CommandBases.replay(base, dir, replayed);
                    assertThat(replayed.run("DEBUG DIGEST")).as("round %d", round).isEqualTo(expected);
                }
                flushSome(fixture, random);
            }
        }
    }

    private static byte[] writeWhileChanging(final RdbFixture fixture, final Cut cut, final Random random,
            final boolean withFieldTimes, final Format format) throws Exception {
        cut.prepare();
        cut.open();
        final RdbImage image = fixture.image();
        final Semaphore turns = new Semaphore(0);
        final CompletableFuture<byte[]> written = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> write(cut, image, format, turns, written));
        int changes = 0;
        while (!written.isDone()) {
            fixture.fill(random, 6, withFieldTimes);
            fixture.run("SELECT " + random.nextInt(RandomKeys.DATABASES));
            for (int i = 0; i < 4; i++) {
                changeOne(fixture, random, (String) fixture.run("RANDOMKEY"));
            }
            changes++;
            turns.release(30);
        }
        final byte[] file = written.get(60, TimeUnit.SECONDS);
        cut.end();
        while (cut.releaseSome(1 << 20) > 0) {
            // until all is released
        }
        assertThat(changes).isPositive();
        return file;
    }

    private static void changeOne(final RdbFixture fixture, final Random random, final String key) {
        final String type = random.nextInt(4) == 0 ? "none" : (String) fixture.server.ask("TYPE", key);
        switch (type) {
            case "string" -> fixture.server.ask("APPEND", key, "more");
            case "list" -> fixture.server.ask(random.nextBoolean() ? "LPOP" : "RPOP", key, "3");
            case "set" -> fixture.server.ask("SPOP", key);
            case "zset" -> fixture.server.ask("ZPOPMIN", key, "2");
            case "hash" -> fixture.server.ask("HSET", key, Integer.toString(random.nextInt(10)), "value");
            case "stream" -> fixture.server.ask("XTRIM", key, "MAXLEN", Integer.toString(random.nextInt(10)));
            default -> fixture.server.ask("DEL", key);
        }
    }

    private static void flushSome(final RdbFixture fixture, final Random random) {
        for (int i = 0; i < RandomKeys.DATABASES; i++) {
            fixture.run("SELECT " + i);
            if (random.nextBoolean()) {
                fixture.run("FLUSHDB");
            }
        }
    }

    private static void write(final Cut cut, final RdbImage image, final Format format, final Semaphore turns,
            final CompletableFuture<byte[]> written) {
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (FrozenView view = new FrozenView(cut)) {
            view.attach();
            try (KeyspaceWriter writer = format.open(view, image, (source, address) -> {
                final byte[] bytes = new byte[source.remaining()];
                source.get(bytes);
                file.writeBytes(bytes);
            })) {
                while (writer.writeSome(1)) {
                    cut.prepare();
                    // the other makes some changes for every few keys, but never waits itself
                    turns.acquire();
                }
            }
            written.complete(file.toByteArray());
        } catch (final Throwable e) {
            written.completeExceptionally(e);
        }
    }
}

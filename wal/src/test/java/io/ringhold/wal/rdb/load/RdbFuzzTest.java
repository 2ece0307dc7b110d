package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.ringhold.wal.rdb.RdbFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Hostile files and payloads; {@link RdbFuzzIT} tries more of them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RdbFuzzTest {
    private static final int PAYLOADS = 10_000;
    private static final int FILES = 1500;

    @Test
    void shouldRestoreSoundPayloadsOnlyAndLeaveNothingOfOthers() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RdbFuzzTest payloads -Dringhold.seed=" + seed);
        try (PayloadFuzz fuzz = new PayloadFuzz(seed)) {
            fuzz.run(PAYLOADS);
            assertThat(fuzz.accepted()).isBetween(PAYLOADS / 20L, PAYLOADS * 19L / 20);
        }
    }

    @Test
    void shouldLoadSoundFilesOnlyAndLeaveNothingOfOthers() throws IOException {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RdbFuzzTest files -Dringhold.seed=" + seed);
        loadFiles(seed, FILES);
    }

    /** Loads so many changed files. */
    static void loadFiles(final long seed, final long count) throws IOException {
        final Random random = new Random(seed);
        final Mutator mutator = new Mutator(random);
        final List<byte[]> files = new ArrayList<>();
        for (final String name : List.of("string-integer", "string-lzf", "list-listpack", "list-plain",
                "list-compressed", "set-intset-64", "set-hashtable", "hash-listpack", "zset-listpack", "stream",
                "expiry", "lru", "lfu", "databases", "functions")) {
            files.add(Questions.resource(name + ".rdb"));
        }
        files.add(OldFile.bytes());
        long loaded = 0;
        try (LoadFixture fixture = new LoadFixture()) {
            for (long i = 0; i < count; i++) {
                final byte[] file = withChecksum(mutator.mutated(files.get(random.nextInt(files.size())), files));
                try {
                    fixture.load(file);
                    loaded++;
                } catch (final RdbException e) {
                    assertThat(e.offset()).isBetween(0L, (long) file.length);
                } catch (final RuntimeException | Error e) {
                    throw new AssertionError("file " + HexFormat.of().formatHex(file), e);
                }
                fixture.flush();
                assertThat(fixture.blocks()).as("blocks after file %s", HexFormat.of().formatHex(file)).isZero();
            }
        }
        assertThat(loaded).isPositive();
    }

    private static byte[] withChecksum(final byte[] file) {
        if (file.length <= RdbFormat.CHECKSUM_LENGTH) {
            return file;
        }
        final int summed = file.length - RdbFormat.CHECKSUM_LENGTH;
        return new RdbFileBuilder().raw(Arrays.copyOf(file, summed)).int64(RdbFileBuilder.checksum(file, summed))
                .toBytes();
    }
}

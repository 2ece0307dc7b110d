package io.ringhold.wal.rdb.load;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** As {@link RdbFuzzTest}, with as many payloads as {@code -Dringhold.fuzz.payloads} says, and a twentieth of that of files. */
class RdbFuzzIT {
    private static final long PAYLOADS = Long.getLong("ringhold.fuzz.payloads", 50_000);
    private static final long FILE_SHARE = 20;

    @Test
    void shouldRestoreSoundPayloadsOnlyAndLeaveNothingOfOthers() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RdbFuzzIT payloads -Dringhold.seed=" + seed);
        try (PayloadFuzz fuzz = new PayloadFuzz(seed)) {
            fuzz.run(PAYLOADS);
            assertThat(fuzz.accepted()).isPositive();
        }
    }

    @Test
    void shouldLoadSoundFilesOnlyAndLeaveNothingOfOthers() throws IOException {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("RdbFuzzIT files -Dringhold.seed=" + seed);
        RdbFuzzTest.loadFiles(seed, Math.max(1, PAYLOADS / FILE_SHARE));
    }
}

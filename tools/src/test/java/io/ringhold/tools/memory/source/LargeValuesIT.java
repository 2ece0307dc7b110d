package io.ringhold.tools.memory.source;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That memory does not grow with values. The seed is in the names of failed assertions. */
class LargeValuesIT {
    private static final long SEED = Long.getLong("ringhold.seed", new Random().nextLong());

    @TempDir
    private Path folder;

    static Stream<Arguments> values() {
        return LargeDump.ofEveryKind(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void shouldMeasureHugeValuesInAsLittleMemoryAsLargeOnes(final String name, final LargeDump.Maker maker)
            throws Exception {
        final Path file = LargeDump.write(folder, new Random(SEED), true, maker);
        final LargeValueMeasure measured = LargeValueMeasure.of(file, true);

        assertThat(measured.parts()).as("%s, seed %d", name, SEED).isEqualTo(1);
        assertThat(measured.figures().bytes).as("%s, seed %d", name, SEED).isGreaterThan(20 << 20);
        assertThat(measured.highWaterBytes()).as("memory for %s, seed %d", name, SEED)
                .isLessThan(LargeValueMeasure.MOST_BYTES);
    }
}

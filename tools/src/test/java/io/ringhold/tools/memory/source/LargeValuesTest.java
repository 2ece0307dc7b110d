package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.Trial;
import io.ringhold.wal.rdb.load.RdbException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

/** Compares what large values are said to take with what they take when they are built. The seed is in the names of failed assertions. */
class LargeValuesTest {
    private static final long SEED = Long.getLong("ringhold.seed", new Random().nextLong());
    private static final double TOLERANCE_PERCENT = 1;
    private final Random random = new Random(SEED);
    @TempDir
    private Path folder;

    static Stream<Arguments> largeValues() {
        return LargeDump.ofEveryKind(1);
    }

    static Stream<Arguments> valuesAroundThresholds() {
        return Stream.of(LargeDump.of("list", dump -> dump.list(around(dump, 40_000), 300)),
                LargeDump.of("set", dump -> dump.set(around(dump, 80_000), 60)),
                LargeDump.of("hash", dump -> dump.hash(around(dump, 50_000), 100, 0)),
                LargeDump.of("hash with fields that expire", dump -> dump.hash(around(dump, 40_000), 60, 2)),
                LargeDump.of("sorted set", dump -> dump.sortedSet(around(dump, 60_000), 40)),
                LargeDump.of("stream", dump -> dump.stream(around(dump, 50_000), 200)),
                LargeDump.of("groups", dump -> dump.groups(1, 1 + around(dump, 8_000), around(dump, 16_384))));
    }

    private static int around(final LargeDump dump, final int number) {
        return dump.random().nextInt(number * 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largeValues")
    void shouldMeasureLargeValuesInLittleMemory(final String name, final LargeDump.Maker maker) throws Exception {
        final Path file = write(true, maker);
        final LargeValueMeasure expected = LargeValueMeasure.of(file, false);
        final LargeValueMeasure actual = LargeValueMeasure.of(file, true);

        assertThat(expected.highWaterBytes()).as(name).isGreaterThan(2L * LargeValues.PART_BYTES);
        assertThat(actual.highWaterBytes()).as("memory for %s, seed %d", name, SEED)
                .isLessThan(LargeValueMeasure.MOST_BYTES);
        assertThat(actual.parts()).isPositive();
        assertSame(name, expected, actual);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valuesAroundThresholds")
    void shouldMeasureValuesOfAnySize(final String name, final LargeDump.Maker maker) throws Exception {
        for (int round = 0; round < 3; round++) {
            final Path file = write(random.nextBoolean(), maker);
            final LargeValueMeasure expected = LargeValueMeasure.of(file, false);
            final LargeValueMeasure actual = LargeValueMeasure.of(file, true);

            assertSame(name, expected, actual);
            if (actual.parts() == 0) {
                assertThat(actual.figures().bytes).isEqualTo(expected.figures().bytes);
            }
        }
    }

    @Test
    void shouldMeasureElementsThatAreTooLongToBeBuilt() throws Exception {
        final int longest = 4 * LargeValues.LONGEST_ELEMENT;
        for (final LargeDump.Maker maker : List.<LargeDump.Maker>of(dump -> dump.list(20, longest),
                dump -> dump.set(20, longest), dump -> dump.hash(20, longest, 0), dump -> dump.hash(20, longest, 2),
                dump -> dump.sortedSet(20, longest))) {
            final Path file = write(false, maker);
            final LargeValueMeasure expected = LargeValueMeasure.of(file, false);
            final LargeValueMeasure actual = LargeValueMeasure.of(file, true);

            assertSame("long elements", expected, actual);
            assertThat(actual.report().bigElements()).as("seed %d", SEED)
                    .containsExactlyInAnyOrderElementsOf(expected.report().bigElements());
        }
    }

    @Test
    void shouldMeasureShortValuesToTheByte() throws Exception {
        for (final LargeDump.Maker maker : List.<LargeDump.Maker>of(dump -> dump.string(1 << 20),
                dump -> dump.list(1000, 1000), dump -> dump.set(5000, 50), dump -> dump.hash(10_000, 100, 4),
                dump -> dump.sortedSet(20_000, 20), dump -> dump.stream(5_000, 100), dump -> dump.groups(3, 4, 500))) {
            final Path file = write(true, maker);
            final LargeValueMeasure actual = LargeValueMeasure.of(file, true);

            assertThat(actual.parts()).isZero();
            assertThat(actual.figures().bytes).isEqualTo(LargeValueMeasure.of(file, false).figures().bytes);
        }
    }

    @Test
    void shouldTellWhereALargeValueIsCut() throws Exception {
        for (final LargeDump.Maker maker : List.<LargeDump.Maker>of(dump -> dump.string(6 << 20),
                dump -> dump.repetitiveString(64 << 20), dump -> dump.list(40_000, 500), dump -> dump.set(200_000, 60),
                dump -> dump.hash(100_000, 100, 2), dump -> dump.sortedSet(200_000, 40),
                dump -> dump.stream(100_000, 200),
                dump -> dump.groups(1, 30_000, 60_000))) {
            final byte[] whole = Files.readAllBytes(write(true, maker));
            final int length = whole.length - 10 - random.nextInt(whole.length / 4);
            final Path cut = Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> LargeValueMeasure.of(cut, true)).as("seed %d", SEED)
                    .isInstanceOf(RdbException.class)
                    .hasMessageContaining("Internal error in RDB reading offset");
        }
    }

    @Test
    void shouldFindPendingEntriesThatAreNotOfTheGroup() throws Exception {
        final byte[] whole = Files.readAllBytes(write(true, dump -> dump.groups(1, 1, 50_000)));
        // the last byte of the value is that of the last id of the only consumer
        whole[whole.length - 1 - Long.BYTES - 1] ^= 1;
        final Path broken = Files.write(folder.resolve("broken.rdb"), whole);

        assertThatThrownBy(() -> LargeValueMeasure.of(broken, true)).isInstanceOf(RdbException.class)
                .hasMessageContaining("offset").hasMessageContaining("PEL");
    }

    @Test
    void shouldAnalyseLargeValuesAlike() throws Exception {
        final Path file = write(true, dump -> dump.list(400_000, 200));
        final MemoryReport report = new RdbAnalysis(EncodingLimits.defaults(), Gatherer.Limits.DEFAULT, true,
                ProgressListener.NONE).run(file, "", 0);

        assertThat(report.all().keys()).isEqualTo(1);
        assertThat(report.all().bytes()).isCloseTo(LargeValueMeasure.of(file, false).figures().bytes,
                withPercentage(TOLERANCE_PERCENT));
        assertThat(report.trials()).extracting(Trial::valueThen).containsExactly("-1", "-3", "-4", "-5");
        assertThat(report.trials()).allSatisfy(trial -> {
            assertThat(trial.keys()).isEqualTo(1);
            assertThat(trial.bytesNow()).isCloseTo(report.all().bytes(), withPercentage(3));
        });
    }

    @Test
    void shouldFindNoGrowthInTheSameLargeValues() throws Exception {
        final Path file = write(true, dump -> dump.hash(200_000, 200, 0));
        final MemoryReport report = new RdbAnalysis(EncodingLimits.defaults(), Gatherer.Limits.DEFAULT, false,
                ProgressListener.NONE).compare(file, "old", file, "new", 0);

        assertThat(report.growth().orElseThrow().same()).isEqualTo(1);
    }

    private void assertSame(final String name, final LargeValueMeasure expected, final LargeValueMeasure actual) {
        assertThat(actual.figures().bytes).as("bytes of %s, seed %d", name, SEED).isCloseTo(expected.figures().bytes,
                withPercentage(TOLERANCE_PERCENT));
        assertThat(actual.figures().elements).as("elements of %s, seed %d", name, SEED)
                .isEqualTo(expected.figures().elements);
        assertThat(actual.figures().longest).as("longest of %s, seed %d", name, SEED)
                .isEqualTo(expected.figures().longest);
        assertThat(actual.figures().payload).as("payload of %s, seed %d", name, SEED)
                .isCloseTo(expected.figures().payload, withPercentage(TOLERANCE_PERCENT));
        assertThat(actual.figures().slack).as("slack of %s, seed %d", name, SEED)
                .isBetween(expected.figures().slack, expected.figures().slack + actual.figures().bytes / 100);
        assertThat(actual.figures().encoding).as("encoding of %s, seed %d", name, SEED)
                .isEqualTo(expected.figures().encoding);
        assertThat(actual.report().bigElements()).extracting(BigElement::bytes).as("biggest of %s, seed %d", name, SEED)
                .isEqualTo(expected.report().bigElements().stream().map(BigElement::bytes).toList());
    }

    private Path write(final boolean compresses, final LargeDump.Maker maker) throws IOException {
        return LargeDump.write(folder, random, compresses, maker);
    }
}

package io.ringhold.wal.aof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Units of the log, as they stand in its files. */
class LogUnitTest {
    private static final int KIB = 1024;

    @TempDir
    private Path dir;

    @Test
    void shouldStandBetweenMultiAndExecWhenThereAreSeveralCommands() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            unit(harness, 3, "SET a 1", "SET b 2");
            harness.append(3, "SET", "c", "3");
            unit(harness, 3, "SET d 4");
            unit(harness, 3);
            assertThat(harness.log().position()).isEqualTo(harness.log().statistics().currentSizeBytes());
        }
        final StringBuilder expected = new StringBuilder();
        for (final String line : List.of("SELECT 3", "MULTI", "SET a 1", "SET b 2", "EXEC", "SET c 3", "SET d 4")) {
            expected.append(new String(LogHarness.command(line.split(" ", -1)), StandardCharsets.US_ASCII));
        }
        assertThat(LogHarness.increment(config)).hasContent(expected.toString());
    }

    @Test
    void shouldCountACommandThatWaitsForTheSecondOne() throws IOException {
        try (LogHarness harness = new LogHarness().open(AppendLogConfig.of(dir))) {
            harness.log().startWithoutThread();
            harness.append(0, "SET", "a", "1");
            final long before = harness.log().position();
            harness.log().beginUnit();
            harness.append(0, "SET", "b", "2");
            final long waiting = harness.log().position();
            assertThat(waiting).isGreaterThan(before);
            harness.log().endUnit();
            assertThat(harness.log().position()).isEqualTo(waiting);
            assertThat(harness.logBytes()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALWAYS", "EVERYSEC"})
    void shouldBeReplayedWholeOrNotAtAllWhenKilledAtAnyPoint(final FsyncPolicy policy, @TempDir final Path images)
            throws IOException {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("LogUnitTest seed " + seed);
        final Random random = new Random(seed);
        final AppendLogConfig config = AppendLogConfig.of(dir).withSlices(64 * KIB, 64 * KIB).withPolicy(policy);
        final List<String> whole = new ArrayList<>();
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            for (int image = 0; image < 60; image++) {
                final int commands = 2 + random.nextInt(5);
                final int killedAfter = random.nextInt(commands);
                AppendLogConfig killed = null;
                final List<String> unit = new ArrayList<>();
                harness.log().beginUnit();
                for (int i = 0; i < commands; i++) {
                    final String[] words = {"SET", "k" + image + ":" + i, "x".repeat(random.nextInt(30_000))};
                    harness.append(0, words);
                    unit.add(String.join(" ", words));
                    if (random.nextBoolean()) {
                        harness.log().agent().doWork();
                    }
                    if (i == killedAfter) {
                        killed = LogHarness.imageOf(config, images.resolve("torn" + image));
                    }
                }
                harness.log().endUnit();
                harness.log().commit();
                assertThat(replay(killed)).isEqualTo(whole);
                whole.addAll(unit);
                do {
                    harness.log().agent().doWork();
                } while (harness.log().statistics().stagedBytes() > 0);
                assertThat(replay(LogHarness.imageOf(config, images.resolve("whole" + image)))).isEqualTo(whole);
            }
        }
        assertThat(replay(config)).isEqualTo(whole);
    }

    @Test
    void shouldBeEndedWhenTheLogIsTurnedOffInIt() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir).withLoadTruncated(false);
        final SwitchableLog log = new SwitchableLog();
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            log.turnOn(harness.log());
            log.beginUnit();
            harness.append(0, "SET", "a", "1");
            harness.append(0, "SET", "b", "2");
            log.turnOff();
            log.endUnit();
        }
        assertThat(replay(config)).containsExactly("SET a 1", "SET b 2");
    }

    @Test
    void shouldBeginAnewInALogThatIsTurnedOnInIt() throws IOException {
        final AppendLogConfig config = AppendLogConfig.of(dir);
        final SwitchableLog log = new SwitchableLog();
        log.beginUnit();
        try (LogHarness harness = new LogHarness().open(config)) {
            harness.log().startWithoutThread();
            log.turnOn(harness.log());
            harness.append(0, "SET", "a", "1");
            harness.append(0, "SET", "b", "2");
            final AppendLogConfig killed = LogHarness.imageOf(config, dir.resolve("killed"));
            assertThat(replay(killed)).isEmpty();
            log.endUnit();
            log.turnOff();
        }
        assertThat(replay(config)).containsExactly("SET a 1", "SET b 2");
    }

    private static void unit(final LogHarness harness, final int database, final String... lines) {
        harness.log().beginUnit();
        for (final String line : lines) {
            harness.append(database, line.split(" ", -1));
        }
        harness.log().endUnit();
    }

    /** All commands but SELECT. */
    private static List<String> replay(final AppendLogConfig config) throws IOException {
        try (LogHarness harness = new LogHarness().open(config)) {
            return harness.replayed().stream().filter(line -> !line.startsWith("SELECT")).toList();
        }
    }
}

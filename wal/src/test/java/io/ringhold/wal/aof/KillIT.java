package io.ringhold.wal.aof;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Kills a process that appends, again and again on one log, and looks for what it had acknowledged. */
class KillIT {
    private static final int ROUNDS = 5;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void shouldKeepAllThatWasAcknowledgedWhenKilled(final FsyncPolicy policy) throws Exception {
        appendAndKill(policy, false);
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepAllThatWasAcknowledgedWhenKilledWhileTheLogIsRewritten(final FsyncPolicy policy) throws Exception {
        appendAndKill(policy, true);
    }

    private void appendAndKill(final FsyncPolicy policy, final boolean rewrites) throws Exception {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ringhold.seed=" + seed);
        final Random random = new Random(seed);
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final int acknowledged = appendUntilKilled(policy, rewrites, next, 200 + random.nextInt(3000));
            try (LogHarness harness = new LogHarness().open(Appender.config(dir, policy))) {
                next = Appender.numbers(harness);
                assertThat(next).isGreaterThanOrEqualTo(acknowledged + 1);
            }
        }
    }

    /** Returns the last number that the process acknowledged. */
    private int appendUntilKilled(final FsyncPolicy policy, final boolean rewrites, final int first, final int atLeast)
            throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-XX:")).toList());
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Appender.class.getName(), dir.toString(), policy.name(), Integer.toString(first),
                        Boolean.toString(rewrites)));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int last = first - 1;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            while (last < first + atLeast) {
                final String line = lines.readLine();
                assertThat(line).as("the process goes on until it is killed").isNotNull();
                last = Integer.parseInt(line);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return last;
    }
}

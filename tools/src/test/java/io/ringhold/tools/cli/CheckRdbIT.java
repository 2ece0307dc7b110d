package io.ringhold.tools.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.ringhold.tools.rdb.RdbSamples;
import io.ringhold.wal.rdb.RdbFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program beside Debian's redis-check-rdb: what they say and their exit codes. */
class CheckRdbIT {
    @TempDir
    private Path folder;

    private record Said(String text, int exit) {
        boolean isInOwnWords() {
            return text.contains("Internal error in RDB");
        }

        List<String> counts() {
            return text.lines().filter(line -> line.startsWith("[info]")).toList();
        }
    }

    @Test
    void shouldSayWhatRedisSaysOfEveryFile() throws Exception {
        for (final Map.Entry<String, byte[]> sample : RdbSamples.asInRedis().entrySet()) {
            final Path file = Files.write(folder.resolve("f.rdb"), sample.getValue());

            assertThat(ringhold(file)).as(sample.getKey()).isEqualTo(redis(file));
        }
    }

    @Test
    void shouldSayWhatRedisSaysOfADumpWithAllTypes() throws Exception {
        final Path dump = RedisDump.write(folder);

        assertThat(ringhold(dump)).isEqualTo(redis(dump)).extracting(Said::exit).isEqualTo(0);
    }

    @Test
    void shouldSayWhatRedisSaysOfADumpCutAnywhere() throws Exception {
        final byte[] dump = Files.readAllBytes(RedisDump.write(folder));
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("CheckRdbIT -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        int same = 0;
        for (int i = 0; i < 60; i++) {
            final int length = random.nextInt(dump.length);
            final Path cut = Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(dump, length));
            final Said redis = redis(cut);
            final Said ringhold = ringhold(cut);

            assertThat(ringhold.exit()).isEqualTo(1);
            assertThat(ringhold.counts()).as("cut at " + length).isEqualTo(redis.counts());
            if (!redis.isInOwnWords() && !ringhold.isInOwnWords()) {
                assertThat(ringhold).as("cut at " + length).isEqualTo(redis);
                same++;
            }
        }
        assertThat(same).isPositive();
    }

    @Test
    void shouldSayWhatRedisSaysOfADumpCutAfterTheTypeOfAStream() throws Exception {
        final byte[] dump = Files.readAllBytes(RedisDump.write(folder));
        int cuts = 0;
        for (int i = 0; i < dump.length; i++) {
            if (dump[i] == RdbFormat.TYPE_STREAM_LISTPACKS_2) {
                final Path cut = Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(dump, i + 1));
                final Said ringhold = ringhold(cut);
                if (ringhold.text().contains("While doing: read-key\n[additional info] Reading type 19 ")) {
                    assertThat(ringhold).as("cut at " + (i + 1)).isEqualTo(redis(cut));
                    cuts++;
                }
            }
        }
        assertThat(cuts).isPositive();
    }

    @Test
    void shouldCheckALogThatBeginsWithADump() throws Exception {
        final Path dump = RedisDump.write(folder);
        final byte[] commands = "*1\r\n$4\r\nPING\r\n*1\r\n".getBytes(StandardCharsets.UTF_8);
        final Path log = folder.resolve("log.aof");
        Files.write(log, Files.readAllBytes(dump));
        Files.write(log, commands, StandardOpenOption.APPEND);
        final StringWriter out = new StringWriter();
        final int exit = RingholdCheckAof.run(null, new PrintWriter(out), new PrintWriter(out), log.toString());

        assertThat(new Said(out.toString(), exit)).isEqualTo(run("redis-check-aof", log));
    }

    @Test
    void shouldShowTheUsageForACommandLineThatIsWrong() {
        final StringWriter err = new StringWriter();
        assertThat(RingholdCheckRdb.run(new PrintWriter(err), new PrintWriter(err), "a", "b")).isEqualTo(1);
        assertThat(err).hasToString("Usage: ringhold-check-rdb <rdb-file-name>\n");
    }

    private static Said ringhold(final Path file) {
        final StringWriter out = new StringWriter();
        final int exit = RingholdCheckRdb.run(new PrintWriter(out), new PrintWriter(out), file.toString());
        return new Said(out.toString(), exit);
    }

    /** What redis-check-rdb says, with the name that 7.0's table of types lacks though 7.0 writes that type; later versions have it. */
    private static Said redis(final Path file) throws IOException, InterruptedException {
        final Said said = run("redis-check-rdb", file);
        return new Said(said.text().replace("Reading type 19 (unknown)", "Reading type 19 (stream-v2)"), said.exit());
    }

    private static Said run(final String program, final Path file) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(program, file.toString()).redirectErrorStream(true).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Said(text, process.waitFor());
    }
}

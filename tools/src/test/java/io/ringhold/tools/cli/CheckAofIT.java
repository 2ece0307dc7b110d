package io.ringhold.tools.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.ringhold.tools.aof.AofSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program beside Debian's redis-check-aof: what they say, their exit codes, and what they leave of the files. */
class CheckAofIT {
    @TempDir
    private Path folder;
    private String input = "";

    @Test
    void shouldSayWhatRedisSaysOfEveryFile() throws Exception {
        for (final Map.Entry<String, byte[]> sample : AofSamples.asInRedis().entrySet()) {
            compare(Map.of("f.aof", sample.getValue()), sample.getKey(), "f.aof");
            for (final String answer : List.of("y\n", "n\n")) {
                input = answer;
                compare(Map.of("f.aof", sample.getValue()), sample.getKey() + " answered " + answer, "--fix", "f.aof");
            }
            for (final int time : new int[] {500, 1999, 3000, -5, 0}) {
                compare(Map.of("f.aof", sample.getValue()), sample.getKey() + " to " + time,
                        "--truncate-to-timestamp", Integer.toString(time), "f.aof");
            }
        }
    }

    @Test
    void shouldSayWhatRedisSaysOfManifests() throws Exception {
        final Map<String, byte[]> samples = AofSamples.asInRedis();
        final byte[] manifest = """
                # written by hand
                file a.base.aof seq 1 type b
                file a.1.incr.aof seq 1 type i
                file a.2.incr.aof seq 2 type i
                """.getBytes(StandardCharsets.UTF_8);
        final List<String> kinds = List.of("sound", "zero-tail", "annotations");
        for (final String base : kinds) {
            for (final String first : kinds) {
                for (final String second : kinds) {
                    final Map<String, byte[]> files = Map.of("m", manifest, "a.base.aof", samples.get(base),
                            "a.1.incr.aof", samples.get(first), "a.2.incr.aof", samples.get(second));
                    final String what = base + ", " + first + ", " + second;
                    input = "y\n";
                    compare(files, what, "m");
                    compare(files, what, "--fix", "m");
                    compare(files, what, "--truncate-to-timestamp", "2500", "m");
                }
            }
        }
        compare(Map.of("m", manifest, "a.base.aof", samples.get("empty"), "a.1.incr.aof", samples.get("empty"),
                "a.2.incr.aof", samples.get("multi-without-exec")), "empty", "--fix", "m");
        compare(Map.of("m", manifest, "a.base.aof", samples.get("sound")), "missing increment", "m");
        compare(Map.of("m", manifest), "missing base", "m");
        compare(Map.of("m", "file a.base.aof seq 1 type b\n".getBytes(StandardCharsets.UTF_8), "a.base.aof",
                samples.get("zero-tail")), "base only", "--fix", "m");
        compare(Map.of("m", "file a seq 1 type h\n".getBytes(StandardCharsets.UTF_8)), "history only", "m");
    }

    @Test
    void shouldSayWhatRedisSaysOfWhatIsNoFile() throws Exception {
        compare(Map.of(), "missing", "missing.aof");
        compare(Map.of(), "empty name", "");
        compare(Map.of("dir/f", new byte[0]), "directory", "dir");
        compare(Map.of("f", new byte[1]), "no time", "--truncate-to-timestamp", "now", "f");
    }

    @Test
    void shouldShowTheUsageForACommandLineThatIsWrong() throws Exception {
        for (final List<String> words : List.of(List.<String>of(), List.of("a", "b"), List.of("--unknown", "f"),
                List.of("--fix", "--truncate-to-timestamp", "5", "f"))) {
            final Said said = ringhold(folder, words.toArray(String[]::new));
            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.text()).isEqualTo(redis(folder, words.isEmpty() ? new String[0] : new String[] {"a", "b"})
                    .text().replace("redis-check-aof", "ringhold-check-aof"));
        }
    }

    private record Said(String text, int exit) {}

    /** Lets both check the same files, each in a folder of its own. */
    private void compare(final Map<String, byte[]> files, final String what, final String... words) throws Exception {
        final Path ours = Files.createTempDirectory(folder, "ringhold");
        final Path theirs = Files.createTempDirectory(folder, "redis");
        for (final Map.Entry<String, byte[]> file : files.entrySet()) {
            for (final Path place : List.of(ours, theirs)) {
                Files.createDirectories(place.resolve(file.getKey()).getParent());
                Files.write(place.resolve(file.getKey()), file.getValue());
            }
        }
        final Said redis = redis(theirs, words);
        final Said ringhold = ringhold(ours, words);

        assertThat(ringhold).as(what + " " + List.of(words)).isEqualTo(redis);
        for (final String name : files.keySet()) {
            assertThat(ours.resolve(name)).as(what).hasSameBinaryContentAs(theirs.resolve(name));
        }
    }

    /** Runs in this process, which has no working directory of its own: the file's name is resolved. */
    private Said ringhold(final Path directory, final String... words) {
        final String[] resolved = words.clone();
        final boolean isNamed = words.length > 0 && !words[words.length - 1].isEmpty();
        if (isNamed) {
            resolved[words.length - 1] = directory.resolve(words[words.length - 1]).toString();
        }
        final StringWriter out = new StringWriter();
        final int exit = RingholdCheckAof.run(new BufferedReader(new StringReader(input)), new PrintWriter(out),
                new PrintWriter(out), resolved);
        return new Said(out.toString().replace(directory + "/", ""), exit);
    }

    private Said redis(final Path directory, final String... words) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("redis-check-aof"));
        command.addAll(List.of(words));
        final Path answers = Files.writeString(folder.resolve("answers"), input);
        final Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectInput(answers.toFile()).start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace(" ./", " ");
        return new Said(text, process.waitFor());
    }
}

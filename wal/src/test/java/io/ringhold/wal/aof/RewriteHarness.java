package io.ringhold.wal.aof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rewrites of a log whose keyspace is the list of all commands: a base has them all, so that every image of the log,
 * whatever files it is made of, replays to one and the same list. Runs the log's agent itself.
 */
final class RewriteHarness implements AutoCloseable {
    private static final int MAX_STEPS = 100_000;

    private final AppendLogConfig config;
    private final List<String> model;
    private final List<Long> ends = new ArrayList<>();
    private final LogHarness harness;
    private final int atStart;
    private int cutSize;

    /** Opens a log that must replay to the model, and starts it. */
    RewriteHarness(final AppendLogConfig config, final List<String> model) throws IOException {
        this.config = config;
        this.model = model;
        this.harness = new LogHarness().open(config);
        assertThat(commands(harness)).isEqualTo(model);
        harness.log().startWithoutThread();
        atStart = model.size();
    }

    AppendLog log() {
        return harness.log();
    }

    LogRewrite rewrite() {
        return harness.log().rewrite();
    }

    LogHarness harness() {
        return harness;
    }

    List<String> model() {
        return model;
    }

    void append(final String... words) {
        harness.append(0, words);
        model.add(String.join(" ", words));
        ends.add(log().position());
    }

    void appendMany(final int count) {
        for (int i = 0; i < count; i++) {
            append("SET", "key:" + model.size(), "v".repeat(model.size() % 500));
        }
    }

    int work() {
        return log().agent().doWork();
    }

    /** Runs the agent until it has nothing to do. */
    void settle() {
        for (int i = 0; work() > 0; i++) {
            assertThat(i).as("the agent comes to an end").isLessThan(MAX_STEPS);
        }
    }

    /** Asks for the next increment and waits for it. */
    void prepare() {
        rewrite().prepare();
        for (int i = 0; rewrite().state() == LogRewrite.State.PREPARING; i++) {
            assertThat(i).as("the increment gets ready").isLessThan(MAX_STEPS);
            work();
        }
    }

    void cut() {
        rewrite().cut();
        cutSize = model.size();
    }

    /** Writes the base of the last cut, and completes. */
    boolean complete() throws IOException {
        writeBase();
        return rewrite().complete(false);
    }

    void writeBase() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(LogHarness.command("SELECT", "0"));
        for (final String line : model.subList(0, cutSize)) {
            out.writeBytes(LogHarness.command(line.split(" ", -1)));
        }
        Files.write(rewrite().temporaryBase(), out.toByteArray());
    }

    /** How many commands of the model may have been acknowledged. */
    int acknowledged() {
        final long durable = log().durablePosition();
        return atStart + (int) ends.stream().filter(end -> end <= durable).count();
    }

    /** What a killed server would leave now must replay to a beginning of the model that has all that is acknowledged. */
    void assertRecovers(final Path imageDir) throws IOException {
        final int acknowledged = acknowledged();
        final List<String> recovered = recover(
                LogHarness.imageOf(config, imageDir).withSlices(config.firstSliceBytes(), config.maxSliceBytes()));
        assertThat(recovered).as("an image").hasSizeBetween(acknowledged, model.size())
                .isEqualTo(model.subList(0, recovered.size()));
    }

    /** Recovers twice: the first time must leave a log that is whole. */
    private static List<String> recover(final AppendLogConfig image) throws IOException {
        final List<String> recovered;
        try (LogHarness first = new LogHarness().open(image)) {
            recovered = commands(first);
            first.log().startWithoutThread();
            assertThat(first.log().position()).isZero();
        }
        try (LogHarness second = new LogHarness().open(image)) {
            assertThat(commands(second)).isEqualTo(recovered);
            assertThat(second.lines()).noneMatch(line -> line.contains("Warning"));
        }
        return recovered;
    }

    /** Replayed commands, without the choice of a database. */
    static List<String> commands(final LogHarness harness) {
        return harness.replayed().stream().filter(line -> !line.startsWith("SELECT ")).toList();
    }

    /** Names in the log's directory, but the lock's. */
    static List<String> names(final AppendLogConfig config) throws IOException {
        try (Stream<Path> files = Files.list(config.directory())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".lock")).sorted()
                    .toList();
        }
    }

    static String manifest(final AppendLogConfig config) throws IOException {
        return Files.readString(config.directory().resolve(config.fileName() + ".manifest"));
    }

    @Override
    public void close() throws IOException {
        harness.close();
    }
}

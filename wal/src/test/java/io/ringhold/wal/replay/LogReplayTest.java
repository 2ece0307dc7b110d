package io.ringhold.wal.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.ringhold.engine.port.CommandSource;
import io.ringhold.wal.aof.AppendLogConfig;
import io.ringhold.wal.aof.LogHarness;
import io.ringhold.wal.file.MappedReads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogReplayTest {
    private static final String FIRST = "SET a 1";
    private static final String SECOND = "SET key a value";

    @TempDir
    private Path dir;
    private AppendLogConfig config;
    private final byte[] first = LogHarness.command("SET", "a", "1");
    private final byte[] second = LogHarness.command("SET", "key", "a value");

    @BeforeEach
    void makeDirectory() throws IOException {
        config = AppendLogConfig.of(dir);
        Files.createDirectories(config.directory());
        manifest("file appendonly.aof.1.incr.aof seq 1 type i\n");
    }

    @Test
    void shouldCutATornCommandWhereverItIsTorn() throws IOException {
        for (int length = 1; length < second.length; length++) {
            final byte[] torn = Arrays.copyOf(second, length);
            for (final int zeroes : new int[] {0, 1, 100}) {
                write(first, torn, new byte[zeroes]);
                try (LogHarness harness = new LogHarness().open(config)) {
                    assertThat(harness.replayed()).as("%d bytes, %d zeroes", length, zeroes).containsExactly(FIRST);
                    assertThat(harness.lines()).contains(
                            "!!! Warning: short read while loading the AOF file appendonly.aof.1.incr.aof!!!",
                            "!!! Truncating the AOF appendonly.aof.1.incr.aof at offset " + first.length + " !!!",
                            "AOF appendonly.aof.1.incr.aof loaded anyway because aof-load-truncated is enabled");
                }
                assertThat(LogHarness.increment(config)).hasBinaryContent(first);
            }
        }
    }

    @Test
    void shouldRefuseATornCommandWhenTruncatedLogsAreNotToBeLoaded() throws IOException {
        for (int length = 1; length < second.length; length++) {
            write(first, Arrays.copyOf(second, length));
            assertFails(config.withLoadTruncated(false),
                    "Unexpected end of file reading the append only file appendonly.aof.1.incr.aof, at offset "
                            + first.length + ". You can: 1) Make a backup of your AOF file");
            assertThat(LogHarness.increment(config)).hasSize(first.length + length);
        }
    }

    @Test
    void shouldCutZeroesWithoutAWarningEvenWhenTruncatedLogsAreNotToBeLoaded() throws IOException {
        for (final int zeroes : new int[] {1, 7, 8, 4096, 100_000}) {
            write(first, second, new byte[zeroes]);
            try (LogHarness harness = new LogHarness().open(config.withLoadTruncated(false))) {
                assertThat(harness.replayed()).containsExactly(FIRST, SECOND);
                assertThat(harness.lines()).noneMatch(line -> line.contains("Warning"))
                        .anyMatch(line -> line.contains(zeroes + " preallocated bytes cut"));
            }
            assertThat(LogHarness.increment(config)).hasSize(first.length + second.length);
        }
    }

    @Test
    void shouldCutACommandWhoseFirstByteWasNotStored() throws IOException {
        second[0] = 0;
        write(first, second, new byte[50]);
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly(FIRST);
            assertThat(harness.lines()).anyMatch(line -> line.startsWith("!!! Warning"));
        }
    }

    @Test
    void shouldNameFileAndOffsetWhenTheFormatIsBad() throws IOException {
        for (final String bad : List.of("x", "*0\r\n", "*1\n$4\r\nPING\r\n", "*-1\r\n", "*1\r\n+PING\r\n",
                "*1\r\n$3\r\nPING\r\n", "*1\r\n$\r\nPING\r\n", "PING\r\n", "*99999999999\r\n", "*1\r\n$-1\r\n")) {
            write(first, bad.getBytes(StandardCharsets.US_ASCII), second);
            assertFails(config, "Bad file format reading the append only file appendonly.aof.1.incr.aof at offset ");
        }
        write(first, second);
        final byte[] bytes = Files.readAllBytes(LogHarness.increment(config));
        bytes[first.length + 4] = 0;
        Files.write(LogHarness.increment(config), bytes);
        assertFails(config, "at offset " + (first.length + 4) + ": make a backup of your AOF file");
    }

    @Test
    void shouldSayWhereAFileThatBecomesShorterCannotBeReadAndCutNothing() throws IOException {
        final byte[][] commands = new byte[200][];
        Arrays.fill(commands, LogHarness.command("SET", "key", "x".repeat(10_000)));
        write(commands);
        final int length = 700 << 10;
        try (LogHarness harness = new LogHarness().openUnread(config)) {
            final CommandSource source = harness.log().source();
            assertThat(source.load(batch -> null, 1)).isFalse();
            try (FileChannel channel = FileChannel.open(LogHarness.increment(config), StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            final long loaded = source.loadedBytes();
            assertThatThrownBy(() -> source.load(batch -> null, Long.MAX_VALUE / 2)).isInstanceOf(IOException.class)
                    .hasMessage("Error reading the append only file appendonly.aof.1.incr.aof, at offset " + loaded
                            + " or behind it: " + MappedReads.LOST);
            assertThat(harness.logBytes()).isZero();
        }
        assertThat(LogHarness.increment(config)).hasSize(length);
    }

    @Test
    void shouldDropATornTransactionWhole() throws IOException {
        final byte[] multi = LogHarness.command("MULTI");
        final byte[] exec = LogHarness.command("exec");
        final byte[][] parts = {first, multi, second, second, exec};
        final byte[] whole = join(parts);
        final int end = whole.length;
        for (int length = first.length + 1; length < end; length++) {
            write(Arrays.copyOf(whole, length));
            try (LogHarness harness = new LogHarness().open(config)) {
                assertThat(harness.replayed()).containsExactly(FIRST);
                if (length >= first.length + multi.length) {
                    assertThat(harness.lines())
                            .contains("Revert incomplete MULTI/EXEC transaction in AOF file appendonly.aof.1.incr.aof");
                }
            }
            assertThat(LogHarness.increment(config)).hasSize(first.length);
        }
        write(whole);
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly(FIRST, SECOND, SECOND);
        }
    }

    @Test
    void shouldReplayALongTransactionInOneBatchAndManyCommandsInSeveral() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            out.writeBytes(first);
        }
        out.writeBytes(LogHarness.command("MULTI"));
        for (int i = 0; i < 5000; i++) {
            out.writeBytes(second);
        }
        out.writeBytes(LogHarness.command("EXEC"));
        write(out.toByteArray());
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).hasSize(6000).endsWith(SECOND);
            assertThat(harness.logBytes()).isZero();
        }
    }

    @Test
    void shouldPassOverAnnotations() throws IOException {
        write("#TS:1700000000\r\n".getBytes(StandardCharsets.US_ASCII), first,
                "#TS:1700000001\r\n".getBytes(StandardCharsets.US_ASCII), second,
                "#TS:1700000002\r\n".getBytes(StandardCharsets.US_ASCII));
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void shouldReplayBaseThenIncrementsInOrder() throws IOException {
        manifest("""
                file a.1.base.aof seq 1 type b
                file a.1.incr.aof seq 1 type i
                file a.2.incr.aof seq 2 type i
                file old.aof seq 7 type h
                """);
        for (final String name : List.of("a.1.base.aof", "a.1.incr.aof", "a.2.incr.aof", "old.aof")) {
            Files.write(config.directory().resolve(name), LogHarness.command("ECHO", name));
        }
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly("ECHO a.1.base.aof", "ECHO a.1.incr.aof",
                    "ECHO a.2.incr.aof");
            assertThat(harness.log().source().loadedBytes()).isEqualTo(harness.log().source().totalBytes())
                    .isPositive();
        }
        assertThat(config.directory().resolve("old.aof")).doesNotExist();
        assertThat(config.directory().resolve("appendonly.aof.manifest")).content().doesNotContain("old.aof");
    }

    @Test
    void shouldTakeAFileAsTheLastWhenTheFilesBehindItAreBlank() throws IOException {
        manifest("file a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\nfile a.3.incr.aof seq 3 type i\n");
        final Path torn = config.directory().resolve("a.1.incr.aof");
        for (final int zeroes : new int[] {0, 1, 5000}) {
            Files.write(torn, join(first, Arrays.copyOf(second, second.length - 1), new byte[zeroes]));
            Files.write(config.directory().resolve("a.2.incr.aof"), new byte[zeroes]);
            Files.write(config.directory().resolve("a.3.incr.aof"), new byte[zeroes]);
            assertFails(config.withLoadTruncated(false),
                    "Unexpected end of file reading the append only file a.1.incr.aof");
            try (LogHarness harness = new LogHarness().open(config)) {
                assertThat(harness.replayed()).containsExactly(FIRST);
                assertThat(harness.lines()).contains("!!! Truncating the AOF a.1.incr.aof at offset " + first.length
                        + " !!!");
            }
            assertThat(torn).hasBinaryContent(first);
            assertThat(config.directory().resolve("a.3.incr.aof")).isEmptyFile();
        }
    }

    /** It was complete before the manifest named it: something has taken bytes away since, which no cut makes good. */
    @Test
    void shouldRefuseATornBaseAlsoWhenTheFilesBehindItAreBlank() throws IOException {
        manifest("file a.1.base.aof seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");
        final Path base = config.directory().resolve("a.1.base.aof");
        final byte[] torn = join(first, Arrays.copyOf(second, second.length - 1));
        Files.write(base, torn);
        Files.write(config.directory().resolve("a.1.incr.aof"), new byte[0]);
        assertFails(config, "Unexpected end of file reading the append only file a.1.base.aof, at offset "
                + first.length + ".");
        assertThat(base).hasBinaryContent(torn);
    }

    @Test
    void shouldCutZeroesOffAFileThatIsNotTheLast() throws IOException {
        manifest("file a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\n");
        Files.write(config.directory().resolve("a.1.incr.aof"), join(first, new byte[5000]));
        Files.write(config.directory().resolve("a.2.incr.aof"), join(second, new byte[5000]));
        try (LogHarness harness = new LogHarness().open(config.withLoadTruncated(false))) {
            assertThat(harness.replayed()).containsExactly(FIRST, SECOND);
        }
        assertThat(config.directory().resolve("a.1.incr.aof")).hasBinaryContent(first);
        assertThat(config.directory().resolve("a.2.incr.aof")).hasBinaryContent(second);
        Files.write(config.directory().resolve("a.1.incr.aof"), join(first, new byte[5000], first, new byte[50]));
        assertFails(config, "Unexpected end of file reading the append only file a.1.incr.aof, at offset "
                + first.length + ".");
        Files.write(config.directory().resolve("a.1.incr.aof"),
                join(LogHarness.command("MULTI"), first, new byte[50]));
        assertFails(config, "Unexpected end of file reading the append only file a.1.incr.aof, at offset 0.");
    }

    @Test
    void shouldPassOverATransactionsWordsWhereTheyHaveNoUse() throws IOException {
        write(LogHarness.command("EXEC"), first, LogHarness.command("MULTI"), LogHarness.command("multi"), second,
                LogHarness.command("EXEC"), first, LogHarness.command("MULTI"), LogHarness.command("EXEC"));
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly(FIRST, SECOND, FIRST);
            assertThat(harness.lines()).noneMatch(line -> line.contains("Warning"));
        }
    }

    @Test
    void shouldCutATransactionWithNestedWordsWhole() throws IOException {
        write(first, LogHarness.command("MULTI"), second, LogHarness.command("MULTI"), second);
        try (LogHarness harness = new LogHarness().open(config)) {
            assertThat(harness.replayed()).containsExactly(FIRST);
        }
        assertThat(LogHarness.increment(config)).hasBinaryContent(first);
    }

    @Test
    void shouldRefuseATornFileThatIsNotTheLast() throws IOException {
        manifest("file a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\n");
        Files.write(config.directory().resolve("a.1.incr.aof"), Arrays.copyOf(first, first.length - 1));
        Files.write(config.directory().resolve("a.2.incr.aof"), second);
        assertFails(config, "Unexpected end of file reading the append only file a.1.incr.aof");
    }

    @Test
    void shouldRefuseAnRdbBaseAndAMissingFile() throws IOException {
        manifest("file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");
        assertFails(config, "Fatal error: can't open the append log file a.1.base.rdb for reading: "
                + "No such file or directory");
        Files.writeString(config.directory().resolve("a.1.base.rdb"), "REDIS0010...");
        assertFails(config, "The AOF file a.1.base.rdb is an RDB file, and RDB base files are not yet supported");
    }

    @Test
    void shouldHandABaseInRdbFormToItsLoaderAndGoOnWithTheCommandsBehindIt() throws IOException {
        manifest("file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\n");
        Files.write(config.directory().resolve("a.1.incr.aof"), second);
        final byte[] rdb = "REDIS0010 and what is in it".getBytes(StandardCharsets.US_ASCII);
        for (final byte[] commands : List.of(new byte[0], join(first, first))) {
            Files.write(config.directory().resolve("a.1.base.rdb"), join(rdb, commands));
            final StubLoader loader = new StubLoader(rdb.length);
            try (LogHarness harness = new LogHarness().open(config.withBases(loader))) {
                assertThat(loader.opened).containsExactly(config.directory().resolve("a.1.base.rdb"));
                assertThat(loader.loaded).isEqualTo(rdb.length);
                assertThat(loader.closed).isEqualTo(1);
                assertThat(harness.replayed())
                        .isEqualTo(commands.length == 0 ? List.of(SECOND) : List.of(FIRST, FIRST, SECOND));
                assertThat(harness.log().source().loadedBytes()).isEqualTo(harness.log().source().totalBytes());
                assertThat(harness.logBytes()).isZero();
            }
        }
    }

    @Test
    void shouldCutTheCommandsBehindAnRdbPartAsInAnyOtherFile() throws IOException {
        Files.delete(config.directory().resolve("appendonly.aof.manifest"));
        final byte[] rdb = "REDIS0009 of an old server".getBytes(StandardCharsets.US_ASCII);
        Files.write(dir.resolve("appendonly.aof"), join(rdb, first, Arrays.copyOf(second, 10)));
        try (LogHarness harness = new LogHarness().open(config.withBases(new StubLoader(rdb.length)))) {
            assertThat(harness.replayed()).containsExactly(FIRST);
            assertThat(harness.lines())
                    .contains(
                            "!!! Truncating the AOF appendonly.aof at offset " + (rdb.length + first.length) + " !!!");
        }
        assertThat(config.directory().resolve("appendonly.aof")).hasBinaryContent(join(rdb, first));
    }

    @Test
    void shouldCutNothingOffABrokenRdbPart() throws IOException {
        manifest("file a.1.base.rdb seq 1 type b\n");
        final Path base = config.directory().resolve("a.1.base.rdb");
        Files.writeString(base, "REDIS0010 and what is in it");
        final StubLoader loader = new StubLoader(10);
        loader.error = "Short read at offset 10";
        assertFails(config.withBases(loader),
                "Error reading the RDB part of the AOF file a.1.base.rdb, AOF loading aborted: Short read at offset 10");
        assertThat(loader.closed).isEqualTo(1);
        assertThat(base).hasContent("REDIS0010 and what is in it");
    }

    @Test
    void shouldNotTakeAnIncrementForAnRdbFile() throws IOException {
        write("REDIS0010".getBytes(StandardCharsets.US_ASCII));
        assertFails(config.withBases(new StubLoader(9)),
                "Bad file format reading the append only file appendonly.aof.1.incr.aof at offset 0");
    }

    /** Loads an RDB part of a given length, a few bytes at a time. */
    private static final class StubLoader implements BaseLoader, BaseLoader.Factory {
        private final int length;
        private final List<Path> opened = new ArrayList<>();
        private int loaded;
        private int closed;
        private String error;

        StubLoader(final int length) {
            this.length = length;
        }

        @Override
        public BaseLoader open(final Path file) {
            opened.add(file);
            return this;
        }

        @Override
        public boolean load(final long budgetNs) throws IOException {
            if (loaded > 0 && error != null) {
                throw new IOException(error);
            }
            loaded = Math.min(length, loaded + 8);
            return loaded == length;
        }

        @Override
        public long totalBytes() {
            return length;
        }

        @Override
        public long loadedBytes() {
            return loaded;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void shouldSayWhichCommandCannotBeExecuted() throws IOException {
        write(first, LogHarness.command("NONSENSE"), second);
        assertFails(config,
                "Error reading the append only file appendonly.aof.1.incr.aof, in the commands from offset 0 "
                        + "on: Unknown command 'NONSENSE'");
    }

    @Test
    void shouldMigrateTheSingleFileOfOldServers() throws IOException {
        Files.delete(config.directory().resolve("appendonly.aof.manifest"));
        Files.write(dir.resolve("appendonly.aof"), first);
        for (int run = 0; run < 2; run++) {
            try (LogHarness harness = new LogHarness().open(config)) {
                assertThat(harness.replayed()).startsWith(FIRST);
                harness.log().start(Thread::new);
                harness.append(0, "INCR", "k");
            }
        }
        assertThat(dir.resolve("appendonly.aof")).doesNotExist();
        assertThat(config.directory().resolve("appendonly.aof")).hasBinaryContent(first);
        assertThat(config.directory().resolve("appendonly.aof.manifest")).hasContent(
                "file appendonly.aof seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n");
    }

    @Test
    void shouldSayEverySecondHowFarItIs() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 640; i++) {
            out.writeBytes(first);
        }
        write(out.toByteArray());
        final long[] nowNs = {0};
        final AppendLogConfig slow = config.withSystem(() -> nowNs[0] += 100_000_000, config.files());
        try (LogHarness harness = new LogHarness().open(slow)) {
            assertThat(harness.lines())
                    .anyMatch(line -> line
                            .matches("Loading the append only file: \\d+%, \\d+ of \\d+ bytes, \\d+ commands"));
        }
    }

    private void assertFails(final AppendLogConfig with, final String message) throws IOException {
        try (LogHarness harness = new LogHarness()) {
            assertThatThrownBy(() -> harness.open(with)).isInstanceOf(IOException.class).hasMessageContaining(message);
            assertThat(harness.logBytes()).isZero();
        }
    }

    private void manifest(final String text) throws IOException {
        Files.writeString(config.directory().resolve("appendonly.aof.manifest"), text);
    }

    private void write(final byte[]... parts) throws IOException {
        Files.write(LogHarness.increment(config), join(parts));
    }

    private static byte[] join(final byte[]... parts) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

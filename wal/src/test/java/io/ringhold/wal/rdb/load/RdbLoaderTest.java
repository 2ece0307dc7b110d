package io.ringhold.wal.rdb.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

import com.sun.management.ThreadMXBean;
import io.ringhold.wal.file.MappedReads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Mapped files, what loading takes from the heap, and the examples of the layouts. */
class RdbLoaderTest {
    private static final int KEYS = 50_000;
    /** A loader's own objects, and those of a table that grows; an object for each key would be three times as much. */
    private static final long MAX_BYTES = 300_000;

    private final LoadFixture fixture = new LoadFixture();

    @TempDir
    private Path dir;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLoadAMappedFile() throws Exception {
        final Path path = Files.write(dir.resolve("dump.rdb"), new RdbFileBuilder().version(11).strings(3, 5).end());
        try (RdbFile file = new RdbFile(path);
                RdbLoader loader = new RdbLoader(fixture.keyspace(), file.address(), file.length(),
                        RdbLoadOptions.DUMP_FILE, () -> 0, RdbLoadListener.NONE)) {
            assertThat(loader.load(1)).isTrue();
            assertThat(loader.keys()).isEqualTo(3);
            assertThat(loader.version()).isEqualTo(11);
            assertThat(loader.loadedBytes()).isEqualTo(loader.totalBytes()).isEqualTo(Files.size(path));
        }
        assertThat(fixture.engine.bulk("GET", "key:2")).isEqualTo("vvvvv");
    }

    @Test
    void shouldSayWhereAFileThatBecomesShorterCannotBeRead() throws Exception {
        final Path path = Files.write(dir.resolve("dump.rdb"),
                new RdbFileBuilder().version(11).strings(500, 1_000).end());
        try (RdbFile file = new RdbFile(path);
                RdbLoader loader = new RdbLoader(fixture.keyspace(), file.address(), file.length(),
                        RdbLoadOptions.DUMP_FILE, () -> 0, RdbLoadListener.NONE)) {
            assertThat(loader.load(0)).isFalse();
            truncate(path, 100 << 10);
            assertThatThrownBy(() -> loader.load(Long.MAX_VALUE / 2)).isInstanceOf(RdbException.class)
                    .hasMessageMatching("Internal error in RDB reading offset \\d+: " + MappedReads.LOST)
                    .hasCauseInstanceOf(InternalError.class)
                    .satisfies(e -> assertThat(((RdbException) e).offset()).isGreaterThanOrEqualTo(64 << 10));
        }
    }

    private static void truncate(final Path path, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void shouldStopAtTheEndOfTheDumpWhenALogFollows() throws Exception {
        final byte[] dump = new RdbFileBuilder().version(10).strings(1, 5).end();
        final byte[] file = new RdbFileBuilder().raw(dump).raw(RdbFileBuilder.latin("*1\r\n$4\r\nPING\r\n")).toBytes();
        fixture.load(file);
        assertThat(fixture.loadedBytes).isEqualTo(dump.length);
    }

    @Test
    void shouldShowOnlyTheBeginningOfALongField() throws Exception {
        fixture.load(new RdbFileBuilder().version(11).opcode(250).text("redis-ver").text("x".repeat(5_000)).end());
        assertThat(fixture.heard).containsExactly("redis-ver=" + "x".repeat(1024) + "...");
    }

    @Test
    void shouldAllocateNothingForEachKey() throws Exception {
        final byte[] file = new RdbFileBuilder().version(10).opcode(251).length(KEYS).length(0).strings(KEYS, 100)
                .end();
        fixture.load(file);
        fixture.flush();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        fixture.load(file);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_BYTES);
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(KEYS);
    }

    @Test
    void shouldLayOldEncodingsOutAsTheirDescriptionsShow() {
        assertThat(hex(Blobs.ziplist(2L, "hi", -300L)))
                .isEqualTo("15 00 00 00 10 00 00 00 03 00 00 f3 02 02 68 69 04 c0 d4 fe ff");
        assertThat(hex(Blobs.zipmap(0, "a", "1", "bc", ""))).isEqualTo("02 01 61 01 00 31 02 62 63 00 00 ff");
    }

    private static String hex(final byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}

package io.ringhold.wal.rdb.load;

import java.util.Arrays;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is no file, or not what it says: an error that tells what and where, and nothing of the broken value in memory. */
class BrokenFilesTest {
    private final LoadFixture fixture = new LoadFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        expect(new byte[0], "Internal error in RDB reading offset 0: Unexpected EOF reading RDB file", 0);
        expect(RdbFileBuilder.latin("REDIS001"),
                "Internal error in RDB reading offset 0: Unexpected EOF reading RDB file", 0);
        expect(RdbFileBuilder.latin("RADIS0010 "), "Wrong signature trying to load DB from file", 0);
        expect(RdbFileBuilder.latin("REDIS00x0 "), "Wrong signature trying to load DB from file", 7);
        expect(new RdbFileBuilder().version(13).end(), "Can't handle RDB format version 13", 5);
        expect(new RdbFileBuilder().version(0).end(), "Can't handle RDB format version 0", 5);
    }

    @Test
    void shouldReadEveryVersion() throws Exception {
        for (int version = 1; version <= RdbLoader.MAX_VERSION; version++) {
            fixture.load(new RdbFileBuilder().version(version).opcode(254).length(0).strings(1, 3).end());
            assertThat(fixture.engine.bulk("GET", "key:0")).isEqualTo("vvv");
            fixture.flush();
        }
    }

    @Test
    void shouldRefuseAFileOfAWrongChecksum() throws Exception {
        final byte[] file = new RdbFileBuilder().version(10).strings(3, 3).end();
        file[file.length - 1] ^= 1;
        assertThatThrownBy(() -> fixture.load(file)).isInstanceOf(RdbException.class)
                .hasMessageMatching(
                        "Wrong RDB checksum expected: \\([0-9a-f]+\\) but got \\([0-9a-f]+\\)\\. Aborting now\\.");
        fixture.flush();
        fixture.load(file, RdbLoadOptions.DUMP_FILE.withChecksum(false), 1_000_000);
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(3);
    }

    @Test
    void shouldStopWhereTheFileEnds() throws Exception {
        final byte[] file = OldFile.bytes();
        for (int length = 9; length < file.length - 1; length += 1 + length / 200) {
            final byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> fixture.load(cut)).isInstanceOf(RdbException.class)
                    .satisfies(e -> assertThat(((RdbException) e).offset()).isLessThanOrEqualTo(cut.length));
            fixture.flush();
            assertThat(fixture.blocks()).isZero();
        }
    }

    @Test
    void shouldTellOfKeysAndDatabases() {
        broken("RDB has duplicated key 'a' in DB 0", file -> file.string(0, "a", "1").string(0, "a", "2"));
        broken("RDB has duplicated key 'a\\x0a\\\\b\\xe9' in DB 0",
                file -> file.string(0, "a\n\\b\u00e9", "1").string(0, "a\n\\b\u00e9", "2"));
        broken("FATAL: Data file was created with a Redis server configured to handle more than 16 databases. Exiting",
                file -> file.opcode(254).length(16));
        broken("Internal error in RDB reading offset 9: Unknown RDB opcode or encoding type 200",
                file -> file.opcode(200));
        broken("Internal error in RDB reading offset 9: Unknown RDB opcode or encoding type 8", file -> file.opcode(8));
        broken("Internal error in RDB reading offset 9: Pre-release function format not supported.",
                file -> file.opcode(246));
        broken("Internal error in RDB reading offset 10: The value is of a module's type, and modules are not supported",
                file -> file.string(7, "a", "1"));
    }

    @Test
    void shouldTakeNoMemoryForLengthsThatCannotBe() {
        broken("offset 12: Unexpected EOF reading RDB file",
                file -> file.key(0, "a").length(Integer.MAX_VALUE).bytes(1));
        broken("offset 12: String of 4294967296 bytes is too long", file -> file.key(0, "a").length(1L << 32));
        broken("offset 12: String of 18446744073709551615 bytes is too long", file -> file.key(0, "a").length(-1));
        broken("offset 12: Count of 1048576 elements exceeds the 16 bytes that are left",
                file -> file.key(2, "a").length(1 << 20).text("member"));
        broken("offset 12: Invalid LZF compressed string: 3 bytes cannot hold 265",
                file -> file.key(0, "a").bytes(0xc3).length(3).length(265).bytes(0, 'a', 0xff));
        broken("offset 12: Invalid LZF compressed string", file -> file.key(0, "a").bytes(0xc3).length(3).length(100)
                .bytes(0xe0, 1, 0));
        broken("offset 12: Unknown RDB string encoding type 4", file -> file.key(0, "a").bytes(0xc4));
        broken("offset 12: Unknown length encoding 130", file -> file.key(0, "a").bytes(0x82));
        broken("offset 12: Unexpected encoded string in the place of a length",
                file -> file.key(1, "a").bytes(0xc0, 1));
    }

    @Test
    void shouldRefuseCollectionsThatAreNone() {
        broken("Duplicate set members detected", file -> file.key(2, "a").length(2).text("x").text("x"));
        broken("Duplicate zset fields detected",
                file -> file.key(5, "a").length(2).text("x").float64(1).text("x").float64(2));
        broken("Duplicate hash fields detected",
                file -> file.key(4, "a").length(2).text("x").text("1").text("x").text("2"));
        broken("Zset with NAN score detected", file -> file.key(5, "a").length(1).text("x").float64(Double.NaN));
        broken("Zset with NAN score detected", file -> file.key(3, "a").length(1).text("x").bytes(253));
        broken("Zset with NAN score detected", file -> file.key(3, "a").length(1).text("x").bytes(1, 'y'));
        broken("Set listpack integrity check failed", file -> file.key(20, "a").blob(Blobs.listpack("x", 1L, "x")));
        broken("Hash listpack integrity check failed", file -> file.key(16, "a").blob(Blobs.listpack("x", 1L, "y")));
        broken("Hash listpack integrity check failed",
                file -> file.key(16, "a").blob(Blobs.listpack("x", 1L, "x", 2L)));
        broken("Zset listpack integrity check failed",
                file -> file.key(17, "a").blob(Blobs.listpack("x", 1L, "x", 2L)));
        broken("Zset listpack integrity check failed", file -> file.key(17, "a").blob(Blobs.listpack("x", "nan")));
        broken("Zset ziplist integrity check failed", file -> file.key(12, "a").blob(Blobs.ziplist("x")));
        broken("Zset ziplist integrity check failed", file -> file.key(12, "a").blob(Blobs.listpack("x", 1L)));
        broken("Hash listpack integrity check failed",
                file -> file.key(25, "a").int64(5).blob(Blobs.listpack("x", "v", "never")));
        broken("out of range", file -> file.key(24, "a").int64(-5).length(1).length(1).text("f").text("v"));
        broken("Intset integrity check failed", file -> file.key(11, "a").blob(Blobs.intset(2, 3, 2)));
        broken("Intset integrity check failed", file -> file.key(11, "a").blob(Blobs.intset(3, 1)));
        broken("Quicklist integrity check failed", file -> file.key(18, "a").length(1).length(3).text("x"));
        broken("Zipmap integrity check failed", file -> file.key(9, "a").bytes(5, 1, 1, 'f', 1, 0));
    }

    @Test
    void shouldPutSortedSetsInOrderThatAreNot() throws Exception {
        fixture.load(new RdbFileBuilder().version(11).key(17, "z")
                .blob(Blobs.listpack("c", 3L, 12L, "-inf", "b", 1L, "a", 1L, "x", "1.5")).end());
        assertThat(fixture.engine.execute("ZRANGE", "z", "0", "-1"))
                .isEqualTo("*5\r\n$2\r\n12\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nx\r\n$1\r\nc\r\n");
    }

    @Test
    void shouldTakeListpacksThatAreLargerThanAnyValueShouldHave() throws Exception {
        final int elements = 66_000;
        final Object[] numbers = new Object[elements];
        for (int i = 0; i < elements; i++) {
            numbers[i] = (long) i;
        }
        final long dueMs = fixture.engine.nowMs() + 1000;
        final Object[] timed = numbers.clone();
        for (int i = 2; i < elements; i += 3) {
            timed[i] = dueMs;
        }
        fixture.keyspace().sets().limits(1 << 20, 1 << 20, 64);
        fixture.load(new RdbFileBuilder().version(12).key(20, "set").blob(Blobs.listpack(numbers)).key(16, "hash")
                .blob(Blobs.listpack(numbers)).key(17, "zset").blob(Blobs.listpack(numbers)).key(25, "timed")
                .int64(dueMs).blob(Blobs.listpack(timed)).end());
        assertThat(fixture.engine.integer("SCARD", "set")).isEqualTo(elements);
        assertThat(fixture.engine.bulk("HGET", "hash", "65998")).isEqualTo("65999");
        assertThat(fixture.engine.integer("ZRANK", "zset", "65998")).isEqualTo(elements / 2 - 1);
        assertThat(fixture.engine.execute("HPTTL", "timed", "FIELDS", "1", "65997")).isEqualTo("*1\r\n:1000\r\n");
        assertThat(fixture.engine.bulk("OBJECT", "ENCODING", "set")).isEqualTo("hashtable");
        fixture.flush();
        assertThat(fixture.blocks()).isZero();

        numbers[elements - 2] = 0L;
        for (final int type : new int[] {20, 16, 17}) {
            broken("integrity check failed", file -> file.key(type, "a").blob(Blobs.listpack(numbers)));
        }
    }

    @Test
    void shouldSkipEmptyCollectionsAndSayWhich() throws Exception {
        fixture.load(new RdbFileBuilder().version(10).key(1, "list").length(0).key(11, "set").blob(Blobs.intset(2))
                .key(16, "hash").blob(Blobs.listpack()).key(5, "zset").length(0).key(14, "quicklist").length(1)
                .blob(Blobs.ziplist()).string(0, "k", "").end());
        assertThat(fixture.heard).containsExactly("RDB loading skipped the empty key 'list'",
                "RDB loading skipped the empty key 'set'", "RDB loading skipped the empty key 'hash'",
                "RDB loading skipped the empty key 'zset'", "RDB loading skipped the empty key 'quicklist'");
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(1);
        fixture.flush();
        assertThat(fixture.blocks()).isZero();
    }

    @Test
    void shouldRefuseStreamsThatAreNone() {
        brokenStream("not the size of a stream ID", file -> file.length(1).text("short").blob(Blobs.listpack()));
        final byte[] node = Blobs.listpack(1L, 0L, 1L, "a", 0L, 2L, 0L, 0L, "1", 4L);
        brokenStream("Stream listpack integrity check failed",
                file -> file.length(1).length(16).id(1, 1).blob(Blobs.listpack(1L)));
        brokenStream("not in the order of their ids",
                file -> file.length(2).length(16).id(1, 1).blob(node).length(16).id(1, 1).blob(node));
        brokenStream("Stream length inconsistent", file -> file.length(1).length(16).id(1, 1).blob(node).length(2));
        brokenStream("above its last id",
                file -> file.length(1).length(16).id(1, 1).blob(node).length(1).length(1).length(0));
        brokenStream("Duplicated consumer group name",
                file -> group(group(totals(file).length(2)).length(0).length(0)));
        brokenStream("Duplicated global PEL entry", file -> group(totals(file).length(1)).length(2).id(1, 1).int64(5)
                .length(1).id(1, 1).int64(5).length(1));
        brokenStream("belongs to no consumer",
                file -> group(totals(file).length(1)).length(1).id(1, 1).int64(5).length(1).length(0));
        brokenStream("not found in group global PEL", file -> group(totals(file).length(1)).length(0).length(1)
                .text("c").int64(5).length(1).id(1, 1));
        brokenStream("Duplicate stream consumer",
                file -> group(totals(file).length(1)).length(0).length(2).text("c").int64(5).length(0).text("c")
                        .int64(5).length(0));
        brokenStream("Duplicated consumer PEL entry", file -> group(totals(file).length(1)).length(1).id(1, 1).int64(5)
                .length(1).length(2).text("c").int64(5).length(1).id(1, 1).text("d").int64(5).length(1).id(1, 1));
    }

    private static RdbFileBuilder totals(final RdbFileBuilder file) {
        return file.length(0).length(0).length(5).length(5);
    }

    private static RdbFileBuilder group(final RdbFileBuilder file) {
        return file.text("g").length(0).length(0);
    }

    private void brokenStream(final String message, final Consumer<RdbFileBuilder> content) {
        broken(message, file -> content.accept(file.key(15, "s")));
    }

    @Test
    void shouldPassOverWhatModulesWrote() throws Exception {
        fixture.load(new RdbFileBuilder().version(10).opcode(247).length(1L << 40).length(2).length(1).length(1)
                .length(7).length(2).length(1 << 20).length(3).bytes(1, 2, 3, 4).length(4).int64(5).length(5)
                .text("text").length(0).strings(1, 1).end());
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(1);
        broken("Unknown kind 9 of a part of a module's data",
                file -> file.opcode(247).length(1).length(2).length(1).length(9));
        broken("bad when_opcode", file -> file.opcode(247).length(1).length(1).length(1));
    }

    @Test
    void shouldDropExpiredKeysUnlessTheLogMayStillNameThem() throws Exception {
        final RdbFileBuilder file = new RdbFileBuilder().version(10).opcode(251).length(1L << 60).length(5);
        file.opcode(252).int64(1000).string(0, "old", "v").opcode(253).int32(-5).string(0, "older", "v").opcode(252)
                .int64(-1).string(0, "never", "v").opcode(252).int64(fixture.engine.nowMs() + 5).string(0, "due", "v");
        final byte[] bytes = file.string(0, "k", "v").end();
        fixture.load(bytes);
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(3);
        assertThat(fixture.expiredKeys).isEqualTo(2);
        assertThat(fixture.engine.expireAtMs("k")).isEqualTo(fixture.engine.expireAtMs("never")).isEqualTo(-1);
        fixture.flush();
        assertThat(fixture.blocks()).isZero();

        fixture.load(bytes, RdbLoadOptions.LOG_BASE, 1_000_000);
        assertThat(fixture.keyspace().database(0).size()).isEqualTo(5);
        assertThat(fixture.expiredKeys).isZero();
    }

    @Test
    void shouldSayThatThereIsNoMemory() throws Exception {
        try (LoadFixture small = new LoadFixture(2L << 20)) {
            final byte[] file = new RdbFileBuilder().version(10).strings(5000, 900).end();
            assertThatThrownBy(() -> small.load(file)).isInstanceOf(RdbException.class)
                    .hasMessageMatching("Out of memory .*")
                    .satisfies(e -> assertThat(((RdbException) e).isOutOfMemory()).isTrue());
            small.flush();
            assertThat(small.blocks()).isZero();
        }
    }

    private void broken(final String message, final Consumer<RdbFileBuilder> content) {
        final RdbFileBuilder file = new RdbFileBuilder().version(10);
        content.accept(file);
        final byte[] bytes = file.end();
        assertThatThrownBy(() -> fixture.load(bytes)).isInstanceOf(RdbException.class).hasMessageContaining(message);
        fixture.flush();
        assertThat(fixture.blocks()).as(message).isZero();
    }

    private void expect(final byte[] file, final String message, final long offset) {
        assertThatThrownBy(() -> fixture.load(file)).isInstanceOf(RdbException.class).hasMessage(message)
                .satisfies(e -> assertThat(((RdbException) e).offset()).isEqualTo(offset));
    }
}

package io.ringhold.wal.rdb.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that Redis 7.0 has written ({@code resources/rdb/make-golden.py}), and what it answers about them. */
class GoldenFilesTest {
    private final LoadFixture fixture = new LoadFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "string-raw", "string-integer", "string-lzf", "string-uncompressed",
        "list-listpack", "list-nodes", "list-small-nodes", "list-plain", "list-compressed", "set-intset-16",
        "set-intset-32", "set-intset-64", "set-hashtable", "hash-listpack", "hash-hashtable", "zset-listpack",
        "zset-skiplist", "stream", "stream-small-nodes", "expiry", "lru", "lfu", "databases", "functions",
        "no-checksum"})
    void shouldAnswerAsRedisDoes(final String file) throws Exception {
        final long before = fixture.blocks();
        final byte[] bytes = Questions.resource(file + ".rdb");
        fixture.load(bytes);

        assertThat(fixture.loadedBytes).isEqualTo(bytes.length);
        for (final Questions.Question question : Questions.about(file).questions()) {
            assertThat(Questions.ask(fixture.engine, question.command())).as("%s", question.command())
                    .isEqualTo(question.reply());
        }
        fixture.flush();
        assertThat(fixture.blocks()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"string-integer, int:2147483648, int", "string-integer, text:007, embstr", "string-raw, binary, raw",
        "list-listpack, numbers, listpack", "list-nodes, nodes, quicklist", "list-plain, plain, quicklist",
        "set-intset-64, set, intset", "set-hashtable, strings, hashtable", "set-hashtable, many, hashtable",
        "hash-listpack, h, listpack", "hash-hashtable, long, hashtable", "hash-hashtable, many, hashtable",
        "zset-listpack, z, listpack", "zset-skiplist, long, skiplist", "zset-skiplist, many, skiplist",
        "stream, s, stream"})
    void shouldChooseTheEncodingThatAValueOfThatSizeHas(final String file, final String key, final String encoding)
            throws Exception {
        fixture.load(Questions.resource(file + ".rdb"));
        assertThat(fixture.engine.bulk("OBJECT", "ENCODING", key)).isEqualTo(encoding);
    }

    @ParameterizedTest
    @CsvSource({"set-intset-16, set, hashtable", "hash-listpack, h, hashtable", "zset-listpack, z, skiplist",
        "list-listpack, numbers, quicklist"})
    void shouldMakeCompactValuesLargeOnesWhenTheSettingsAreLower(final String file, final String key,
            final String encoding) throws Exception {
        fixture.keyspace().sets().limits(3, 3, 64);
        fixture.keyspace().hashes().limits(3, 64);
        fixture.keyspace().sortedSets().limits(3, 64);
        fixture.keyspace().lists().limit(3);
        fixture.load(Questions.resource(file + ".rdb"));

        assertThat(fixture.engine.bulk("OBJECT", "ENCODING", key)).isEqualTo(encoding);
        for (final Questions.Question question : Questions.about(file).questions()) {
            assertThat(Questions.ask(fixture.engine, question.command())).as("%s", question.command())
                    .isEqualTo(question.reply());
        }
    }

    @Test
    void shouldKeepFunctionsAndTellAuxiliaryFields() throws Exception {
        fixture.load(Questions.resource("functions.rdb"));
        assertThat(fixture.functions).hasSize(2)
                .anySatisfy(code -> assertThat(new String(code, StandardCharsets.ISO_8859_1))
                        .startsWith("#!lua name=mylib\nredis.register_function('f'"));
        assertThat(fixture.heard).contains("redis-ver=7.0.15", "redis-bits=64", "aof-base=0");
    }

    @Test
    void shouldSayWhenThereIsNoChecksum() throws Exception {
        fixture.load(Questions.resource("no-checksum.rdb"));
        assertThat(fixture.heard).contains("RDB file was saved with checksum disabled: no check performed.");
    }

    @Test
    void shouldLoadInSlices() throws Exception {
        final byte[] file = new RdbFileBuilder().version(10).strings(20_000, 100).end();
        final int slices = fixture.load(file, RdbLoadOptions.DUMP_FILE, 1);
        assertThat(slices).isBetween(file.length / (200 << 10), file.length / (60 << 10) + 2);
        assertThat(fixture.engine.integer("DBSIZE")).isEqualTo(20_000);
        assertThat(fixture.engine.bulk("GET", "key:19999")).hasSize(100);
    }

    @Test
    void shouldKeepHowKeysWereUsed() throws Exception {
        final byte[] file = new RdbFileBuilder().version(9).opcode(248).length(5000).string(0, "idle", "v").opcode(249)
                .bytes(77).string(0, "frequent", "v").end();
        fixture.load(file);
        assertThat(fixture.engine.integer("OBJECT", "IDLETIME", "idle")).isEqualTo(5000);
        assertThat(fixture.engine.integer("OBJECT", "IDLETIME", "frequent")).isZero();
        fixture.flush();

        fixture.keyspace().access().useLfu(true);
        fixture.load(file);
        assertThat(List.of(frequency("idle"), frequency("frequent"))).containsExactly(5L, 77L);
    }

    private long frequency(final String key) {
        final var entries = fixture.keyspace().entries();
        final long[] found = new long[1];
        final var table = fixture.keyspace().database(0).table();
        long cursor = 0;
        do {
            cursor = table.scan(cursor, (slot, entry) -> {
                if (entries.keyLength(entry) == key.length()) {
                    found[0] = fixture.keyspace().access().frequency(entries, entry);
                }
            });
        } while (cursor != 0);
        return found[0];
    }
}

package io.ringhold.wal.rdb.load;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Encodings that Redis 7.0 reads and does not write; {@link OldEncodingsIT} compares them with what it reads. */
class OldEncodingsTest {
    private final LoadFixture fixture = new LoadFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldReadWhatIsInTheFile() throws Exception {
        fixture.load(OldFile.bytes());
        assertThat(ask("DBSIZE")).isEqualTo(":17\r\n");
        assertThat(ask("LRANGE", "ziplist", "0", "13")).isEqualTo(bulks("", "hi", "0", "12", "13", "-1", "-128", "128",
                "32767", "-32769", "8388607", "-8388609", "2147483648", "-9223372036854775808"));
        assertThat(ask("LRANGE", "ziplist", "-2", "-1")).isEqualTo(bulks("after a long one", "5"));
        assertThat(ask("LRANGE", "quicklist", "0", "1")).isEqualTo(bulks("a", "1"));
        assertThat(ask("SORT", "set", "ALPHA", "LIMIT", "0", "2")).isEqualTo(bulks("-2", "007"));
        assertThat(ask("ZRANGE", "zset", "0", "-1", "WITHSCORES")).isEqualTo(bulks("min", "-inf", "zero", "0",
                "denormal", "4.9406564584124654e-324", "tenth", "0.10000000000000001", "a", "1.5", "b", "1.5", "max",
                "inf"));
        assertThat(ask("HMGET", "zipmap", "f", "g", "1")).isEqualTo(bulks("v", "", "2"));
        assertThat(ask("HMGET", "hash ziplist", "f", "7", "n", ""))
                .isEqualTo(bulks("v", "seven", "1099511627776", "empty"));
        assertThat(ask("XPENDING", "stream", "g")).isEqualTo("*4\r\n:2\r\n$6\r\n1000-0\r\n$6\r\n1002-5\r\n*1\r\n"
                + bulks("alice", "2"));
        assertThat(ask("XLEN", "stream")).isEqualTo(":4\r\n");
        assertThat(ask("PEXPIRETIME", "expires")).isEqualTo(":" + OldFile.EXPIRY_SECONDS + "000\r\n");
        assertThat(ask("GET", "compressed")).isEqualTo("$41\r\n" + "a".repeat(41) + "\r\n");
        assertThat(ask("GET", "int32")).isEqualTo("$11\r\n-2147483648\r\n");
        fixture.flush();
        assertThat(fixture.blocks()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"zipmap, hashtable", "hash ziplist, listpack", "zset ziplist, listpack", "ziplist, quicklist",
        "intset, intset", "stream, stream"})
    void shouldConvertToTheEncodingsOfToday(final String key, final String encoding) throws Exception {
        fixture.load(OldFile.bytes());
        assertThat(fixture.engine.bulk("OBJECT", "ENCODING", key)).isEqualTo(encoding);
    }

    @Test
    void shouldReadWhatLaterVersionsWrite() throws Exception {
        final long dueMs = fixture.engine.nowMs() + 1000;
        final RdbFileBuilder file = new RdbFileBuilder().version(12);
        file.opcode(244).length(3).length(7).length(1);
        file.key(20, "set").blob(Blobs.listpack("a", 5L, "b"));
        file.key(24, "timed").int64(dueMs).length(3).length(1).text("a").text("1").length(0).text("b").text("2")
                .length(501).text("c").text("3");
        file.key(22, "candidate").length(1).length(dueMs).text("a").text("1");
        file.key(25, "packed").int64(dueMs).blob(Blobs.listpack("a", 1L, dueMs, "b", 2L, 0L));
        file.key(23, "packed candidate").blob(Blobs.listpack("a", 1L, dueMs));
        file.key(21, "stream").length(0).length(0).length(5).length(1).length(0).length(0).length(5).length(1)
                .length(1).length(1).text("g").length(5).length(1).length(1).length(0).length(1).text("alice")
                .int64(1000).int64(-1).length(0);
        fixture.load(file.end());

        assertThat(ask("SORT", "set", "ALPHA")).isEqualTo(bulks("5", "a", "b"));
        assertThat(ask("HPTTL", "timed", "FIELDS", "3", "a", "b", "c")).isEqualTo("*3\r\n:1000\r\n:-1\r\n:1500\r\n");
        for (final String key : List.of("candidate", "packed", "packed candidate")) {
            assertThat(ask("HPTTL", key, "FIELDS", "1", "a")).isEqualTo("*1\r\n:1000\r\n");
        }
        assertThat(fixture.engine.bulk("OBJECT", "ENCODING", "packed")).isEqualTo("listpackex");
        assertThat(ask("XINFO", "CONSUMERS", "stream", "g")).contains("inactive\r\n:-1\r\n");
        fixture.engine.advanceMs(1001);
        assertThat(ask("HGETALL", "packed")).isEqualTo(bulks("b", "2"));
        fixture.flush();
        assertThat(fixture.blocks()).isZero();
    }

    private String ask(final String... command) {
        return fixture.engine.execute(command);
    }

    private static String bulks(final String... texts) {
        final StringBuilder reply = new StringBuilder("*" + texts.length + "\r\n");
        for (final String text : texts) {
            reply.append('$').append(text.length()).append("\r\n").append(text).append("\r\n");
        }
        return reply.toString();
    }
}

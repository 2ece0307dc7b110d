package io.ringhold.wal.rdb.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.RefusedMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** DUMP and RESTORE as commands. */
class DumpRestoreTest {
    private static final String LONG = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String WRONG_PAYLOAD = "ERR DUMP payload version or checksum are wrong";

    private final LoadFixture fixture = new LoadFixture();
    private final EngineHarness engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldGiveWhatRedisGives() {
        engine.execute("SET", "k", "10");
        assertThat(HexFormat.of().formatHex(engine.bulk("DUMP", "k").getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("00c00a0a00" + footer("00c00a0a00"));
        assertThat(engine.bulk("DUMP", "none")).isNull();
    }

    private static String footer(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        return HexFormat.of().toHexDigits(Long.reverseBytes(RdbFileBuilder.checksum(bytes, bytes.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET k v", "SET k 12345678901", "SET k " + LONG, "RPUSH k a 1 " + LONG, "SADD k 1 2 -70000",
        "SADD k a 1", "HSET k f v 7 8", "HSET k f " + LONG, "ZADD k 1.5 a -inf b", "ZADD k 1 " + LONG,
        "XADD k 5-5 f v"})
    void shouldRestoreWhatWasDumped(final String command) {
        engine.execute(command.split(" ", -1));
        final String payload = engine.bulk("DUMP", "k");
        final String encoding = engine.bulk("OBJECT", "ENCODING", "k");
        assertThat(engine.execute("RESTORE", "copy", "0", payload)).isEqualTo("+OK\r\n");
        assertThat(engine.bulk("DUMP", "copy")).isEqualTo(payload);
        assertThat(engine.bulk("OBJECT", "ENCODING", "copy")).isEqualTo(encoding);
        assertThat(engine.integer("DEL", "k", "copy")).isEqualTo(2);
        fixture.finishFreeing();
        assertThat(fixture.blocks()).isZero();
    }

    @Test
    void shouldKeepTheTimesOfFields() {
        engine.execute("HSET", "h", "a", "1", "b", "2");
        engine.execute("HPEXPIREAT", "h", Long.toString(engine.nowMs() + 5000), "FIELDS", "1", "a");
        for (final String copy : List.of("small", "large")) {
            engine.execute("RESTORE", copy, "0", engine.bulk("DUMP", "h"));
            assertThat(engine.execute("HPTTL", copy, "FIELDS", "2", "a", "b")).isEqualTo("*2\r\n:5000\r\n:-1\r\n");
            engine.execute("HSET", "h", "long", LONG);
        }
        engine.advanceMs(6000);
        assertThat(engine.execute("HLEN", "large")).isEqualTo(":2\r\n");
    }

    @Test
    void shouldNotOverwriteAKeyUnlessToldTo() {
        engine.execute("SET", "k", "v");
        final String payload = engine.bulk("DUMP", "k");
        engine.execute("RPUSH", "l", "a");
        engine.takeLogged();
        assertThat(engine.error("RESTORE", "l", "0", payload)).isEqualTo("BUSYKEY Target key name already exists.");
        assertThat(engine.error("RESTORE", "l", "x", "y")).isEqualTo("BUSYKEY Target key name already exists.");
        assertThat(engine.takeLogged()).isEmpty();
        assertThat(engine.execute("RESTORE", "l", "0", payload, "replace")).isEqualTo("+OK\r\n");
        assertThat(engine.bulk("GET", "l")).isEqualTo("v");
        assertThat(engine.takeLogged()).containsExactly(List.of("RESTORE", "l", "0", payload, "replace"));
    }

    @Test
    void shouldSetWhenTheKeyExpires() {
        engine.execute("SET", "k", "v");
        final String payload = engine.bulk("DUMP", "k");
        engine.takeLogged();
        engine.execute("RESTORE", "a", "5000", payload);
        final String atMs = Long.toString(engine.nowMs() + 5000);
        assertThat(engine.integer("PTTL", "a")).isEqualTo(5000);
        assertThat(engine.takeLogged()).containsExactly(List.of("RESTORE", "a", atMs, payload, "ABSTTL"));

        engine.execute("RESTORE", "b", atMs, payload, "ABSTTL");
        assertThat(engine.integer("PEXPIRETIME", "b")).isEqualTo(engine.nowMs() + 5000);
        assertThat(engine.takeLogged()).containsExactly(List.of("RESTORE", "b", atMs, payload, "ABSTTL"));
        engine.advanceMs(5001);
        assertThat(engine.exists("a")).isFalse();
    }

    @Test
    void shouldOnlyDeleteWhenTheTimeHasPassed() {
        engine.execute("SET", "k", "v");
        final String payload = engine.bulk("DUMP", "k");
        engine.takeLogged();
        assertThat(engine.execute("RESTORE", "new", "1", payload, "ABSTTL")).isEqualTo("+OK\r\n");
        assertThat(engine.takeLogged()).isEmpty();
        assertThat(engine.execute("RESTORE", "k", "1", payload, "ABSTTL", "REPLACE")).isEqualTo("+OK\r\n");
        assertThat(engine.takeLogged()).containsExactly(List.of("DEL", "k"));
        assertThat(engine.integer("DBSIZE")).isZero();
        assertThat(fixture.blocks()).isZero();
    }

    @Test
    void shouldSetHowTheKeyWasUsed() {
        engine.execute("SET", "k", "v");
        final String payload = engine.bulk("DUMP", "k");
        engine.execute("RESTORE", "idle", "0", payload, "IDLETIME", "1000");
        assertThat(engine.integer("OBJECT", "IDLETIME", "idle")).isEqualTo(1000);
        engine.execute("RESTORE", "idle", "0", payload, "FREQ", "5", "REPLACE");
        assertThat(engine.integer("OBJECT", "IDLETIME", "idle")).isZero();
    }

    @Test
    void shouldRefuseOptionsAsRedisDoes() {
        engine.execute("SET", "k", "v");
        final String payload = engine.bulk("DUMP", "k");
        assertThat(engine.error("RESTORE", "n", "-1", payload)).isEqualTo("ERR Invalid TTL value, must be >= 0");
        assertThat(engine.error("RESTORE", "n", "x", payload))
                .isEqualTo("ERR value is not an integer or out of range");
        assertThat(engine.error("RESTORE", "n", "0", payload, "IDLETIME", "-1"))
                .isEqualTo("ERR Invalid IDLETIME value, must be >= 0");
        assertThat(engine.error("RESTORE", "n", "0", payload, "FREQ", "256"))
                .isEqualTo("ERR Invalid FREQ value, must be >= 0 and <= 255");
        assertThat(engine.error("RESTORE", "n", "0", payload, "FREQ", "1", "IDLETIME", "1"))
                .isEqualTo("ERR syntax error");
        assertThat(engine.error("RESTORE", "n", "0", payload, "FREQ")).isEqualTo("ERR syntax error");
        assertThat(engine.error("RESTORE", "n", "0", payload, "OTHER")).isEqualTo("ERR syntax error");
    }

    @Test
    void shouldRefuseBrokenPayloads() {
        engine.execute("RPUSH", "k", "a", "b");
        final byte[] payload = engine.bulk("DUMP", "k").getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length < payload.length; length++) {
            assertThat(restore(Arrays.copyOf(payload, length))).isEqualTo(WRONG_PAYLOAD);
        }
        for (int i = 0; i < payload.length; i++) {
            final byte[] broken = payload.clone();
            broken[i] ^= 1;
            assertThat(restore(broken)).isEqualTo(WRONG_PAYLOAD);
        }
        assertThat(restore(new RdbFileBuilder().bytes(0).text("v").payload(13))).isEqualTo(WRONG_PAYLOAD);
        for (final byte[] bad : List.of(new RdbFileBuilder().payload(10), new RdbFileBuilder().bytes(1, 0).payload(10),
                new RdbFileBuilder().bytes(8).text("v").payload(10), new RdbFileBuilder().bytes(0).payload(10),
                new RdbFileBuilder().bytes(7).text("v").payload(10))) {
            assertThat(restore(bad)).isEqualTo("ERR Bad data format");
        }
        assertThat(engine.integer("DBSIZE")).isEqualTo(1);
        engine.execute("DEL", "k");
        assertThat(fixture.blocks()).isZero();
    }

    @Test
    void shouldTrimStreamsWithNumbersInMoreBytesThanTheyNeed() {
        final byte[] flags = Blobs.wideNumber(2);
        final byte[] node = Blobs.listpack(3L, 0L, 1L, "f", 0L, flags, 0L, 0L, "u", 4L, flags, 1L, 0L, "v", 4L, flags,
                2L, 0L, "w", 4L);
        final byte[] payload = stream(RdbFormat.TYPE_STREAM_LISTPACKS, node).length(3).length(3).length(0).length(0)
                .payload(10);
        assertThat(restored("s", payload)).isEqualTo("+OK\r\n");
        assertThat(engine.integer("XTRIM", "s", "MAXLEN", "1")).isEqualTo(2);
        assertThat(engine.execute("XRANGE", "s", "-", "+"))
                .isEqualTo("*1\r\n*2\r\n$3\r\n3-0\r\n*2\r\n$1\r\nf\r\n$1\r\nw\r\n");
    }

    @Test
    void shouldRestoreStreamsWithANodeWhoseEntriesAreAllDeleted() {
        final byte[] node = Blobs.listpack(0L, 2L, 1L, "f", 0L, 3L, 0L, 0L, "u", 4L, 3L, 1L, 0L, "v", 4L);
        final byte[] payload = stream(RdbFormat.TYPE_STREAM_LISTPACKS_2, node).length(0).length(2).length(0).length(0)
                .length(0).length(2).length(0).length(2).length(0).payload(10);
        assertThat(restored("s", payload)).isEqualTo("+OK\r\n");
        assertThat(engine.integer("XLEN", "s")).isZero();
        assertThat(engine.execute("XADD", "s", "2-0", "f", "v")).startsWith("-ERR The ID specified in XADD is equal");
        assertThat(engine.bulk("XADD", "s", "2-1", "f", "v")).isEqualTo("2-1");
        assertThat(engine.integer("XTRIM", "s", "MAXLEN", "0")).isEqualTo(1);
        assertThat(engine.execute("RESTORE", "t", "0", engine.bulk("DUMP", "s"))).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldRestoreStreamsWhoseLastIdHasBeenSetBelowADeletedEntry() {
        engine.execute("XADD", "s", "5-0", "f", "v");
        engine.execute("XADD", "s", "10-0", "f", "v");
        engine.execute("XDEL", "s", "10-0");
        engine.execute("XSETID", "s", "10-0", "MAXDELETEDID", "1-0");
        assertThat(engine.execute("XSETID", "s", "5-0")).isEqualTo("+OK\r\n");
        assertThat(engine.execute("RESTORE", "t", "0", engine.bulk("DUMP", "s"))).isEqualTo("+OK\r\n");
        assertThat(engine.bulk("XADD", "s", "6-0", "f", "v")).isEqualTo("6-0");
        assertThat(engine.execute("XRANGE", "s", "6", "6")).startsWith("*1\r\n*2\r\n$3\r\n6-0\r\n");
        assertThat(engine.integer("COPY", "s", "u")).isEqualTo(1);
        assertThat(engine.execute("RESTORE", "v", "0", engine.bulk("DUMP", "s"))).isEqualTo("+OK\r\n");
        assertThat(engine.integer("XDEL", "s", "6-0")).isEqualTo(1);
    }

    @Test
    void shouldRestoreStreamsOfRedisWhoseLastIdHasBeenSetBelowADeletedEntry() {
        // 1-0, 10-0 deleted; the last id is 1-0
        final byte[] node = Blobs.listpack(1L, 1L, 1L, "f", 0L, 2L, 0L, 0L, "u", 4L, 3L, 9L, 0L, "v", 4L);
        final byte[] payload = stream(RdbFormat.TYPE_STREAM_LISTPACKS_2, node).length(1).length(1).length(0).length(1)
                .length(0).length(1).length(0).length(2).length(0).payload(10);
        assertThat(restored("s", payload)).isEqualTo("+OK\r\n");
        assertThat(engine.bulk("XADD", "s", "2-0", "f", "v")).isEqualTo("2-0");
        assertThat(engine.execute("XREVRANGE", "s", "2", "2")).startsWith("*1\r\n*2\r\n$3\r\n2-0\r\n");
    }

    /** A stream, up to a node, the only one, of the key 1-0. */
    private static RdbFileBuilder stream(final int type, final byte[] node) {
        return new RdbFileBuilder().bytes(type).length(1).length(16).id(1, 0).blob(node);
    }

    @Test
    void shouldSayThatThereIsNoMemory() {
        try (LoadFixture small = new LoadFixture(2L << 20)) {
            final byte[] payload = new RdbFileBuilder().bytes(0).text("v".repeat(3 << 20)).payload(10);
            assertThat(new String(small.engine.execute(RdbFileBuilder.latin("RESTORE"), RdbFileBuilder.latin("k"),
                    RdbFileBuilder.latin("0"), payload), StandardCharsets.ISO_8859_1))
                    .startsWith("-OOM command not allowed");
            assertThat(small.blocks()).isZero();
        }
    }

    @Test
    void shouldSayThatThereIsNoMemoryForAPayloadAndGoOn() {
        final RefusedMemory memory = new RefusedMemory();
        try (RdbValueCodec codec = new RdbValueCodec(fixture.keyspace(),
                version -> memory.writer(fixture.keyspace(), version))) {
            engine.engine().valueCodec(codec);
            engine.execute("SET", "k", LONG);
            final String payload = engine.bulk("DUMP", "k");
            memory.refuses = true;
            assertThat(engine.error("DUMP", "k")).startsWith("OOM command not allowed");
            assertThat(codec.length()).isZero();
            assertThat(engine.bulk("GET", "k")).isEqualTo(LONG);
            memory.refuses = false;
            assertThat(engine.bulk("DUMP", "k")).isEqualTo(payload);
        }
    }

    private String restore(final byte[] payload) {
        final String reply = restored("n", payload);
        assertThat(reply).startsWith("-");
        return reply.substring(1, reply.length() - 2);
    }

    private String restored(final String key, final byte[] payload) {
        return new String(engine.execute(RdbFileBuilder.latin("RESTORE"), RdbFileBuilder.latin(key),
                RdbFileBuilder.latin("0"), payload), StandardCharsets.ISO_8859_1);
    }
}

package io.ringhold.wal.rdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DumpWriterTest {
    private final RdbFixture fixture = new RdbFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The bytes before the checksum are those that Redis 7.0 gives. */
    @ParameterizedTest
    @ValueSource(strings = {"SET k 10=00 c0 0a 0a 00", "SET k hello=00 05 68 65 6c 6c 6f 0a 00",
        "RPUSH k a 1=12 01 02 0c 0c 00 00 00 02 00 81 61 02 01 01 ff 0a 00",
        "SADD k 1 2=0b 0c 02 00 00 00 02 00 00 00 01 00 02 00 0a 00", "SADD k a=02 01 01 61 0a 00",
        "ZADD k 1.5 a=11 0f 0f 00 00 00 02 00 81 61 02 83 31 2e 35 04 ff 0a 00",
        "HSET k f v=10 0d 0d 00 00 00 02 00 81 66 02 81 76 02 ff 0a 00"})
    void shouldMakeThePayloadOfRedis(final String commandAndHex) {
        final String[] parts = commandAndHex.split("=", -1);
        fixture.run(parts[0]);
        final byte[] payload = dump(10);
        final HexFormat hex = HexFormat.ofDelimiter(" ");
        assertThat(hex.formatHex(payload, 0, payload.length - 8)).isEqualTo(parts[1]);
    }

    @Test
    void shouldEndWithTheChecksumOfAllBeforeIt() {
        fixture.run("SET k 10");
        // the example of the DUMP page of Redis, but for the version
        assertThat(HexFormat.ofDelimiter(" ").formatHex(dump(10))).isEqualTo("00 c0 0a 0a 00 " + checksumOfTen());
        assertThat(dump(11)[3]).isEqualTo((byte) 11);
    }

    @Test
    void shouldMakePayloadsOneAfterAnother() throws RdbVersionException {
        try (DumpWriter writer = writer(12)) {
            fixture.run("SET k " + "abc".repeat(100_000));
            writer.write(entry());
            final long large = writer.length();
            fixture.run("SET k 10");
            writer.write(entry());
            assertThat(writer.length()).isEqualTo(13).isLessThan(large);
            writer.clear();
            assertThat(writer.length()).isZero();
        }
    }

    @Test
    void shouldRefuseWhatTheVersionCannotHoldAndGoOn() throws RdbVersionException {
        try (DumpWriter writer = writer(11)) {
            fixture.run("HSET k f v");
            fixture.run("HEXPIRE k 1000 FIELDS 1 f");
            assertThatThrownBy(() -> writer.write(entry())).isInstanceOf(RdbVersionException.class)
                    .hasMessageContaining("rdb-version");
            assertThat(writer.length()).isZero();
            fixture.run("SET k 10");
            writer.write(entry());
            assertThat(writer.length()).isEqualTo(13);
        }
    }

    private static String checksumOfTen() {
        long sum = 0;
        for (final int next : new int[] {0, 0xc0, 0x0a, 0x0a, 0}) {
            for (int bit = 0; bit < 8; bit++) {
                sum = sum >>> 1 ^ (((sum ^ next >> bit) & 1) == 0 ? 0 : 0x95ac9329ac4bc9b5L);
            }
        }
        final HexFormat hex = HexFormat.ofDelimiter(" ");
        return hex.formatHex(ByteBuffer.allocate(8).putLong(Long.reverseBytes(sum)).array());
    }

    private byte[] dump(final int version) {
        try (DumpWriter writer = writer(version)) {
            writer.write(entry());
            final byte[] payload = new byte[(int) writer.length()];
            Memory.copyToArray(writer.address(), payload, 0, payload.length);
            return payload;
        } catch (final RdbVersionException e) {
            throw new AssertionError(e);
        }
    }

    private DumpWriter writer(final int version) {
        return new DumpWriter(fixture.view, fixture.harness.engine().keyspace().hash(), version, true);
    }

    private long entry() {
        return fixture.entry("k".getBytes(StandardCharsets.US_ASCII));
    }
}

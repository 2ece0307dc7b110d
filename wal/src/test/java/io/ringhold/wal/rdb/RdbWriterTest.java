package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import io.ringhold.engine.ServerVersion;
import io.ringhold.engine.config.option.MaxmemoryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RdbWriterTest {
    private static final RdbOptions OPTIONS = RdbOptions.of(RdbFormat.VERSION_7_0);

    @ParameterizedTest
    @CsvSource({"10, true", "10, false", "11, true", "12, true", "12, false"})
    void shouldWriteAllThatTheServerHoldsWhateverItsForm(final int version, final boolean compresses)
            throws IOException {
        final Random random = new Random(RdbFixture.seed("RdbWriterTest " + version + " " + compresses));
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS)) {
            fixture.fill(random, 300, version >= 12);
            final RdbParser file = RdbParser
                    .parse(fixture.write(RdbOptions.of(version).withCompression(compresses), 1 + random.nextInt(50)));
            assertThat(file.version).isEqualTo(version);
            Contents.assertSame(file.contents, Contents.of(fixture.server, version, RandomKeys.DATABASES));
            assertThat(types(file)).isEqualTo(switch (version) {
                case 10 -> List.of(0, 2, 4, 5, 11, 16, 17, 18, 19);
                case 11 -> List.of(0, 2, 4, 5, 11, 16, 17, 18, 20, 21);
                default -> List.of(0, 2, 4, 5, 11, 16, 17, 18, 20, 21, 24, 25);
            });
        }
    }

    @Test
    void shouldWriteTheSameInStepsAsAtOnce() throws IOException {
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS)) {
            fixture.fill(new Random(RdbFixture.seed("RdbWriterTest")), 60, false);
            final byte[] atOnce = fixture.write(OPTIONS);
            for (final int step : new int[] {1, 2, 7, 60, 61}) {
                assertThat(fixture.write(OPTIONS, step)).isEqualTo(atOnce);
            }
        }
    }

    @Test
    void shouldBeginWithWhatRedisWrites() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            final RdbParser file = RdbParser.parse(fixture.write(OPTIONS));
            assertThat(file.aux).isEqualTo(Map.of("redis-ver", ServerVersion.REDIS, "redis-bits", "64", "ctime",
                    Long.toString(fixture.harness.nowMs() / 1000), "used-mem",
                    Long.toString(fixture.arena().usedBytes()), "aof-base", "0"));
            assertThat(file.contents).isEmpty();
        }
    }

    @Test
    void shouldWriteWhatIsAskedForBesideTheKeys() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            final RdbParser file = RdbParser.parse(fixture.write(OPTIONS.asAofBase()
                    .withReplication(new RdbOptions.Replication(3, "f".repeat(40), 123_456_789_012L))
                    .withFunctions(List.of("#!lua name=one".getBytes(StandardCharsets.US_ASCII), new byte[] {'2'}))));
            assertThat(file.aux).containsEntry("aof-base", "1").containsEntry("repl-stream-db", "3")
                    .containsEntry("repl-id", "f".repeat(40)).containsEntry("repl-offset", "123456789012");
            assertThat(file.functions).containsExactly("#!lua name=one", "2");
        }
    }

    @Test
    void shouldAnnounceHowManyKeysEachDatabaseHas() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            for (int i = 0; i < 100; i++) {
                fixture.run("SELECT " + i % 2 * 9);
                fixture.run("SET key" + i + " 1" + (i % 4 < 3 ? "" : " EX 1000"));
            }
            assertThat(RdbParser.parse(fixture.write(OPTIONS)).sizes)
                    .isEqualTo(Map.of(0L, List.of(50L, 0L), 9L, List.of(50L, 25L)));
        }
    }

    @Test
    void shouldSumTheFileUpUnlessToldOtherwise() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET a " + "b".repeat(500_000));
            final RdbParser file = RdbParser.parse(fixture.write(OPTIONS.withCompression(false)));
            assertThat(file.checksum).isNotZero();
            assertThat(RdbParser.parse(fixture.write(OPTIONS.withChecksum(false))).checksum).isZero();
        }
    }

    @Test
    void shouldWriteKeysWhoseTimeHasCome() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET gone 1 PX 5");
            fixture.harness.advanceMs(6);
            assertThat(RdbParser.parse(fixture.write(OPTIONS)).contents)
                    .isEqualTo(Map.of("0/gone", List.of(fixture.harness.nowMs() - 1, "1")));
        }
    }

    @ParameterizedTest
    @CsvSource({"noeviction, -1, -1", "allkeys-random, -1, -1", "volatile-ttl, -1, -1", "allkeys-lru, 120, -1",
        "volatile-lru, 120, -1", "allkeys-lfu, -1, 3", "volatile-lfu, -1, 3"})
    void shouldTellOfTheUseOfKeysWhatThePolicyGoesBy(final String policy, final long idle, final int frequency)
            throws IOException {
        try (RdbFixture fixture = new RdbFixture("--maxmemory-policy", policy)) {
            fixture.run("SET key 1");
            fixture.harness.advanceMs(120_000);
            final MaxmemoryPolicy written = fixture.harness.settings().maxmemoryPolicy.value();
            assertThat(RdbParser.parse(fixture.write(OPTIONS.withPolicy(written))).keys)
                    .isEqualTo(Map.of("0/key", new RdbParser.Key(0, idle, frequency)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 600})
    void shouldRefuseExpiringFieldsBeforeVersion12(final int fields) {
        try (RdbFixture fixture = new RdbFixture()) {
            for (int i = 0; i < fields; i++) {
                fixture.run("HSET a\"key\n f" + i + " v");
            }
            fixture.run("HEXPIRE a\"key\n 1000 FIELDS 1 f0");
            for (final int version : new int[] {10, 11}) {
                assertThatThrownBy(() -> fixture.write(RdbOptions.of(version)))
                        .isInstanceOf(RdbVersionException.class)
                        .hasMessage("the hash \"a\\\"key\\x0a\" has fields that expire, which RDB version " + version
                                + " cannot hold: set rdb-version to 12");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 600})
    void shouldWriteAPlainHashWhenNoFieldExpiresAnyMore(final int fields) throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            for (int i = 0; i < fields; i++) {
                fixture.run("HSET h f" + i + " v");
            }
            fixture.run("HEXPIRE h 1000 FIELDS 1 f0");
            fixture.run("HPERSIST h FIELDS 1 f0");
            for (int version = 10; version <= 12; version++) {
                final RdbParser file = RdbParser.parse(fixture.write(RdbOptions.of(version)));
                Contents.assertSame(file.contents, Contents.of(fixture.server, version, 1));
                assertThat(file.keys.get("0/h").type()).isEqualTo(RdbFormat.TYPE_HASH);
            }
        }
    }

    @Test
    void shouldWriteFieldsWhoseTimeHasCome() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("HSET h a 1 b 2 c 3");
            fixture.run("HPEXPIRE h 5 FIELDS 1 b");
            fixture.run("HPEXPIRE h 9 FIELDS 1 c");
            fixture.harness.advanceMs(6);
            final long nowMs = fixture.harness.nowMs();
            assertThat(RdbParser.parse(fixture.write(RdbOptions.of(12))).contents).isEqualTo(Map.of("0/h",
                    List.of(-1L, Map.of("a", List.of("1", -1L), "b", List.of("2", nowMs - 1), "c",
                            List.of("3", nowMs + 3)))));
        }
    }

    @Test
    void shouldWriteKeysOfATableThatIsBeingResized() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            boolean resizing = false;
            for (int i = 0; !resizing || i % 1000 != 999; i++) {
                fixture.run("SET key:" + i + " " + i);
                resizing = fixture.harness.engine().keyspace().database(0).table().isResizing();
            }
            final RdbParser file = RdbParser.parse(fixture.write(OPTIONS));
            Contents.assertSame(file.contents, Contents.of(fixture.server, 10, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteMembersThatAreLargerThanAViewShows(final boolean compresses) throws IOException {
        final Random random = new Random(RdbFixture.seed("RdbWriterTest"));
        try (RdbFixture fixture = new RdbFixture(LargeKeys.thresholds())) {
            LargeKeys.fillWithLargeElements(fixture, List.of(text(random, 70_000), text(random, 200_000)));
            final RdbParser file = RdbParser.parse(fixture.write(RdbOptions.of(12).withCompression(compresses)));
            Contents.assertSame(file.contents, Contents.of(fixture.server, 12, 1));
            assertThat(types(file)).isEqualTo(List.of(0, 2, 5, 18, 21, 24, 25));
        }
    }

    @Test
    void shouldFailWithTheTargetsErrorWhenThatFails() {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET a " + "b".repeat(500_000));
            final IOException full = new IOException("disk full");
            final RdbTarget target = (source, address) -> {
                throw full;
            };
            try (RdbWriter writer = new RdbWriter(fixture.view, fixture.image(), target,
                    OPTIONS.withCompression(false))) {
                assertThatThrownBy(() -> writer.writeSome(1)).isSameAs(full);
            }
        }
    }

    @Test
    void shouldRefuseVersionsThatItDoesNotKnow() {
        try (RdbFixture fixture = new RdbFixture()) {
            for (final int version : new int[] {9, 13}) {
                assertThatThrownBy(() -> fixture.write(RdbOptions.of(version)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("RDB version " + version + " cannot be written");
            }
        }
    }

    @Test
    void shouldWriteAFileByteForByte() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET k 12345");
            fixture.run("PEXPIREAT k 1800000000000");
            final byte[] file = fixture.write(OPTIONS.withChecksum(false));
            final String hex = HexFormat.ofDelimiter(" ").formatHex(file);
            assertThat(hex).startsWith("52 45 44 49 53 30 30 31 30 fa 09 72 65 64 69 73 2d 76 65 72 05 ")
                    .endsWith(" fa 08 61 6f 66 2d 62 61 73 65 c0 00 fe 00 fb 01 01 "
                            + "fc 00 50 5c 18 a3 01 00 00 00 01 6b c1 39 30 ff 00 00 00 00 00 00 00 00");
        }
    }

    private static List<Integer> types(final RdbParser file) {
        final TreeSet<Integer> types = new TreeSet<>();
        file.keys.values().forEach(key -> types.add(key.type()));
        return List.copyOf(types);
    }

    private static String text(final Random random, final int length) {
        final char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) (random.nextInt(i % 20_000 < 10_000 ? 256 : 2) + ' ' & 0xff);
        }
        return new String(text);
    }
}

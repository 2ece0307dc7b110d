package io.ringhold.wal.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.wal.rdb.LargeKeys;
import io.ringhold.wal.rdb.NodeCompressor;
import io.ringhold.wal.rdb.RandomKeys;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.rdb.RdbTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandBaseWriterTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void shouldBeReplayedToWhatTheServerHolds(final boolean lowThresholds, final boolean withFieldTimes)
            throws IOException {
        final Random random = new Random(RdbFixture.seed("CommandBaseWriterTest " + lowThresholds + withFieldTimes));
        try (RdbFixture fixture = new RdbFixture(lowThresholds ? RandomKeys.lowThresholds() : new String[0])) {
            fixture.fill(random, 400, withFieldTimes);
            final byte[] base = CommandBases.write(fixture, false, 1 + random.nextInt(50));
            assertReplays(base, fixture);
        }
    }

    @Test
    void shouldWriteTheSameInStepsAsAtOnce() throws IOException {
        try (RdbFixture fixture = new RdbFixture(RandomKeys.lowThresholds())) {
            fixture.fill(new Random(RdbFixture.seed("CommandBaseWriterTest")), 60, true);
            final byte[] atOnce = CommandBases.write(fixture);
            for (final int step : new int[] {1, 2, 7, 60, 61}) {
                assertThat(CommandBases.write(fixture, false, step)).isEqualTo(atOnce);
            }
        }
    }

    @Test
    void shouldWriteBulkStrings() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            assertThat(CommandBases.write(fixture)).isEmpty();
            fixture.run("SELECT 11");
            fixture.run("SET key -123");
            assertThat(text(CommandBases.write(fixture))).isEqualTo(
                    "*2\r\n$6\r\nSELECT\r\n$2\r\n11\r\n*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$4\r\n-123\r\n");
        }
    }

    @Test
    void shouldBeginWithTheTimeOfTheCutWhenTold() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.run("SET key 1");
            final byte[] base = CommandBases.write(fixture, true, 1);
            assertThat(text(base)).startsWith("#TS:" + fixture.harness.nowMs() / 1000 + "\r\n*2\r\n$6\r\nSELECT\r\n");
            assertReplays(base, fixture);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SET k v | SET k v
            SET k 9223372036854775807 | SET k 9223372036854775807
            SET k  | SET k
            RPUSH k a 1 b -5 | RPUSH k a 1 b -5
            SADD k 3 1 70000 5000000000 | SADD k 1 3 70000 5000000000
            SADD k a | SADD k a
            ZADD k 1.5 a inf b -inf c 0.1 d 7 e | ZADD k -inf c 0.10000000000000001 d 1.5 a 7 e inf b
            HSET k f v n 17 | HSET k f v n 17
            PFADD k a | RESTORED
            """)
    void shouldMakeEachTypeByItsCommand(final String made, final String expected) throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            fixture.server.ask(made.strip().equals("SET k") ? new String[] {"SET", "k", ""} : made.split(" ", -1));
            final List<List<String>> commands = assertReplays(CommandBases.write(fixture), fixture);
            assertThat(commands).hasSize(2);
            if (expected.equals("RESTORED")) {
                assertThat(commands.getLast()).startsWith("SET", "k");
            } else {
                assertThat(String.join(" ", commands.getLast()).strip()).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldWriteExpiriesBehindValues() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            final long atMs = fixture.harness.nowMs() + 5_000;
            fixture.run("HSET k a 1 b 2 3 3");
            fixture.run("HPEXPIREAT k " + atMs + " FIELDS 1 b");
            fixture.run("HPEXPIREAT k " + (atMs + 1) + " FIELDS 1 3");
            fixture.run("PEXPIREAT k " + (atMs + 2));
            assertThat(lines(fixture)).containsExactly("SELECT 0", "HSET k a 1 b 2 3 3",
                    "HPEXPIREAT k " + atMs + " FIELDS 1 b", "HPEXPIREAT k " + (atMs + 1) + " FIELDS 1 3",
                    "PEXPIREAT k " + (atMs + 2));
        }
    }

    @Test
    void shouldWriteWhatHasExpired() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            final long atMs = fixture.harness.nowMs() + 5;
            fixture.run("SET gone 1 PX 5");
            fixture.run("HSET k a 1");
            fixture.run("HPEXPIRE k 5 FIELDS 1 a");
            fixture.harness.advanceMs(6);
            assertThat(lines(fixture)).containsExactlyInAnyOrder("SELECT 0", "SET gone 1", "PEXPIREAT gone " + atMs,
                    "HSET k a 1", "HPEXPIREAT k " + atMs + " FIELDS 1 a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 1000})
    void shouldDivideCollectionsIntoCommands(final int elements) throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            for (int i = 0; i < elements; i++) {
                fixture.run("RPUSH list e" + i);
                fixture.run("SADD set e" + i);
                fixture.run("SADD intset " + i);
                fixture.run("ZADD zset " + i + " e" + i);
                fixture.run("HSET hash e" + i + " " + i);
            }
            final List<List<String>> commands = assertReplays(CommandBases.write(fixture), fixture);
            for (final String key : List.of("list", "set", "intset", "zset", "hash")) {
                final int width = key.equals("zset") || key.equals("hash") ? 2 : 1;
                final List<Integer> sizes = commands.stream().filter(words -> words.get(1).equals(key))
                        .map(words -> (words.size() - 2) / width).toList();
                assertThat(sizes).as(key).hasSize((elements + 63) / 64).allMatch(size -> size <= 64);
                assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(elements);
            }
        }
    }

    @Test
    void shouldPutFewLargeElementsIntoOneCommand() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            for (int i = 0; i < 10; i++) {
                fixture.server.ask("RPUSH", "list", Integer.toString(i).repeat(300_000));
                fixture.server.ask("HSET", "hash", "field" + i, Integer.toString(i).repeat(300_000));
            }
            final List<List<String>> commands = assertReplays(CommandBases.write(fixture), fixture);
            for (final String key : List.of("list", "hash")) {
                assertThat(commands.stream().filter(words -> words.get(1).equals(key)).map(List::size))
                        .isEqualTo(key.equals("list") ? List.of(6, 6, 4) : List.of(10, 10, 6));
            }
        }
    }

    @Test
    void shouldWriteStringsThatAreLargerThanAViewShows() throws IOException {
        final Random random = new Random(RdbFixture.seed("CommandBaseWriterTest"));
        try (RdbFixture fixture = new RdbFixture(LargeKeys.thresholds())) {
            LargeKeys.fillWithLargeElements(fixture, List.of(text(random, 70_000), text(random, 200_000)));
            assertReplays(CommandBases.write(fixture), fixture);
        }
    }

    /** Nodes are compressed by hand: a list of ours may hold them. */
    @Test
    void shouldDecompressNodesOfLists() throws IOException {
        try (RdbFixture fixture = new RdbFixture("--list-max-listpack-size", "10");
                NativeBuffer stream = new NativeBuffer(1 << 12)) {
            for (int i = 0; i < 100; i++) {
                fixture.run("RPUSH list " + "word".repeat(10) + i);
            }
            final Object list = fixture.run("LRANGE list 0 -1");
            new NodeCompressor(fixture, new Lzf(), stream).compressAll("list");
            final byte[] base = CommandBases.write(fixture);
            try (RdbFixture replayed = new RdbFixture()) {
                CommandBases.replay(base, dir, replayed);
                assertThat(replayed.run("LRANGE list 0 -1")).isEqualTo(list);
            }
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
            try (CommandBaseWriter writer = new CommandBaseWriter(fixture.view, fixture.image(), target, false)) {
                assertThatThrownBy(() -> writer.writeSome(1)).isSameAs(full);
            }
        }
    }

    @Test
    void shouldWriteKeysOfATableThatIsBeingResized() throws IOException {
        try (RdbFixture fixture = new RdbFixture()) {
            final Keyspace keyspace = fixture.harness.engine().keyspace();
            boolean resizing = false;
            for (int i = 0; !resizing || i % 1000 != 999; i++) {
                fixture.run("SET key:" + i + " " + i);
                resizing = keyspace.database(0).table().isResizing();
            }
            assertReplays(CommandBases.write(fixture), fixture);
        }
    }

    private List<String> lines(final RdbFixture fixture) throws IOException {
        return assertReplays(CommandBases.write(fixture), fixture).stream().map(words -> String.join(" ", words))
                .toList();
    }

    private List<List<String>> assertReplays(final byte[] base, final RdbFixture fixture) throws IOException {
        try (RdbFixture replayed = new RdbFixture()) {
            final List<List<String>> commands = CommandBases.replay(base, dir, replayed);
            assertThat(replayed.run("DEBUG DIGEST")).isEqualTo(fixture.run("DEBUG DIGEST"));
            assertThat(replayed.image().keys()).isEqualTo(fixture.image().keys());
            return commands;
        }
    }

    private static String text(final byte[] base) {
        return new String(base, StandardCharsets.ISO_8859_1);
    }

    private static String text(final Random random, final int length) {
        final char[] text = new char[length];
        Arrays.setAll(new int[length], i -> text[i] = (char) random.nextInt(256));
        return new String(text);
    }
}

package io.ringhold.wal.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.ringhold.offheap.stream.StreamDescriptor;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.rdb.RdbTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StreamCommandsTest {
    @TempDir
    private Path dir;
    private RdbFixture fixture;

    @BeforeEach
    void open() {
        fixture = new RdbFixture("--stream-node-max-entries", "3");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldWriteEntriesWithTheirIdsAndFields() throws IOException {
        run("XADD s 1-1 a 1 b 2", "XADD s 1-2 a 3 b 4", "XADD s 2-0 c 5",
                "XADD s 18446744073709551615-18446744073709551615 d 6", "XDEL s 1-2");
        assertThat(lines()).containsExactly("XADD s 1-1 a 1 b 2", "XADD s 2-0 c 5",
                "XADD s 18446744073709551615-18446744073709551615 d 6",
                "XSETID s 18446744073709551615-18446744073709551615 ENTRIESADDED 4 MAXDELETEDID 1-2");
    }

    @Test
    void shouldWriteGroupsWithConsumersAndWhatIsPending() throws IOException {
        final long nowMs = fixture.harness.nowMs();
        run("XADD s 1-1 a 1", "XADD s 1-2 a 2", "XGROUP CREATE s g 0 ENTRIESREAD 7", "XGROUP CREATE s h $",
                "XGROUP CREATECONSUMER s g idle", "XREADGROUP GROUP g c COUNT 1 STREAMS s >",
                "XCLAIM s g d 0 1-1 RETRYCOUNT 9 TIME " + (nowMs - 3));
        assertThat(lines()).containsExactly("XADD s 1-1 a 1", "XADD s 1-2 a 2",
                "XSETID s 1-2 ENTRIESADDED 2 MAXDELETEDID 0-0", "XGROUP CREATE s g 1-1 ENTRIESREAD 8",
                "XGROUP CREATECONSUMER s g c", "XGROUP CREATECONSUMER s g d", "XGROUP CREATECONSUMER s g idle",
                "XCLAIM s g d 0 1-1 TIME " + (nowMs - 3) + " RETRYCOUNT 9 JUSTID FORCE",
                "XGROUP CREATE s h 1-2 ENTRIESREAD -1");
    }

    @Test
    void shouldWriteStreamsWithoutEntries() throws IOException {
        run("XGROUP CREATE s g $ MKSTREAM");
        assertThat(lines()).containsExactly("XADD s MAXLEN 0 0-1 X Y", "XSETID s 0-0 ENTRIESADDED 0 MAXDELETEDID 0-0",
                "XGROUP CREATE s g 0-0 ENTRIESREAD -1");
        run("XADD s 5-1 a 1", "XDEL s 5-1");
        assertThat(lines()).contains("XSETID s 5-1 ENTRIESADDED 1 MAXDELETEDID 5-1");
    }

    @Test
    void shouldKeepWhatIsPendingOfDeletedEntries() throws IOException {
        for (int i = 1; i <= 20; i++) {
            run("XADD s " + i + "-0 a " + i);
        }
        run("XGROUP CREATE s g 0", "XGROUP CREATE s h 0", "XGROUP CREATE s i 0",
                "XREADGROUP GROUP g c COUNT 9 STREAMS s >", "XREADGROUP GROUP g d COUNT 9 STREAMS s >",
                "XREADGROUP GROUP h c STREAMS s >", "XDEL s 4-0 9-0 18-0", "XTRIM s MAXLEN 15",
                "XREADGROUP GROUP i c STREAMS s >");
        final long nowMs = fixture.harness.nowMs();
        final List<String> lines = lines();
        assertThat(lines).startsWith("XGROUP CREATE s g 18-0 MKSTREAM ENTRIESREAD 18", "XGROUP CREATECONSUMER s g c",
                "XGROUP CREATECONSUMER s g d", "XADD s 1-0 X Y",
                "XCLAIM s g c 0 1-0 TIME " + nowMs + " RETRYCOUNT 1 JUSTID FORCE", "XADD s 2-0 X Y");
        assertThat(lines).filteredOn("XTRIM s MAXLEN 0"::equals).hasSize(2);
        assertThat(lines).filteredOn("XSETID s 0-0"::equals).hasSize(2);
        assertThat(lines).filteredOn(line -> line.startsWith("XCLAIM")).hasSize(18 + 20 + 15);
        run("XTRIM s MAXLEN 0");
        assertThat(lines()).filteredOn(line -> line.startsWith("XCLAIM")).hasSize(18 + 20 + 15);
    }

    @Test
    void shouldFindEntriesOfAnIdThatWasDeletedAndUsedAgain() throws IOException {
        run("XADD s 1-0 a 1", "XADD s 5-0 a 5", "XTRIM s MAXLEN 0", "XADD s 6-0 a 6", "XTRIM s MAXLEN 0",
                "XSETID s 0-0", "XADD s 5-0 b 5", "XGROUP CREATE s g 0", "XREADGROUP GROUP g c STREAMS s >");
        assertThat(lines()).doesNotContain("XSETID s 0-0").contains("XADD s 5-0 b 5");
    }

    @Test
    void shouldWriteTotalsThatCommandsTake() throws IOException {
        run("XADD s 1-0 a 1", "XADD s 2-0 a 2");
        final long root = fixture.harness.engine().keyspace().entries()
                .externalReference(fixture.entry(new byte[] {'s'}));
        fixture.arena().putLong(root + StreamDescriptor.MAX_DELETED_MS_OFFSET, 7);
        fixture.arena().putLong(root + StreamDescriptor.ENTRIES_ADDED_OFFSET, 1);
        try (RdbFixture replayed = new RdbFixture()) {
            assertThat(CommandBases.replay(CommandBases.write(fixture), dir, replayed).getLast())
                    .containsExactly("XSETID", "s", "2-0", "ENTRIESADDED", "2", "MAXDELETEDID", "2-0");
        }
    }

    @Test
    void shouldPauseWhileItLooksForPendingEntriesThatWereDeleted() throws IOException {
        for (int i = 1; i <= 3_000; i++) {
            run("XADD s " + i + "-0 a b");
        }
        run("XGROUP CREATE s g 0", "XREADGROUP GROUP g c STREAMS s >");
        final AtomicInteger pauses = new AtomicInteger();
        final RdbTarget target = new RdbTarget() {
            @Override
            public void write(final ByteBuffer source, final long address) {
                source.position(source.limit());
            }

            @Override
            public void pause() {
                pauses.incrementAndGet();
            }
        };
        try (CommandBaseWriter writer = new CommandBaseWriter(fixture.view, fixture.image(), target, false)) {
            assertThat(writer.writeSome(Integer.MAX_VALUE)).isFalse();
        }
        assertThat(pauses.get()).as("of thousands of ids, nodes and entries, twice").isGreaterThanOrEqualTo(5);
    }

    private void run(final String... commands) {
        for (final String command : commands) {
            assertThat(fixture.run(command).toString()).as(command).doesNotStartWith("-");
        }
    }

    /** The commands that make the only key. */
    private List<String> lines() throws IOException {
        try (RdbFixture replayed = new RdbFixture()) {
            final List<List<String>> commands = CommandBases.replay(CommandBases.write(fixture), dir, replayed);
            assertThat(replayed.run("DEBUG DIGEST")).isEqualTo(fixture.run("DEBUG DIGEST"));
            assertThat(commands.getFirst()).containsExactly("SELECT", "0");
            return commands.subList(1, commands.size()).stream().map(words -> String.join(" ", words)).toList();
        }
    }
}

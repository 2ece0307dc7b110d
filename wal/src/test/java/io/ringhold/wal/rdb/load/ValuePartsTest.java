package io.ringhold.wal.rdb.load;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.rdb.RdbFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ValuePartsTest {
    private static final int PART_BYTES = 20_000;
    private static final int LONGEST = 3000;

    private final Arena arena = Arena.reserve(ArenaOptions.of("values", 1 << 26));
    private final Arena input = Arena.reserve(ArenaOptions.of("input", 1 << 26));
    private final Keyspace keyspace = new Keyspace(arena, 1, new KeyHash(1, 2));
    private final List<Integer> types = new ArrayList<>();
    private final TreeSet<String> members = new TreeSet<>();
    private final List<String> told = new ArrayList<>();
    private long streamEntries;
    private long mostBytes;
    private long before;

    @AfterEach
    void close() {
        arena.close();
        input.close();
    }

    @Test
    void shouldHandOverEveryElementOnce() throws RdbException {
        final RdbFileBuilder file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0).key(RdbFormat.TYPE_SET, "s")
                .length(5001);
        for (int i = 0; i < 5000; i++) {
            file.text("member" + i);
        }
        file.text("x".repeat(LONGEST + 1));
        walk(file.end());

        assertThat(types).hasSizeGreaterThan(3).containsOnly(ValueType.SET);
        assertThat(members).hasSize(5000).contains("member0", "member2500", "member4999");
        assertThat(told).containsExactly("long 3001 of 3000 shown", "key in parts");
        assertThat(mostBytes - before).isLessThan(2 * PART_BYTES);
        assertThat(keyspace.valueBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void shouldBuildSmallValuesAsAlways() throws RdbException {
        walk(new RdbFileBuilder().version(RdbFormat.VERSION_7_0).key(RdbFormat.TYPE_SET, "s").length(1).text("m")
                .string(RdbFormat.TYPE_STRING, "t", "a string").end());

        assertThat(told).containsExactly("key", "key");
        assertThat(types).isEmpty();
    }

    @Test
    void shouldTellOfLongStrings() throws RdbException {
        walk(new RdbFileBuilder().version(RdbFormat.VERSION_7_0)
                .string(RdbFormat.TYPE_STRING, "t", "s".repeat(10_000)).end());

        assertThat(told).containsExactly("string 10000", "key in parts");
    }

    @Test
    void shouldFindDuplicatesWithinAPart() {
        final RdbFileBuilder file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0).key(RdbFormat.TYPE_SET, "s")
                .length(3000);
        for (int i = 0; i < 3000; i++) {
            file.text("member" + Math.min(i, 2998));
        }

        assertThatThrownBy(() -> walk(file.end())).isInstanceOf(RdbException.class)
                .hasMessageContaining("Duplicate set members detected");
        while (keyspace.freeSome()) {
            // in slices
        }
        assertThat(keyspace.valueBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void shouldSeeToTheOrderOfStreamNodesInDifferentParts() throws RdbException {
        walk(stream(400, 0, 400));
        assertThat(types).hasSizeGreaterThan(2).containsOnly(ValueType.STREAM);
        assertThat(streamEntries).isEqualTo(400);

        for (int wrong = 1; wrong < 300; wrong++) {
            final byte[] file = stream(400, wrong, 400);
            assertThatThrownBy(() -> walk(file)).isInstanceOf(RdbException.class)
                    .hasMessageContaining("offset").hasMessageContaining("not in the order");
        }
    }

    @Test
    void shouldCompareTheLengthOfAStreamWithThatOfAllParts() {
        final byte[] file = stream(400, 0, 399);

        assertThatThrownBy(() -> walk(file)).hasMessageContaining("Stream length inconsistent with its entries");
    }

    /** A stream of nodes with one entry each, one of which has the id of the one before. */
    private static byte[] stream(final int nodes, final int wrong, final int statedLength) {
        final RdbFileBuilder file = new RdbFileBuilder().version(RdbFormat.VERSION_7_0)
                .key(RdbFormat.TYPE_STREAM_LISTPACKS, "x").length(nodes);
        for (int i = 1; i <= nodes; i++) {
            file.bytes(RdbFormat.STREAM_ID_LENGTH).id(i == wrong + 1 && wrong > 0 ? i - 1 : i, 0);
            file.blob(Blobs.listpack(1L, 0L, 1L, "field", 0L, 2L, 0L, 0L, "v".repeat(60), 4L));
        }
        return file.length(statedLength).length(nodes).length(0).length(0).end();
    }

    private void walk(final byte[] file) throws RdbException {
        final long block = input.allocate(file.length, MemoryTag.SCRATCH);
        input.putArray(block, file, 0, file.length);
        try (RdbWalker walker = new RdbWalker(keyspace, input.address(block), file.length, new Visitor(),
                new Parts())) {
            boolean isMore = true;
            while (isMore) {
                isMore = walker.next();
            }
        }
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(address, bytes, 0, length);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private final class Visitor implements RdbWalker.Visitor {
        @Override
        public void beforeValue(final long keyAddress, final int keyLength) {
            before = keyspace.valueBytes();
        }

        @Override
        public void key(final long entry) {
            told.add("key");
        }

        @Override
        public void keyInParts() {
            told.add("key in parts");
        }
    }

    private final class Parts implements ValueParts {
        @Override
        public long partBytes() {
            return PART_BYTES;
        }

        @Override
        public int longestElement() {
            return LONGEST;
        }

        @Override
        public void part(final long entry) {
            types.add(keyspace.entries().type(entry));
            mostBytes = Math.max(mostBytes, keyspace.valueBytes());
            if (types.getLast() == ValueType.STREAM) {
                streamEntries += keyspace.streams().streams().length(keyspace.streams().root(entry));
                return;
            }
            final SetCursor cursor = new SetCursor();
            for (boolean more = keyspace.sets().first(entry, cursor); more; more = keyspace.sets().next(cursor)) {
                keyspace.sets().view(cursor);
                assertThat(members.add(text(keyspace.sets().viewAddress(), keyspace.sets().viewLength()))).isTrue();
            }
        }

        @Override
        public void passed(final long offset) {
            assertThat(offset).isPositive();
        }

        @Override
        public void longElement(final long address, final int shownBytes, final LongElement element) {
            told.add("long " + element.bytes() + " of " + shownBytes + " shown");
            assertThat(element.usedBytes()).isGreaterThan(element.bytes());
        }

        @Override
        public void longString(final long entry, final long length) {
            told.add("string " + length);
        }

        @Override
        public void groups(final long bytes) {
            told.add("groups");
        }
    }
}

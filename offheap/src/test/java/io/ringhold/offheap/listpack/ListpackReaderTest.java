package io.ringhold.offheap.listpack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.cow.FleetingView;
import io.ringhold.offheap.cow.ViewCopy;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListpackReaderTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final FleetingView view = new FleetingView(arena);
    private final ListpackReader reader = new ListpackReader(view);
    private final NativeBuffer bytes = new NativeBuffer(1 << 18);
    private final List<String> model = new ArrayList<>();
    private long block = listpack.create();

    @AfterEach
    void close() {
        bytes.close();
        view.close();
        arena.close();
    }

    @Test
    void shouldVisitNothingInAnEmptyListpack() {
        check();
    }

    @Test
    void shouldVisitElementsOfEachWidth() {
        for (int bits = 0; bits < Long.SIZE; bits++) {
            append(Long.toString(1L << bits));
            append(Long.toString(-1L << bits));
            append(Long.toString((1L << bits) - 1));
        }
        for (final int length : new int[] {0, 1, 63, 64, 4095, 4096, 16_383, 16_384, 200_000}) {
            append("s".repeat(length));
        }
        check();
    }

    @Test
    void shouldVisitRandomElements() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("ListpackReaderTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            append(random.nextBoolean()
                    ? Long.toString(random.nextLong() >> random.nextInt(64))
                    : "t".repeat(random.nextInt(1 << random.nextInt(12))));
        }
        check();
    }

    @Test
    void shouldCountWhenTheListpackDoesNotTell() {
        for (int i = 0; i < 65_600; i++) {
            append(Integer.toString(i));
        }
        assertThat(arena.getShort(block + ListpackDescriptor.COUNT_OFFSET)).isEqualTo((short) 65_535);
        check();
    }

    private void append(final String text) {
        final byte[] added = text.getBytes(StandardCharsets.US_ASCII);
        Memory.copyFromArray(added, 0, bytes.address(), added.length);
        block = listpack.append(block, bytes.address(), added.length);
        model.add(text);
    }

    private void check() {
        reader.open(block);
        assertThat(reader.bytes()).isEqualTo(listpack.bytes(block));
        assertThat(reader.count()).isEqualTo(model.size());
        int position = listpack.first(block);
        for (final String expected : model) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.position()).isEqualTo(position);
            assertThat(reader.isInteger()).isEqualTo(listpack.isInteger(block, position));
            assertThat(text()).isEqualTo(expected);
            position = listpack.next(block, position);
        }
        assertThat(reader.next()).isFalse();
        assertThat(reader.position()).isEqualTo(listpack.end(block));
    }

    private String text() {
        if (reader.isInteger()) {
            return Long.toString(reader.integer());
        }
        final byte[] read = new byte[reader.stringLength()];
        ViewCopy.copy(view, reader.stringOffset(), read.length, bytes.address());
        Memory.copyToArray(bytes.address(), read, 0, read.length);
        return new String(read, StandardCharsets.US_ASCII);
    }
}

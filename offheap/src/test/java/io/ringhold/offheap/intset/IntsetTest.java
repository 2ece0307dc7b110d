package io.ringhold.offheap.intset;

import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntsetTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 24));
    private final Intset intset = new Intset(arena, MemoryTag.LISTPACKS);
    private long block = intset.create();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayIntegersOutAsTheDescriptorShows() {
        add(1000, -1, 5);
        assertThat(hex()).isEqualTo("02 00 00 00 03 00 00 00 ff ff 05 00 e8 03");
    }

    @Test
    void shouldWidenWhenAnIntegerNeedsIt() {
        assertThat(hex()).isEqualTo("02 00 00 00 00 00 00 00");
        add(32_767, -32_768);
        assertThat(hex()).isEqualTo("02 00 00 00 02 00 00 00 00 80 ff 7f");
        add(32_768);
        assertThat(hex()).isEqualTo("04 00 00 00 03 00 00 00 00 80 ff ff ff 7f 00 00 00 80 00 00");
        add(-2_147_483_649L);
        assertThat(hex()).isEqualTo("08 00 00 00 04 00 00 00 ff ff ff 7f ff ff ff ff "
                + "00 80 ff ff ff ff ff ff ff 7f 00 00 00 00 00 00 00 80 00 00 00 00 00 00");
        block = intset.remove(block, 0);
        assertThat(hex()).startsWith("08 00 00 00 03 00 00 00 00 80 ff ff ff ff ff ff");
    }

    @Test
    void shouldBehaveAsASortedSetUnderRandomChanges() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("IntsetTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            final NavigableSet<Long> model = new TreeSet<>();
            final int shift = random.nextInt(64);
            for (int i = 0; i < 500; i++) {
                final long value = random.nextLong() >> shift + random.nextInt(64 - shift);
                final int at = intset.find(block, value);
                assertThat(at >= 0).isEqualTo(model.contains(value)).isEqualTo(intset.contains(block, value));
                assertThat(at >= 0 ? at : -1 - at).isEqualTo(model.headSet(value).size());
                if (model.add(value)) {
                    add(value);
                } else if (random.nextInt(3) > 0) {
                    model.remove(value);
                    block = intset.remove(block, at);
                }
                if (!model.isEmpty()) {
                    assertThat(model).contains(intset.random(block, random));
                }
            }
            check(model);
            while (intset.count(block) > 0) {
                final int at = random.nextInt(intset.count(block));
                model.remove(intset.get(block, at));
                block = intset.remove(block, at);
                assertThat(intset.count(block)).isEqualTo(model.size());
            }
            intset.free(block);
            assertThat(arena.blockCount(MemoryTag.LISTPACKS)).isZero();
            block = intset.create();
        }
    }

    private void check(final NavigableSet<Long> model) {
        int at = 0;
        assertThat(intset.count(block)).isEqualTo(model.size());
        for (final long value : model) {
            assertThat(intset.get(block, at++)).isEqualTo(value);
        }
        assertThat(Intset.isValid(intset.address(block), intset.bytes(block))).isTrue();
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        add(1, 2, 3, 4);
        final String before = hex();
        for (long filler = 1 << 20; filler >= Long.BYTES; filler >>= 1) {
            while (arena.allocate(filler, MemoryTag.LISTPACKS) != 0) {
                // until nothing of that size is left
            }
        }
        assertThat(intset.create()).isZero();
        assertThat(intset.add(block, 5)).isZero();
        assertThat(intset.add(block, Long.MAX_VALUE)).isZero();
        assertThat(intset.load(intset.address(block), intset.bytes(block))).isZero();
        assertThat(hex()).isEqualTo(before);
        block = intset.remove(block, 3);
        assertThat(hex()).isEqualTo("02 00 00 00 03 00 00 00 01 00 02 00 03 00");
    }

    @Test
    void shouldTellValidBytesFromOthers() {
        assertValid("02 00 00 00 00 00 00 00", true);
        assertValid("02 00 00 00 02 00 00 00 ff ff 05 00", true);
        assertValid("04 00 00 00 01 00 00 00 ff ff 05 00", true);
        assertValid("02 00 00 00 02 00 00 00 05 00 ff ff", false);
        assertValid("02 00 00 00 02 00 00 00 05 00 05 00", false);
        assertValid("02 00 00 00 03 00 00 00 ff ff 05 00", false);
        assertValid("02 00 00 00 01 00 00 00 ff ff 05 00", false);
        assertValid("03 00 00 00 00 00 00 00", false);
        assertValid("02 00 00 00 ff ff ff ff ff ff 05 00", false);
        assertValid("02 00 00 00 00 00 00", false);
    }

    private void assertValid(final String hex, final boolean isValid) {
        final byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        final long input = arena.allocate(bytes.length, MemoryTag.SCRATCH);
        arena.putArray(input, bytes, 0, bytes.length);
        assertThat(Intset.isValid(arena.address(input), bytes.length)).as(hex).isEqualTo(isValid);
        if (isValid) {
            block = intset.load(arena.address(input), bytes.length);
            assertThat(hex()).isEqualTo(hex);
        }
    }

    private void add(final long... values) {
        for (final long value : values) {
            block = intset.add(block, value);
        }
    }

    private String hex() {
        final byte[] bytes = new byte[(int) intset.bytes(block)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = arena.getByte(block + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}

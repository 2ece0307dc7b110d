package io.ringhold.offheap.quicklist;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuicklistTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final Quicklist lists = new Quicklist(arena, listpack, new NodeLimit(-2));
    private final long input = arena.allocate(1 << 17, MemoryTag.SCRATCH);
    private final long root = lists.create();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldLayRootAndNodeOutAsTheDescriptorShows() {
        push("a");
        push("b");
        push("c");
        final long node = lists.first(root);
        final String nodeBytes = hex(node, QuicklistDescriptor.NODE_LENGTH);
        final String rootBytes = hex(root, QuicklistDescriptor.ROOT_LENGTH);

        assertThat(nodeBytes)
                .isEqualTo("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 " + reference(lists.listpack(node))
                        + " 03 00 00 00 00 00 00 00");
        assertThat(rootBytes).isEqualTo(
                reference(node) + " " + reference(node) + " 03 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 128, -1, -2, -5})
    void shouldBehaveAsAListUnderRandomChanges(final int setting) {
        lists.limit(new NodeLimit(setting));
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("QuicklistTest " + setting + " -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final List<String> model = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            final boolean shrinks = i / 1000 % 4 == 3;
            change(random, model, shrinks);
            assertThat(lists.size(root)).isEqualTo(model.size());
            if (i % 100 == 0) {
                assertThat(elements(root)).isEqualTo(model);
                checkChain();
            }
        }
        final long copy = lists.copy(root);
        assertThat(elements(copy)).isEqualTo(model);
        lists.freeAll(copy);
        while (!lists.freeSome(root, 3)) {
            assertThat(lists.size(root)).isNotNegative();
        }
        assertThat(arena.blockCount(MemoryTag.LISTPACKS)).isZero();
    }

    private void change(final Random random, final List<String> model, final boolean shrinks) {
        final String text = text(random);
        final int at = model.isEmpty() ? 0 : random.nextInt(model.size());
        final int what = shrinks ? 6 + random.nextInt(2) : random.nextInt(7);
        if (model.isEmpty() || what < 2) {
            assertThat(what == 0
                    ? lists.pushFirst(root, put(text), text.length())
                    : lists.pushLast(root, put(text), text.length()))
                    .isTrue();
            model.add(what == 0 ? 0 : model.size(), text);
            return;
        }
        final long node = lists.seek(root, at);
        final int position = listpack.seek(lists.listpack(node), (int) (at - lists.passed()));
        switch (what) {
            case 2, 3 -> {
                assertThat(lists.insert(root, node, position, put(text), text.length())).isTrue();
                model.add(at, text);
                assertThat(text(lists.listpack(lists.insertedNode()), lists.insertedPosition())).isEqualTo(text);
            }
            case 4 -> {
                final boolean last = listpack.next(lists.listpack(node), position) == Listpack.NONE;
                final int behind = last
                        ? listpack.end(lists.listpack(node))
                        : listpack.next(lists.listpack(node), position);
                assertThat(lists.insert(root, node, behind, put(text), text.length())).isTrue();
                model.add(at + 1, text);
            }
            case 5 -> {
                assertThat(lists.replace(root, node, position, put(text), text.length())).isTrue();
                model.set(at, text);
                assertThat(text(lists.listpack(lists.insertedNode()), lists.insertedPosition())).isEqualTo(text);
            }
            default -> {
                final int howMany = 1 + random.nextInt(shrinks ? 12 : 3);
                final long before = lists.previous(node);
                final int deleted = lists.delete(root, node, position, howMany);
                assertThat(deleted).isBetween(1, howMany);
                model.subList(at, at + deleted).clear();
                if (before != 0) {
                    lists.join(root, before);
                }
            }
        }
    }

    @Test
    void shouldTakeWholeNodes() {
        push("a");
        final long block = listpack.append(listpack.append(listpack.create(), put("b"), 1), put("7"), 1);
        assertThat(lists.addLast(root, block)).isTrue();
        assertThat(lists.nodes(root)).isEqualTo(2);
        assertThat(lists.size(root)).isEqualTo(3);
        push("c");
        assertThat(elements(root)).containsExactly("a", "b", "7", "c");
    }

    @Test
    void shouldGiveElementsThatAreTooLargeANodeEach() {
        push("a");
        push("x".repeat(20_000));
        push("b");
        assertThat(lists.nodes(root)).isEqualTo(3);
        final long node = lists.seek(root, 0);
        assertThat(lists.replace(root, node, listpack.first(lists.listpack(node)), put("y".repeat(9000)), 9000))
                .isTrue();
        assertThat(elements(root)).containsExactly("y".repeat(9000), "x".repeat(20_000), "b");
    }

    @Test
    void shouldTakeLittleMoreThanItsElements() {
        for (int i = 0; i < 100_000; i++) {
            push(String.format("element:%09d", i));
        }
        assertThat(arena.usedBytes(MemoryTag.LISTPACKS) / 100_000.0).isLessThan(19.5);
        assertThat(lists.usedBytes(root, Integer.MAX_VALUE)).isEqualTo(arena.usedBytes(MemoryTag.LISTPACKS));
    }

    @Test
    void shouldChangeNothingWhenThereIsNoMemory() {
        try (Arena small = Arena.reserve(ArenaOptions.of("small", 4L << 20))) {
            final Listpack packs = new Listpack(small, MemoryTag.LISTPACKS);
            final Quicklist few = new Quicklist(small, packs, new NodeLimit(-2));
            final long list = few.create();
            int pushed = 0;
            while (few.pushLast(list, put("x".repeat(3000)), 3000)) {
                pushed++;
            }
            assertThat(few.size(list)).isEqualTo(pushed);
            final long node = few.seek(list, pushed / 2);
            assertThat(few.insert(list, node, packs.first(few.listpack(node)), put("y".repeat(5000)), 5000)).isFalse();
            assertThat(few.copy(list)).isZero();
            int found = 0;
            for (long at = few.first(list); at != 0; at = few.next(at)) {
                found += few.count(at);
            }
            assertThat(found).isEqualTo(pushed);
            few.freeAll(list);
            assertThat(small.blockCount(MemoryTag.LISTPACKS)).isZero();
        }
    }

    private static String text(final Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Long.toString(random.nextInt(100_000));
            case 1 -> "y".repeat(random.nextInt(500));
            case 2 -> random.nextInt(10) == 0 ? "z".repeat(random.nextInt(100_000)) : "";
            default -> "element:" + random.nextInt(100);
        };
    }

    private void checkChain() {
        long nodes = 0;
        long before = 0;
        for (long node = lists.first(root); node != 0; node = lists.next(node)) {
            assertThat(lists.previous(node)).isEqualTo(before);
            assertThat(lists.count(node)).isPositive().isEqualTo(listpack.count(lists.listpack(node)));
            before = node;
            nodes++;
        }
        assertThat(lists.last(root)).isEqualTo(before);
        assertThat(lists.nodes(root)).isEqualTo(nodes);
    }

    private void push(final String text) {
        assertThat(lists.pushLast(root, put(text), text.length())).isTrue();
    }

    private long put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(input, bytes, 0, bytes.length);
        return arena.address(input);
    }

    private List<String> elements(final long list) {
        final List<String> elements = new ArrayList<>();
        for (long node = lists.first(list); node != 0; node = lists.next(node)) {
            final long block = lists.listpack(node);
            for (int at = listpack.first(block); at != Listpack.NONE; at = listpack.next(block, at)) {
                elements.add(text(block, at));
            }
        }
        return elements;
    }

    private String text(final long block, final int position) {
        listpack.view(block, position);
        final byte[] bytes = new byte[listpack.viewLength()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Memory.getByte(listpack.viewAddress() + i);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String reference(final long offset) {
        final byte[] bytes = new byte[8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (offset >>> 8 * i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private String hex(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}

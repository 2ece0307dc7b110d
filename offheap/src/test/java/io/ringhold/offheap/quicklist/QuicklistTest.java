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
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuicklistTest {
    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Listpack listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    private final Quicklist lists = new Quicklist(arena, listpack, new NodeLimit(-2));
    private final long input = arena.allocate(1 << 17, MemoryTag.SCRATCH);
    private final long root = lists.create();
    private final Lzf lzf = new Lzf();
    private int taken;

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

    /** A depth of -1 stands for one that changes now and then. */
    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "128, 0", "-1, 0", "-2, 0", "-5, 0", "1, 1", "3, 1", "4, 2", "10, 3", "-1, 1", "-5, 1",
        "4, -1",
        "-1, -1"})
    void shouldBehaveAsAListUnderRandomChanges(final int setting, final int depth) {
        lists.limit(new NodeLimit(setting));
        lists.compressDepth(depth);
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("QuicklistTest " + setting + " " + depth + " -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final List<String> model = new ArrayList<>();
        for (int i = 0; i < (depth == 0 ? 10_000 : 4_000); i++) {
            final boolean shrinks = i / 1000 % 4 == 3;
            if (depth < 0 && i % 70 == 0) {
                lists.compressDepth(random.nextInt(4));
            }
            change(random, model, shrinks);
            if (i % 100 == 0 || random.nextBoolean()) {
                lists.settle();
            }
            assertThat(lists.size(root)).isEqualTo(model.size());
            if (i % 100 == 0) {
                assertThat(elements(root)).isEqualTo(model);
                checkChain();
                checkCompression(depth);
            }
        }
        final long copy = lists.copy(root);
        assertThat(elements(copy)).isEqualTo(model);
        lists.freeAll(copy);
        while (!lists.freeSome(root, 3)) {
            assertThat(lists.size(root)).isNotNegative();
        }
        assertThat(arena.blockCount(MemoryTag.LISTPACKS)).as("but for those of Nodes").isEqualTo(depth == 0 ? 0 : 1);
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
                assertThat(lists.makePlain(root, node)).isTrue();
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
    void shouldReplaceTheFirstOfAFullNodeWhenManyNodesHaveBeenMadePlain() {
        lists.limit(new NodeLimit(-1));
        lists.compressDepth(1);
        for (int i = 0; i < 24; i++) {
            push(Character.toString('a' + i).repeat(1300));
        }
        lists.settle();
        final long before = lists.seek(root, 3);
        assertThat(lists.makePlain(root, before)).isTrue();
        assertThat(lists.delete(root, before, listpack.first(lists.listpack(before)), 2)).isEqualTo(2);
        for (final int index : new int[] {10, 13, 16}) {
            assertThat(lists.makePlain(root, lists.seek(root, index))).isTrue();
        }
        final List<String> model = elements(root);
        model.set(4, "z".repeat(1500));
        final long node = lists.seek(root, 4);
        assertThat(lists.passed()).isEqualTo(4);
        assertThat(lists.isCompressed(node)).isTrue();
        assertThat(lists.replace(root, node, listpack.first(lists.listpack(node)), put(model.get(4)), 1500)).isTrue();
        lists.settle();
        assertThat(elements(root)).isEqualTo(model);
        checkChain();
        checkCompression(1);
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

    @Test
    void shouldLayACompressedListpackOutAsTheDescriptorShows() {
        lists.limit(new NodeLimit(1));
        lists.compressDepth(1);
        push("first");
        push("a".repeat(77));
        push("last");
        lists.settle();
        final long node = lists.next(lists.first(root));

        assertThat(lists.isCompressed(node)).isTrue();
        assertThat(hex(node + QuicklistDescriptor.COMPRESSED_BYTES_OFFSET, 4)).isEqualTo("10 00 00 00");
        final long block = arena.getLong(node + QuicklistDescriptor.LISTPACK_OFFSET);
        assertThat(hex(block, 20)).isEqualTo("57 00 00 00 08 57 00 00 00 01 00 e0 4d 61 e0 43 00 01 4f ff");
        assertThat(elements(root)).containsExactly("first", "a".repeat(77), "last");
    }

    @Test
    void shouldTakeAFractionWhenCompressed() {
        lists.compressDepth(1);
        for (int i = 0; i < 100_000; i++) {
            push(String.format("element:%09d", i));
        }
        lists.settle();
        assertThat(arena.usedBytes(MemoryTag.LISTPACKS) / 100_000.0).isLessThan(8);
        final long beside = arena.usedBytes(MemoryTag.LISTPACKS) - lists.usedBytes(root, Integer.MAX_VALUE);
        assertThat(beside).as("the block to decompress to").isBetween(8000L, 9216L);
        final long block = arena.getLong(lists.next(lists.first(root)) + QuicklistDescriptor.LISTPACK_OFFSET);
        assertThat(arena.usableSize(block)).isLessThan(4096);
    }

    @Test
    void shouldKeepNodesPlainWhenTheyAreSmallOrLargeOrHardToCompress() {
        lists.limit(new NodeLimit(1));
        lists.compressDepth(1);
        final byte[] noise = new byte[2000];
        new Random(7).nextBytes(noise);
        push("first");
        push("a".repeat(38));
        push("a".repeat(39));
        push(new String(noise, StandardCharsets.ISO_8859_1));
        push("b".repeat(1 << 16));
        push("last");
        lists.settle();

        final List<Boolean> compressed = new ArrayList<>();
        for (long node = lists.first(root); node != 0; node = lists.next(node)) {
            compressed.add(lists.isCompressed(node));
        }
        assertThat(compressed).containsExactly(false, false, true, false, true, false);
    }

    @Test
    void shouldReadCompressedNodesWhenThereIsNoMemoryAndRefuseToChangeThem() {
        lists.compressDepth(1);
        final List<String> model = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            push("element:" + i);
            model.add("element:" + i);
        }
        lists.settle();
        exhaust();
        int compressed = 0;
        for (long node = lists.first(root); node != 0; node = lists.next(node)) {
            if (lists.isCompressed(node)) {
                final int first = ListpackDescriptor.HEADER_LENGTH;
                assertThat(lists.makePlain(root, node)).isFalse();
                assertThat(lists.insert(root, node, first, put("x"), 1)).isFalse();
                assertThat(lists.replace(root, node, first, put("x"), 1)).isFalse();
                assertThat(lists.isCompressed(node)).isTrue();
                compressed++;
            }
        }
        assertThat(compressed).isPositive();
        assertThat(taken).isPositive();
        assertThat(elements(root)).isEqualTo(model);
        // Whole nodes can go always.
        final long middle = lists.next(lists.first(root));
        final int gone = lists.count(middle);
        final int from = lists.count(lists.first(root));
        assertThat(lists.delete(root, middle, ListpackDescriptor.HEADER_LENGTH, gone)).isEqualTo(gone);
        lists.settle();
        model.subList(from, from + gone).clear();
        assertThat(elements(root)).isEqualTo(model);
    }

    @Test
    void shouldLeaveNodesPlainThatChangedUntilSettled() {
        lists.compressDepth(1);
        for (int i = 0; i < 3000; i++) {
            push("element:" + i);
        }
        assertThat(lists.isCompressed(lists.next(lists.first(root)))).isFalse();
        lists.settle();
        checkCompression(1);
        final long node = lists.next(lists.first(root));
        assertThat(lists.isCompressed(node)).isTrue();
        assertThatThrownBy(() -> lists.delete(root, node, ListpackDescriptor.HEADER_LENGTH, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lists.makePlain(root, node)).isTrue();
        assertThat(lists.delete(root, node, ListpackDescriptor.HEADER_LENGTH, 1)).isEqualTo(1);
        assertThat(lists.isCompressed(node)).isFalse();
        final long other = lists.create();
        assertThat(lists.pushLast(other, put("x"), 1)).isTrue();
        assertThat(lists.isCompressed(node)).as("another list was changed").isTrue();
    }

    /** Takes what is left of the pages, and of the blocks for plain listpacks. */
    private void exhaust() {
        for (long bytes = 1 << 16; bytes >= 4096; bytes -= 512) {
            while (arena.allocate(bytes, MemoryTag.LISTPACKS) != 0) {
                taken++;
            }
        }
    }

    @Test
    void shouldCompressNothingWhenTheDepthIsBeyondTheList() {
        lists.compressDepth(Integer.MAX_VALUE);
        for (int i = 0; i < 2000; i++) {
            push("element:" + i);
        }
        assertThat(lists.nodes(root)).isGreaterThan(2);
        assertThat(lists.delete(root, lists.first(root), ListpackDescriptor.HEADER_LENGTH, Integer.MAX_VALUE))
                .isPositive();
        lists.settle();
        for (long node = lists.first(root); node != 0; node = lists.next(node)) {
            assertThat(lists.isCompressed(node)).isFalse();
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

    /** Nodes near the ends are plain, and of the others those that it is worth to compress are compressed. */
    private void checkCompression(final int depth) {
        final long nodes = lists.nodes(root);
        long index = 0;
        for (long node = lists.first(root); node != 0 && depth >= 0; node = lists.next(node)) {
            final boolean isDeep = depth > 0 && index >= depth && index < nodes - depth;
            final long block = lists.listpack(node);
            assertThat(lists.isCompressed(node)).as("node %d of %d", index, nodes)
                    .isEqualTo(isDeep && isWorthIt(arena.address(block), listpack.bytes(block)));
            index++;
        }
    }

    private boolean isWorthIt(final long address, final int bytes) {
        final long target = arena.allocate(bytes, MemoryTag.SCRATCH);
        final int compressed = lzf.compress(address, bytes, arena.address(target), bytes);
        arena.free(target);
        return bytes >= 48 && bytes <= 1 << 20 && compressed != 0 && compressed <= bytes - 8;
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

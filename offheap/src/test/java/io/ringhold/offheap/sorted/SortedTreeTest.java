package io.ringhold.offheap.sorted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.ringhold.offheap.sorted.SortedTreeDescriptor.INNER_CAPACITY;
import static io.ringhold.offheap.sorted.SortedTreeDescriptor.LEAF_CAPACITY;
import static org.assertj.core.api.Assertions.assertThat;

class SortedTreeTest {
    private static final double[] SCORES = {Double.NEGATIVE_INFINITY, -1.5, -0.0, 0.0, 1, 1e300,
        Double.POSITIVE_INFINITY};

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 30));
    private final Elements elements = new Elements(arena, MemoryTag.DICT);
    private final SortedTree tree = new SortedTree(elements);
    private final long input = arena.address(arena.allocate(4096, MemoryTag.SCRATCH));
    private final List<Item> model = new ArrayList<>();
    private final SortedTreeChecker checker = new SortedTreeChecker(elements);
    private long root = tree.create();

    private record Item(double score, String member, long element) implements Comparable<Item> {
        @Override
        public int compareTo(final Item other) {
            if (score != other.score) {
                return score < other.score ? -1 : 1;
            }
            return Comparator.<String>naturalOrder().compare(member, other.member);
        }
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldTellTheMemoryThatIsKeptReadyFromThatOfTrees() {
        final long before = arena.usedBytes(MemoryTag.SKIPLIST) - tree.usedBytes(root);
        assertThat(tree.reservedBytes()).isEqualTo(before);
        for (int i = 0; i < 10 * LEAF_CAPACITY; i++) {
            tree.insert(root, item(i, "member" + i).element);
            assertThat(arena.usedBytes(MemoryTag.SKIPLIST)).isEqualTo(tree.usedBytes(root) + tree.reservedBytes());
        }
        assertThat(tree.reservedBytes()).isPositive();
    }

    @Test
    void shouldLayATreeOutAsTheDescriptorShows() {
        final long a = item(1, "a").element;
        final long b = item(2, "b").element;
        tree.insert(root, b);
        tree.insert(root, a);
        final long top = arena.getLong(root);
        assertThat(hex(root, 24))
                .isEqualTo(hex(top) + " 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00");
        assertThat(hex(top, 40)).isEqualTo("02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
                + hex(a) + " " + hex(b));
    }

    @Test
    void shouldDescribeChildrenByCountAndFirstElement() {
        final List<Item> items = new ArrayList<>();
        for (int i = 0; i < 62; i++) {
            items.add(item(i, "m" + i));
            tree.insert(root, items.get(i).element);
        }
        final long top = arena.getLong(root);
        assertThat(arena.getInt(root + 8)).isEqualTo(1);
        assertThat(hex(top, 8)).isEqualTo("02 00 00 00 00 00 00 00");
        final long first = arena.getLong(top + 8);
        final long second = arena.getLong(first + 16);
        assertThat(hex(top + 8, 32)).isEqualTo(hex(first)
                + " 3d 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 " + hex(items.get(0).element));
        assertThat(hex(top + 40, 32)).isEqualTo(hex(second)
                + " 01 00 00 00 00 00 00 00 00 00 00 00 00 80 4e 40 " + hex(items.get(61).element));
        assertThat(hex(root + 8, 16)).isEqualTo("01 00 00 00 02 00 00 00 01 00 00 00 00 00 00 00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 1_000_000})
    void shouldBehaveAsASortedListUnderRandomChanges(final int scores) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SortedTreeTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        for (int phase = 0; phase < 6; phase++) {
            final int growth = random.nextInt(20, 80);
            for (int i = 0; i < 3_000; i++) {
                change(random, scores, growth);
                if (i % 200 == 0) {
                    check();
                }
            }
        }
        while (!model.isEmpty()) {
            final Item item = model.remove(random.nextInt(model.size()));
            assertThat(tree.remove(root, item.element)).isTrue();
            elements.free(item.element);
            if (model.size() % 500 == 0) {
                check();
            }
        }
        check();
    }

    private void change(final Random random, final int scores, final int growth) {
        final int choice = random.nextInt(100);
        if (choice < growth || model.isEmpty()) {
            final Item item = item(score(random, scores), "m" + random.nextInt(1_000_000));
            final int at = Collections.binarySearch(model, item);
            if (at < 0) {
                assertThat(tree.insert(root, item.element)).isTrue();
                model.add(-1 - at, item);
            } else {
                elements.free(item.element);
            }
        } else if (choice < growth + 10) {
            final Item old = model.remove(random.nextInt(model.size()));
            final double score = random.nextBoolean() ? old.score + 1e-9 : score(random, scores);
            final Item item = new Item(score, old.member, old.element);
            final int at = Collections.binarySearch(model, item);
            if (at < 0) {
                assertThat(tree.update(root, old.element, score)).isTrue();
                model.add(-1 - at, item);
            } else {
                assertThat(tree.remove(root, old.element)).isTrue();
            }
        } else {
            final Item item = model.remove(random.nextInt(model.size()));
            assertThat(tree.remove(root, item.element)).isTrue();
            assertThat(tree.remove(root, item.element)).isFalse();
            elements.free(item.element);
        }
        if (!model.isEmpty()) {
            final int rank = random.nextInt(model.size());
            final Item item = model.get(rank);
            assertThat(tree.rank(root, item.element)).isEqualTo(rank);
            assertThat(tree.element(tree.at(root, rank))).isEqualTo(item.element);
            final double bound = random.nextBoolean() ? item.score : score(random, scores);
            assertThat(tree.countBelow(root, bound, false))
                    .isEqualTo(model.stream().filter(i -> i.score < bound).count());
            assertThat(tree.countBelow(root, bound, true))
                    .isEqualTo(model.stream().filter(i -> i.score <= bound).count());
            if (scores == 1 && model.getFirst().score == model.getLast().score) {
                final int length = put(item.member);
                assertThat(tree.countBelow(root, input, length, false)).isEqualTo(rank);
                assertThat(tree.countBelow(root, input, length, true)).isEqualTo(rank + 1);
            }
        }
    }

    private static double score(final Random random, final int scores) {
        return scores == 7 ? SCORES[random.nextInt(7)] : random.nextInt(scores);
    }

    /** Both ways through the tree, and its nodes. */
    private void check() {
        checker.check(root);
        assertThat(tree.size(root)).isEqualTo(model.size());
        assertThat(tree.at(root, model.size())).isEqualTo(SortedTree.NONE);
        final List<Long> forwards = new ArrayList<>();
        long last = SortedTree.NONE;
        for (long at = tree.at(root, 0); at != SortedTree.NONE; at = tree.next(at)) {
            forwards.add(tree.element(at));
            last = at;
        }
        assertThat(forwards).isEqualTo(model.stream().map(Item::element).toList());
        for (long at = last; at != SortedTree.NONE; at = tree.previous(at)) {
            assertThat(tree.element(at)).isEqualTo(forwards.removeLast());
        }
        assertThat(forwards).isEmpty();
    }

    @Test
    void shouldTakeFewBytesForAnElement() {
        final int count = 200_000;
        final long[] all = new long[count];
        final Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            all[i] = item(random.nextInt(), "m" + i).element;
            tree.insert(root, all[i]);
        }
        assertThat(bytes()).isLessThan(12L * count);
        assertThat(tree.usedBytes(root)).isBetween(bytes() - 20_000, bytes());
        for (int i = 0; i < count * 9L / 10; i++) {
            tree.remove(root, all[i]);
        }
        assertThat(bytes()).isLessThan(2L * count);

        root = tree.create();
        for (int i = 0; i < count; i++) {
            tree.insert(root, item(i, "n" + i).element);
        }
        assertThat(tree.usedBytes(root)).isLessThan(10L * count);
        root = tree.create();
        for (int i = 0; i < count; i++) {
            tree.insert(root, item(-i, "n" + i).element);
        }
        assertThat(tree.usedBytes(root)).isLessThan(10L * count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 30})
    void shouldTakeFewBytesWhenAGapIsFilledDownwards(final int gapLeaf) {
        final int full = LEAF_CAPACITY * INNER_CAPACITY * 3;
        for (int i = 0; i < full; i++) {
            tree.insert(root, item(i, "m").element);
        }
        final long before = bytes();
        final int count = 20_000;
        final double gap = gapLeaf * LEAF_CAPACITY + LEAF_CAPACITY / 2;
        for (int i = 1; i <= count; i++) {
            tree.insert(root, item(gap - i * 1e-6, "m").element);
        }
        assertThat(bytes() - before).isLessThan(12L * count);
    }

    private long bytes() {
        return arena.usedBytes(MemoryTag.SKIPLIST);
    }

    @Test
    void shouldChangeNothingWithoutMemory() {
        try (Arena small = Arena.reserve(ArenaOptions.of("small", 4L << 20))) {
            final Elements few = new Elements(small, MemoryTag.DICT);
            final SortedTree limited = new SortedTree(few);
            final long full = limited.create();
            long inserted = 0;
            long element = create(few, small, inserted);
            while (element != 0 && limited.insert(full, element)) {
                inserted++;
                element = create(few, small, inserted);
                assertThat(limited.size(full)).isEqualTo(inserted);
            }
            assertThat(inserted).isGreaterThan(10_000);
            for (long rank = 0; rank < inserted; rank++) {
                assertThat(limited.rank(full, limited.element(limited.at(full, rank)))).isEqualTo(rank);
            }
            for (long filler = 4096; filler >= 8; filler >>= 1) {
                while (small.allocate(filler, MemoryTag.SCRATCH) != 0) {
                    // until nothing of that size is left
                }
            }
            shouldUpdateWithoutMemory(limited, full, inserted);
            while (limited.size(full) > 0) {
                final long first = limited.element(limited.at(full, 0));
                assertThat(limited.remove(full, first)).isTrue();
                few.free(first);
            }
        }
    }

    /** In place an update must succeed; elsewhere it may fail, but then changes nothing. */
    private static void shouldUpdateWithoutMemory(final SortedTree limited, final long full, final long size) {
        for (long rank = 0; rank < size; rank += 997) {
            final long element = limited.element(limited.at(full, rank));
            final double score = limited.score(element);
            assertThat(limited.update(full, element, score)).isTrue();
            final double lowest = (double) (-1 - rank);
            final boolean isMoved = limited.update(full, element, lowest);
            assertThat(limited.score(element)).isEqualTo(isMoved ? lowest : score);
            assertThat(limited.rank(full, element)).isEqualTo(isMoved ? 0 : rank);
            assertThat(limited.size(full)).isEqualTo(size);
        }
    }

    private long create(final Elements few, final Arena small, final long number) {
        final long element = few.create(input, put("member " + number), Double.BYTES);
        if (element != 0) {
            small.putLong(few.tailOffset(element), Double.doubleToRawLongBits((double) (number * 7919 % 10_007)));
        }
        return element;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 61, 62, 5_000, 50_000})
    void shouldFreeAllOfATreeInSlices(final int count) {
        long before = 0;
        for (int cycle = 0; cycle < 4; cycle++) {
            final long other = tree.create();
            for (int i = 0; i < count; i++) {
                tree.insert(other, item(i * 7919 % 10_007, "m" + i).element);
            }
            while (!tree.freeSome(other, 3)) {
                // until it is gone
            }
            // The first cycles leave nodes in reserve.
            final long after = arena.blockCount(MemoryTag.SKIPLIST);
            if (cycle >= 2) {
                assertThat(after).isEqualTo(before);
            }
            before = after;
        }
        assertThat(before).isLessThan(10);
    }

    @Test
    void shouldGrowToManyElementsAndShrinkToNone() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SortedTreeTest -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final int count = 200_000;
        final List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(item(random.nextInt(5_000), "m" + i).element);
            assertThat(tree.insert(root, all.getLast())).isTrue();
            checkAt(i, 20_000);
        }
        for (int i = 0; i < count; i++) {
            assertThat(tree.update(root, all.get(i), random.nextInt(5_000))).isTrue();
            checkAt(i, 20_000);
        }
        Collections.shuffle(all, random);
        for (int i = 0; i < count; i++) {
            assertThat(tree.remove(root, all.get(i))).isTrue();
            checkAt(i, 20_000);
        }
        assertThat(tree.size(root)).isZero();
        checker.check(root);
    }

    private void checkAt(final int step, final int interval) {
        if (step % interval == interval - 1) {
            checker.check(root);
            assertThat(tree.usedBytes(root)).isBetween(bytes() - 20_000, bytes());
        }
    }

    private Item item(final double score, final String member) {
        final long element = elements.create(input, put(member), Double.BYTES);
        arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(score));
        return new Item(score, member, element);
    }

    private int put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(input + i, bytes[i]);
        }
        return bytes.length;
    }

    private String hex(final long number) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append(i == 0 ? "" : " ").append("%02x".formatted(number >>> i * 8 & 0xff));
        }
        return text.toString();
    }

    private String hex(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = arena.getByte(offset + i);
        }
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}

package io.ringhold.offheap.cow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.Evacuation;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.dict.Dict;
import io.ringhold.offheap.dict.DictRelocator;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.intset.Intset;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.keys.KeyTable;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.quicklist.NodeLimit;
import io.ringhold.offheap.quicklist.Quicklist;
import io.ringhold.offheap.sorted.SortedTree;
import io.ringhold.offheap.sorted.SortedTreeRelocator;
import io.ringhold.offheap.stream.StreamFields;
import io.ringhold.offheap.stream.StreamRelocator;
import io.ringhold.offheap.stream.Streams;

/** Random changes to one of each real structure, all in one arena; sizes go up and down, so that tables are resized. */
final class StructureChanges {
    private static final int NAMES = 20_000;
    private static final int PHASE = 30_000;

    private final Random random;
    private final Arena arena;
    private final KeyHash hash = new KeyHash(1, 2);
    private final Entries entries;
    private final KeyTable table;
    private final Elements elements;
    private final Dict dict;
    private final long dictRoot;
    private final SortedTree tree;
    private final long treeRoot;
    private final List<Long> inTree = new ArrayList<>();
    private final Listpack listpack;
    private final Quicklist lists;
    private final long list;
    private final Intset intset;
    private long integers;
    private final Streams streams;
    private final long stream;
    private final long input;
    private long lastId;
    private int lastMember;
    private int done;
    private final DictRelocator dictMover;
    private final SortedTreeRelocator treeMover;
    private final StreamRelocator streamMover;
    private long keyCursor;
    private long dictCursor;
    private long treeCursor;
    private boolean listEnded = true;
    private boolean streamEnded = true;

    StructureChanges(final Arena arena, final long seed) {
        this.arena = arena;
        random = new Random(seed);
        entries = new Entries(arena);
        table = new KeyTable(entries);
        elements = new Elements(arena, MemoryTag.DICT);
        dict = new Dict(elements, hash);
        dictRoot = dict.create();
        tree = new SortedTree(elements);
        treeRoot = tree.create();
        listpack = new Listpack(arena, MemoryTag.LISTPACKS);
        lists = new Quicklist(arena, listpack, new NodeLimit(-2));
        list = lists.create();
        intset = new Intset(arena, MemoryTag.LISTPACKS);
        integers = intset.create();
        streams = new Streams(arena);
        stream = streams.create();
        input = arena.allocate(4096, MemoryTag.SCRATCH);
        dictMover = new DictRelocator(arena);
        treeMover = new SortedTreeRelocator(elements);
        streamMover = streams.relocator();
    }

    void run(final int steps) {
        for (int i = 0; i < steps; i++) {
            final boolean grows = done++ / PHASE % 2 == 0;
            final boolean adds = random.nextInt(100) < (grows ? 70 : 25);
            if (random.nextInt(200) == 0) {
                relocate();
            }
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> changeKeys(adds);
                case 3 -> changeDict(adds);
                case 4 -> changeTree(adds);
                case 5 -> changeList(adds);
                case 6 -> changeIntegers(adds);
                default -> changeStream(adds);
            }
        }
    }

    /** Moves blocks of all structures, a part each: what a snapshot's view shows must not change by that. */
    private void relocate() {
        final Evacuation evacuation = arena.evacuation();
        if (evacuation.remainingSpans() == 0) {
            evacuation.begin();
            while (evacuation.planSome(64)) {
                // to the end
            }
        } else if (random.nextInt(100) == 0) {
            while (evacuation.endSome(64)) {
                // to the end
            }
        }
        keyCursor = table.scan(keyCursor, (slot, entry) -> {
            final long moved = evacuation.move(entry);
            if (moved != entry) {
                table.replace(slot, moved);
            }
        });
        dictCursor = dictMover.relocateSome(dictRoot, dictCursor, evacuation, evacuation);
        treeCursor = treeMover.relocateSome(treeRoot, treeCursor, evacuation, element -> {
            final long moved = evacuation.move(element);
            if (moved != element) {
                inTree.set(inTree.indexOf(element), moved);
            }
            return moved;
        });
        listEnded = lists.relocateSome(list, listEnded, 3, evacuation);
        streamEnded = streamMover.relocateSome(stream, streamEnded, evacuation);
        tree.relocateReserve(evacuation);
        integers = evacuation.move(integers);
    }

    private void changeKeys(final boolean adds) {
        final int length = name();
        final long address = arena.address(input);
        final long keyHash = hash.hash(address, length);
        final long slot = table.find(keyHash, address, length);
        if (slot != 0) {
            final long old = table.entry(slot);
            if (adds) {
                final int capacity = (int) entries.valueCapacity(old);
                arena.fill(entries.valueOffset(old), random.nextInt(capacity + 1), (byte) random.nextInt());
            } else {
                table.remove(slot);
                entries.free(old);
            }
        } else if (adds) {
            final int valueLength = random.nextInt(200);
            final long expiry = random.nextInt(4) == 0 ? random.nextInt(1 << 20) : Entries.NO_EXPIRY;
            final long entry = entries.create(0, 0, address, length, valueLength, expiry);
            arena.fill(entries.valueOffset(entry), valueLength, (byte) random.nextInt());
            table.insert(keyHash, entry);
        }
        table.maintain(4);
    }

    private void changeDict(final boolean adds) {
        final int length = name();
        final long address = arena.address(input);
        final long memberHash = hash.hash(address, length);
        final long slot = dict.find(dictRoot, memberHash, address, length);
        if (slot == Dict.NONE && adds) {
            dict.insert(dictRoot, memberHash, elements.create(address, length, 0));
        } else if (slot != Dict.NONE && !adds) {
            final long element = dict.element(slot);
            dict.remove(dictRoot, slot);
            elements.free(element);
        }
    }

    private void changeTree(final boolean adds) {
        if (adds) {
            final int length = put("member:" + ++lastMember);
            final long element = elements.create(arena.address(input), length, Double.BYTES);
            arena.putLong(elements.tailOffset(element), Double.doubleToRawLongBits(random.nextInt(1000)));
            tree.insert(treeRoot, element);
            inTree.add(element);
        } else if (!inTree.isEmpty()) {
            final int at = random.nextInt(inTree.size());
            final long element = inTree.get(at);
            if (random.nextBoolean()) {
                tree.update(treeRoot, element, random.nextInt(1000));
            } else {
                tree.remove(treeRoot, element);
                elements.free(element);
                inTree.set(at, inTree.getLast());
                inTree.removeLast();
            }
        }
    }

    private void changeList(final boolean adds) {
        if (adds || lists.size(list) == 0) {
            final int length = name();
            if (random.nextBoolean()) {
                lists.pushFirst(list, arena.address(input), length);
            } else {
                lists.pushLast(list, arena.address(input), length);
            }
        } else {
            final long node = lists.seek(list, random.nextLong(lists.size(list)));
            lists.delete(list, node, listpack.first(lists.listpack(node)), 1 + random.nextInt(5));
        }
    }

    private void changeIntegers(final boolean adds) {
        final int count = intset.count(integers);
        final int value = random.nextInt(NAMES);
        if (count > 0 && (!adds || count > 5000)) {
            integers = intset.remove(integers, random.nextInt(count));
        } else if (!intset.contains(integers, value)) {
            integers = intset.add(integers, value);
        }
    }

    private void changeStream(final boolean adds) {
        if (adds) {
            streams.append(stream, ++lastId, 0, new OneField(arena.address(input), name()), 4096, 100);
        } else {
            streams.trimToLength(stream, Math.max(0, streams.length(stream) - random.nextInt(10)), false,
                    Streams.NO_LIMIT);
        }
    }

    /** Writes a name where the input is; returns its length. */
    private int name() {
        return put("name:" + random.nextInt(NAMES));
    }

    private int put(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        arena.putArray(input, bytes, 0, bytes.length);
        return bytes.length;
    }

    private record OneField(long address, int length) implements StreamFields {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public long fieldAddress(final int index) {
            return address;
        }

        @Override
        public int fieldLength(final int index) {
            return length;
        }

        @Override
        public long valueAddress(final int index) {
            return address;
        }

        @Override
        public int valueLength(final int index) {
            return length;
        }
    }
}

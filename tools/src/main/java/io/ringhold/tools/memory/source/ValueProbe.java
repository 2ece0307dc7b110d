package io.ringhold.tools.memory.source;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.intset.Intset;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.quicklist.NodeLimit;
import io.ringhold.offheap.quicklist.Quicklist;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.tools.memory.gather.BlockSizes;
import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.text.KeyText;

/**
 * Walks through a value and fills in what can be seen in it. The keyspace's clock must stand at 0, so that fields that have expired are seen too.
 * One thread; allocates nothing but for the biggest elements.
 */
final class ValueProbe {
    private final Entries entries;
    private final Arena arena;
    private final Keyspace keyspace;
    private final Listpack listpack;
    private final Intset intset;
    private final Quicklist quicklist;
    private final StreamIterator stream;
    private final ListCursor list = new ListCursor();
    private final SetCursor set = new SetCursor();
    private final HashCursor hash = new HashCursor();
    private final SortedSetCursor sortedSet = new SortedSetCursor();
    private final Gatherer gatherer;
    private final BlockSizes blocks;
    private KeyFigures figures;
    private boolean isAllIntegers;

    ValueProbe(final Keyspace keyspace, final Gatherer gatherer) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.arena = keyspace.arena();
        this.listpack = new Listpack(arena, MemoryTag.LISTPACKS);
        this.intset = new Intset(arena, MemoryTag.LISTPACKS);
        this.quicklist = new Quicklist(arena, listpack, new NodeLimit(1));
        this.stream = new StreamIterator(keyspace.streams().streams());
        this.gatherer = gatherer;
        this.blocks = gatherer.blocks();
    }

    /** Fills in all but the key's name, database, bytes and hash, which must be there already. */
    void measure(final long entry, final KeyFigures key) {
        begin(entry, key);
        addPart(entry);
        finish();
    }

    /** Begins with a value of several parts, of which this is the first: {@link #addPart} of each follows, then {@link #finish}. */
    void begin(final long entry, final KeyFigures key) {
        figures = key;
        key.type = entries.type(entry);
        key.encoding = entries.encoding(entry);
        key.expireAtMs = entries.hasExpiry(entry) ? entries.expireAtMs(entry) : KeyFigures.NO_EXPIRY;
        key.elements = 0;
        key.longest = 0;
        key.payload = entries.keyLength(entry);
        key.slack = blocks.add(arena.usableSize(entry), Entries.sizeOf(entries.keyLength(entry),
                entries.valueLength(entry), entries.hasExpiry(entry)));
        isAllIntegers = false;
    }

    /** Looks at the elements of a part. */
    void addPart(final long entry) {
        switch (figures.type) {
            case ValueType.STRING -> string(entry);
            case ValueType.LIST -> list(entry);
            case ValueType.SET -> set(entry);
            case ValueType.HASH -> hash(entry);
            case ValueType.SORTED_SET -> sortedSet(entry);
            case ValueType.STREAM -> stream(entry);
            default -> throw new AssertionError(figures.type);
        }
        if (ValueType.hasFieldTimes(entries.encoding(entry))) {
            figures.encoding = entries.encoding(entry);
        }
    }

    /** Counts an element that is in no part, of which the first bytes are shown. */
    void addLong(final long address, final int shownBytes, final long bytes, final long longest) {
        if (element(figures.type == ValueType.SORTED_SET ? bytes + Double.BYTES : bytes, longest)) {
            take(figures.type == ValueType.LIST
                    ? Long.toString(figures.elements - 1)
                    : text(address, shownBytes), bytes);
        }
    }

    /** Counts a string value of so many bytes, of which the entry has only the first. */
    void addLongString(final long length) {
        figures.elements = 1;
        figures.longest = length;
        figures.payload += length;
        figures.slack += blocks.add(Arena.usableSizeFor(length), length);
    }

    /** To be called when the bytes of the value are known as well. */
    void finish() {
        // integers are kept in fewer bytes than their text has
        figures.payload = Math.min(figures.payload, figures.bytes - figures.slack);
    }

    /** Whether the set that was measured last has nothing but integers. */
    boolean isAllIntegers() {
        return isAllIntegers;
    }

    private void string(final long entry) {
        final long length = entries.isExternal(entry) ? entries.externalLength(entry) : entries.valueLength(entry);
        if (entries.isExternal(entry)) {
            block(entries.externalReference(entry), length);
        }
        figures.elements = 1;
        figures.longest = length;
        figures.payload += length;
    }

    private void list(final long entry) {
        final long root = entries.externalReference(entry);
        if (entries.encoding(entry) == ValueType.ENCODING_LISTPACK) {
            block(root, listpack.bytes(root));
        } else {
            for (long node = quicklist.first(root); node != 0; node = quicklist.next(node)) {
                block(quicklist.listpack(node), listpack.bytes(quicklist.listpack(node)));
            }
        }
        final ListValues lists = keyspace.lists();
        for (boolean more = lists.seek(entry, 0, list); more; more = lists.next(list)) {
            lists.view(list);
            if (element(lists.viewLength(), lists.viewLength())) {
                take(Long.toString(figures.elements - 1), lists.viewLength());
            }
        }
    }

    private void set(final long entry) {
        final long root = entries.externalReference(entry);
        if (entries.encoding(entry) == ValueType.ENCODING_INTSET) {
            block(root, intset.bytes(root));
        } else if (entries.encoding(entry) == ValueType.ENCODING_LISTPACK) {
            block(root, listpack.bytes(root));
        }
        final SetValues sets = keyspace.sets();
        isAllIntegers = true;
        for (boolean more = sets.first(entry, set); more; more = sets.next(set)) {
            sets.view(set);
            isAllIntegers = isAllIntegers && Decimal.isInteger(sets.viewAddress(), sets.viewLength());
            if (element(sets.viewLength(), sets.viewLength())) {
                take(text(sets.viewAddress(), sets.viewLength()), sets.viewLength());
            }
        }
    }

    private void hash(final long entry) {
        if (ValueType.isCompact(entries.encoding(entry))) {
            final long root = entries.externalReference(entry);
            block(root, listpack.bytes(root));
        }
        final HashValues hashes = keyspace.hashes();
        for (boolean more = hashes.first(entry, hash); more; more = hashes.next(hash)) {
            hashes.view(hash);
            final long bytes = (long) hashes.fieldLength() + hashes.valueLength();
            if (element(bytes, Math.max(hashes.fieldLength(), hashes.valueLength()))) {
                take(text(hashes.fieldAddress(), hashes.fieldLength()), bytes);
            }
        }
    }

    private void sortedSet(final long entry) {
        if (entries.encoding(entry) == ValueType.ENCODING_LISTPACK) {
            final long root = entries.externalReference(entry);
            block(root, listpack.bytes(root));
        }
        final SortedSetValues sortedSets = keyspace.sortedSets();
        for (boolean more = sortedSets.at(entry, 0, sortedSet); more; more = sortedSets.step(sortedSet, false)) {
            sortedSets.view(sortedSet);
            if (element((long) sortedSets.viewLength() + Double.BYTES, sortedSets.viewLength())) {
                take(text(sortedSets.viewAddress(), sortedSets.viewLength()), sortedSets.viewLength());
            }
        }
    }

    private void stream(final long entry) {
        stream.range(keyspace.streams().root(entry), 0, 0, -1L, -1L, false);
        while (stream.next()) {
            long bytes = 0;
            long longest = 0;
            for (int i = 0; i < stream.fields(); i++) {
                stream.viewField(i);
                bytes += stream.viewLength();
                longest = Math.max(longest, stream.viewLength());
                stream.viewValue(i);
                bytes += stream.viewLength();
                longest = Math.max(longest, stream.viewLength());
            }
            if (element(bytes, longest)) {
                take(Long.toUnsignedString(stream.ms()) + "-" + Long.toUnsignedString(stream.seq()), bytes);
            }
        }
    }

    private void block(final long offset, final long needed) {
        figures.slack += blocks.add(arena.usableSize(offset), needed);
    }

    /** Counts an element; true when it is among the biggest. */
    private boolean element(final long bytes, final long longest) {
        figures.elements++;
        figures.payload += bytes;
        if (longest > figures.longest) {
            figures.longest = longest;
        }
        return gatherer.takesElement(bytes);
    }

    private void take(final String element, final long bytes) {
        gatherer.addElement(figures, element, bytes);
    }

    private static String text(final long address, final int length) {
        final byte[] bytes = new byte[Math.min(length, KeyText.MAX_BYTES + 1)];
        Memory.copyToArray(address, bytes, 0, bytes.length);
        return KeyText.of(bytes, 0, bytes.length);
    }
}

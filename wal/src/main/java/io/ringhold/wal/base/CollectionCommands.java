package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.engine.keyspace.ScoredMembersDescriptor;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.cow.ViewCopy;
import io.ringhold.offheap.dict.DictReader;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.intset.IntsetDescriptor;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.lzf.Lzf;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.offheap.quicklist.QuicklistReader;
import io.ringhold.offheap.sorted.SortedTreeReader;
import io.ringhold.wal.rdb.BufferedOutput;

/** Writes lists, sets and sorted sets as RPUSH, SADD and ZADD. The thread of view and output; allocates nothing on the heap. */
final class CollectionCommands implements AutoCloseable {
    private static final int KEPT_BYTES = 1 << 16;

    private final MemoryView view;
    private final ElementBatch batch;
    private final ElementReader element;
    private final DictReader dict;
    private final SortedTreeReader tree;
    private final ListpackReader listpack;
    private final QuicklistReader quicklist;
    /** For nodes of lists that are compressed: what they are, and what they were. */
    private final Lzf lzf = new Lzf();
    private final NativeBuffer compressed = new NativeBuffer(KEPT_BYTES);
    private final NativeBuffer decompressed = new NativeBuffer(KEPT_BYTES);
    private final ListpackReader decompressedListpack = new ListpackReader(BufferedOutput.ABSOLUTE);

    CollectionCommands(final MemoryView view, final ElementBatch batch) {
        this.view = view;
        this.batch = batch;
        this.element = new ElementReader(view);
        this.dict = new DictReader(view);
        this.tree = new SortedTreeReader(view);
        this.listpack = new ListpackReader(view);
        this.quicklist = new QuicklistReader(view);
    }

    void writeList(final EntryReader entry) throws IOException {
        batch.open(Word.RPUSH, entry, 1);
        final long root = entry.externalReference();
        if (entry.encoding() == ValueType.ENCODING_LISTPACK) {
            addListpack(root);
        } else {
            quicklist.open(root);
            while (quicklist.next()) {
                if (quicklist.isCompressed()) {
                    addCompressedNode();
                } else {
                    addListpack(quicklist.listpack());
                }
            }
        }
        batch.flush();
    }

    void writeSet(final EntryReader entry) throws IOException {
        batch.open(Word.SADD, entry, 1);
        final long root = entry.externalReference();
        switch (entry.encoding()) {
            case ValueType.ENCODING_INTSET -> addIntset(root);
            case ValueType.ENCODING_LISTPACK -> addListpack(root);
            default -> {
                dict.open(root);
                for (long member = dict.next(); member != 0; member = dict.next()) {
                    element.open(member);
                    batch.add(view, element.memberOffset(), element.memberLength());
                }
            }
        }
        batch.flush();
    }

    void writeSortedSet(final EntryReader entry) throws IOException {
        batch.open(Word.ZADD, entry, 2);
        final long root = entry.externalReference();
        if (entry.encoding() == ValueType.ENCODING_LISTPACK) {
            addPairs(root);
        } else {
            tree.open(view.getLong(root + ScoredMembersDescriptor.TREE_OFFSET), false);
            for (long member = tree.next(); member != 0; member = tree.next()) {
                element.open(member);
                batch.addScore(Double.longBitsToDouble(view.getLong(element.tailOffset())));
                batch.add(view, element.memberOffset(), element.memberLength());
            }
        }
        batch.flush();
    }

    @Override
    public void close() {
        compressed.close();
        decompressed.close();
    }

    private void addListpack(final long block) throws IOException {
        listpack.open(block);
        while (listpack.next()) {
            batch.add(view, listpack);
        }
    }

    private void addCompressedNode() throws IOException {
        // what was added before may stand in the memory that this node needs
        batch.flush();
        compressed.ensure(quicklist.streamBytes());
        ViewCopy.copy(view, quicklist.stream(), quicklist.streamBytes(), compressed.address());
        final int length = quicklist.uncompressedBytes();
        decompressed.ensure(length);
        if (lzf.decompress(compressed.address(), quicklist.streamBytes(), decompressed.address(), length) != length) {
            throw new IllegalStateException("a list has a node that cannot be decompressed");
        }
        decompressedListpack.open(decompressed.address());
        while (decompressedListpack.next()) {
            batch.add(BufferedOutput.ABSOLUTE, decompressedListpack);
        }
        batch.flush();
        compressed.shrink(KEPT_BYTES);
        decompressed.shrink(KEPT_BYTES);
    }

    private void addIntset(final long root) throws IOException {
        final int width = view.getInt(root + IntsetDescriptor.ENCODING_OFFSET);
        final int count = view.getInt(root + IntsetDescriptor.COUNT_OFFSET);
        for (int i = 0; i < count; i++) {
            final long at = root + IntsetDescriptor.HEADER_LENGTH + (long) i * width;
            batch.addInteger(switch (width) {
                case Short.BYTES -> view.getShort(at);
                case Integer.BYTES -> view.getInt(at);
                default -> view.getLong(at);
            });
        }
    }

    /** A command has the score first, a listpack the member. */
    private void addPairs(final long block) throws IOException {
        listpack.open(block);
        while (listpack.next()) {
            final boolean isInteger = listpack.isInteger();
            final long number = listpack.integer();
            final long offset = listpack.stringOffset();
            final int length = listpack.stringLength();
            listpack.next();
            batch.add(view, listpack);
            if (isInteger) {
                batch.addInteger(number);
            } else {
                batch.add(view, offset, length);
            }
        }
    }
}

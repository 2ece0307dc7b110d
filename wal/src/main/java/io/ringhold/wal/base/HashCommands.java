package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.engine.keyspace.ScoredMembersDescriptor;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.FieldElementDescriptor;
import io.ringhold.engine.keyspace.hash.TimedHashDescriptor;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.dict.DictReader;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.sorted.SortedTreeReader;

/**
 * Writes hashes as HSET, and HPEXPIREAT for each field that expires. Fields whose time has come are written too: while a log is loaded nothing
 * expires. The thread of view and output; allocates nothing on the heap.
 */
final class HashCommands {
    private static final int TIME_ARGUMENTS = 6;

    private final MemoryView view;
    private final CommandOutput output;
    private final ElementBatch batch;
    private final ListpackReader listpack;
    private final ListpackReader name;
    private final ElementReader element;
    private final DictReader fields;
    private final SortedTreeReader times;

    HashCommands(final MemoryView view, final CommandOutput output, final ElementBatch batch) {
        this.view = view;
        this.output = output;
        this.batch = batch;
        this.listpack = new ListpackReader(view);
        this.name = new ListpackReader(view);
        this.element = new ElementReader(view);
        this.fields = new DictReader(view);
        this.times = new SortedTreeReader(view);
    }

    void write(final EntryReader entry) throws IOException {
        batch.open(Word.HSET, entry, 2);
        final long root = entry.externalReference();
        switch (entry.encoding()) {
            case ValueType.ENCODING_LISTPACK -> addListpack(root, false);
            case ValueType.ENCODING_LISTPACK_EX -> addListpack(root, true);
            case ValueType.ENCODING_HASHTABLE_EX -> addDict(view.getLong(root + TimedHashDescriptor.DICT_OFFSET));
            default -> addDict(root);
        }
        batch.flush();
        if (entry.encoding() == ValueType.ENCODING_LISTPACK_EX) {
            writeTimesOfListpack(entry, root);
        } else if (entry.encoding() == ValueType.ENCODING_HASHTABLE_EX) {
            writeTimesOfDict(entry, view.getLong(root + TimedHashDescriptor.TIMES_OFFSET));
        }
    }

    private void addListpack(final long block, final boolean isTimed) throws IOException {
        listpack.open(block);
        while (listpack.next()) {
            batch.add(view, listpack);
            listpack.next();
            batch.add(view, listpack);
            if (isTimed) {
                listpack.next();
            }
        }
    }

    private void addDict(final long root) throws IOException {
        fields.open(root);
        for (long field = fields.next(); field != 0; field = fields.next()) {
            element.open(field);
            batch.add(view, element.memberOffset(), element.memberLength());
            final long tail = element.tailOffset();
            final int length = view.getByte(tail + FieldElementDescriptor.LENGTH_OFFSET) & 0xff;
            if (length == FieldElementDescriptor.LONG_MARK) {
                batch.add(view, tail + FieldElementDescriptor.LONG_HEADER_LENGTH,
                        view.getInt(tail + FieldElementDescriptor.LONG_LENGTH_OFFSET));
            } else {
                batch.add(view, tail + FieldElementDescriptor.SHORT_HEADER_LENGTH, length);
            }
        }
    }

    /** The fields' names come a second time, so that the time behind each value is known before. */
    private void writeTimesOfListpack(final EntryReader entry, final long block) throws IOException {
        listpack.open(block);
        name.open(block);
        while (name.next()) {
            listpack.next();
            listpack.next();
            listpack.next();
            final long atMs = listpack.integer();
            if (atMs != 0) {
                beginTime(entry, atMs);
                output.element(name);
            }
            name.next();
            name.next();
        }
    }

    private void writeTimesOfDict(final EntryReader entry, final long root) throws IOException {
        times.open(view.getLong(root + ScoredMembersDescriptor.TREE_OFFSET), false);
        for (long time = times.next(); time != 0; time = times.next()) {
            element.open(time);
            beginTime(entry, (long) Double.longBitsToDouble(view.getLong(element.tailOffset())));
            output.string(view, element.memberOffset(), element.memberLength());
        }
    }

    private void beginTime(final EntryReader entry, final long atMs) throws IOException {
        output.begin(Word.HPEXPIREAT, TIME_ARGUMENTS, entry);
        output.number(atMs);
        output.word(Word.FIELDS);
        output.number(1);
    }
}

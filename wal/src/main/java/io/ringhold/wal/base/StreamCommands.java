package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.stream.GroupDescriptor;
import io.ringhold.offheap.stream.PendingDescriptor;
import io.ringhold.offheap.stream.StreamEntryReader;
import io.ringhold.offheap.stream.StreamReader;
import io.ringhold.offheap.stream.index.IdMapReader;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.NameTableReader;

/**
 * Writes streams. The thread of view and output; allocates nothing on the heap.
 *
 * <pre>
 *   XADD key id field value ...                              each entry; for none: XADD key MAXLEN 0 0-1 X Y
 *   XSETID key last-id ENTRIESADDED n MAXDELETEDID id
 *   XGROUP CREATE key group last-id ENTRIESREAD n            each group
 *   XGROUP CREATECONSUMER key group consumer                 each consumer
 *   XCLAIM key group consumer 0 id TIME ms RETRYCOUNT n JUSTID FORCE    each pending entry
 * </pre>
 *
 * <p>
 * XCLAIM makes an entry pending only while the stream has it, but entries stay pending when they are deleted. A stream with such ones begins
 * therefore with its groups: before anything else is in the stream, entries of these ids are added, claimed and trimmed away, which
 * leaves no trace but that they are pending.
 *
 * <pre>
 *   XGROUP CREATE key group last-id MKSTREAM ENTRIESREAD n, XGROUP CREATECONSUMER ...
 *   XADD key id X Y, XCLAIM ...                              each deleted entry that is pending
 *   XTRIM key MAXLEN 0, XSETID key 0-0                       the ids of the next group begin anew
 * </pre>
 */
final class StreamCommands {
    private static final String BROKEN = "a stream has an entry that is pending for no consumer";

    private final MemoryView view;
    private final CommandOutput output;
    private final StreamReader stream;
    private final NameTableReader consumers;
    private final IdMapReader pending;
    private final StreamEntryReader entries;
    private final EntryFinder finder;
    private final ElementReader group;
    private final ElementReader consumer;
    private EntryReader key;
    private long root;

    StreamCommands(final MemoryView view, final CommandOutput output) {
        this.view = view;
        this.output = output;
        this.stream = new StreamReader(view);
        this.consumers = new NameTableReader(view);
        this.pending = new IdMapReader(view);
        this.entries = new StreamEntryReader(view);
        this.finder = new EntryFinder(view, output);
        this.group = new ElementReader(view);
        this.consumer = new ElementReader(view);
    }

    void write(final EntryReader entry) throws IOException {
        key = entry;
        root = entry.externalReference();
        final boolean hasDeletedPending = hasDeletedPending();
        if (hasDeletedPending) {
            writeDeletedPending();
        }
        stream.open(root);
        writeEntries();
        if (stream.length() == 0 && !hasDeletedPending) {
            writeEmpty();
        }
        writeTotals();
        for (long next = stream.groups().next(); next != 0; next = stream.groups().next()) {
            group.open(next);
            if (!hasDeletedPending) {
                writeGroup(false);
            }
            writePending();
        }
    }

    private boolean hasDeletedPending() throws IOException {
        stream.open(root);
        for (long next = stream.groups().next(); next != 0; next = stream.groups().next()) {
            group.open(next);
            openPending();
            while (pending.next()) {
                if (!finder.contains(pending.ms(), pending.seq())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void writeDeletedPending() throws IOException {
        stream.open(root);
        for (long next = stream.groups().next(); next != 0; next = stream.groups().next()) {
            group.open(next);
            writeGroup(true);
            boolean isAny = false;
            openPending();
            while (pending.next()) {
                if (!finder.contains(pending.ms(), pending.seq())) {
                    output.begin(Word.XADD, 5, key);
                    output.id(pending.ms(), pending.seq());
                    output.word(Word.X);
                    output.word(Word.Y);
                    writeClaim();
                    isAny = true;
                }
            }
            if (isAny) {
                output.begin(Word.XTRIM, 4, key);
                output.word(Word.MAXLEN);
                output.number(0);
                output.begin(Word.XSETID, 3, key);
                output.id(0, 0);
            }
        }
    }

    private void writeEntries() throws IOException {
        final IdMapReader nodes = stream.nodes();
        while (nodes.next()) {
            entries.open(nodes.ms(), nodes.seq(), nodes.value());
            while (entries.next()) {
                if (!entries.isDeleted()) {
                    output.begin(Word.XADD, 3 + 2 * entries.fields(), key);
                    output.id(entries.ms(), entries.seq());
                    for (long i = 0; i < entries.fields(); i++) {
                        output.element(entries.nextField());
                        output.element(entries.nextValue());
                    }
                }
            }
        }
    }

    private void writeEmpty() throws IOException {
        output.begin(Word.XADD, 7, key);
        output.word(Word.MAXLEN);
        output.number(0);
        output.id(0, 1);
        output.word(Word.X);
        output.word(Word.Y);
    }

    /** Numbers that XSETID would refuse, which only a file of others can bring, are made to fit. */
    private void writeTotals() throws IOException {
        final long lastMs = stream.lastMs();
        final long lastSeq = stream.lastSeq();
        final boolean isDeletedAbove = Ids.compare(stream.maxDeletedMs(), stream.maxDeletedSeq(), lastMs, lastSeq) > 0;
        output.begin(Word.XSETID, 7, key);
        output.id(lastMs, lastSeq);
        output.word(Word.ENTRIESADDED);
        output.number(Math.max(stream.entriesAdded(), stream.length()));
        output.word(Word.MAXDELETEDID);
        output.id(isDeletedAbove ? lastMs : stream.maxDeletedMs(), isDeletedAbove ? lastSeq : stream.maxDeletedSeq());
    }

    private void writeGroup(final boolean makesStream) throws IOException {
        final long tail = group.tailOffset();
        output.begin(Word.XGROUP, makesStream ? 8 : 7);
        output.word(Word.CREATE);
        output.string(view, key.keyOffset(), key.keyLength());
        putName(group);
        output.id(view.getLong(tail + GroupDescriptor.LAST_MS_OFFSET),
                view.getLong(tail + GroupDescriptor.LAST_SEQ_OFFSET));
        if (makesStream) {
            output.word(Word.MKSTREAM);
        }
        output.word(Word.ENTRIESREAD);
        output.number(view.getLong(tail + GroupDescriptor.ENTRIES_READ_OFFSET));
        consumers.open(tail + GroupDescriptor.CONSUMERS_OFFSET);
        for (long next = consumers.next(); next != 0; next = consumers.next()) {
            consumer.open(next);
            output.begin(Word.XGROUP, 5);
            output.word(Word.CREATECONSUMER);
            output.string(view, key.keyOffset(), key.keyLength());
            putName(group);
            putName(consumer);
        }
    }

    /** Goes to the pending entries of the group. */
    private void openPending() {
        pending.open(group.tailOffset() + GroupDescriptor.PENDING_OFFSET);
        finder.open(root);
    }

    private void writePending() throws IOException {
        openPending();
        while (pending.next()) {
            if (finder.contains(pending.ms(), pending.seq())) {
                writeClaim();
            }
        }
    }

    private void writeClaim() throws IOException {
        final long block = pending.value();
        final long ofConsumer = view.getLong(block + PendingDescriptor.CONSUMER_OFFSET);
        if (ofConsumer == 0) {
            throw new IllegalStateException(BROKEN);
        }
        output.begin(Word.XCLAIM, 12, key);
        putName(group);
        consumer.open(ofConsumer);
        putName(consumer);
        output.number(0);
        output.id(pending.ms(), pending.seq());
        output.word(Word.TIME);
        output.number(view.getLong(block + PendingDescriptor.DELIVERED_MS_OFFSET));
        output.word(Word.RETRYCOUNT);
        output.number(view.getLong(block + PendingDescriptor.DELIVERIES_OFFSET));
        output.word(Word.JUSTID);
        output.word(Word.FORCE);
    }

    private void putName(final ElementReader named) throws IOException {
        output.string(view, named.memberOffset(), named.memberLength());
    }
}

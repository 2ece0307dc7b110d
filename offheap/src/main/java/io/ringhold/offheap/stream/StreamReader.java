package io.ringhold.offheap.stream;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.stream.index.IdMapReader;
import io.ringhold.offheap.stream.index.NameTableReader;

import static io.ringhold.offheap.stream.StreamDescriptor.ENTRIES_ADDED_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.GROUPS_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LAST_MS_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LAST_SEQ_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.LENGTH_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.MAX_DELETED_MS_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.MAX_DELETED_SEQ_OFFSET;
import static io.ringhold.offheap.stream.StreamDescriptor.NODES_OFFSET;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.DELETED_FLAG;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.SAME_FIELDS_FLAG;

/**
 * Reads a stream's root, nodes and groups through a view; layouts: {@link StreamDescriptor}, {@link StreamNodeDescriptor}. The view's
 * thread; allocates nothing on the heap.
 */
public final class StreamReader {
    private final MemoryView view;
    private final IdMapReader nodes;
    private final NameTableReader groups;
    private final ListpackReader listpack;
    private long stream;
    private long firstMs;
    private long firstSeq;

    public StreamReader(final MemoryView view) {
        this.view = view;
        this.nodes = new IdMapReader(view);
        this.groups = new NameTableReader(view);
        this.listpack = new ListpackReader(view);
    }

    /** Goes to a stream. */
    public void open(final long root) {
        stream = root;
        findFirst();
        nodes.open(root + NODES_OFFSET);
        groups.open(root + GROUPS_OFFSET);
    }

    /** Number of entries that are not deleted. */
    public long length() {
        return view.getLong(stream + LENGTH_OFFSET);
    }

    /** Milliseconds of the first entry's id, 0 when there is none. */
    public long firstMs() {
        return firstMs;
    }

    /** Sequence of the first entry's id, 0 when there is none. */
    public long firstSeq() {
        return firstSeq;
    }

    /** Milliseconds of the last id. */
    public long lastMs() {
        return view.getLong(stream + LAST_MS_OFFSET);
    }

    /** Sequence of the last id. */
    public long lastSeq() {
        return view.getLong(stream + LAST_SEQ_OFFSET);
    }

    /** Milliseconds of the greatest id that was deleted. */
    public long maxDeletedMs() {
        return view.getLong(stream + MAX_DELETED_MS_OFFSET);
    }

    /** Sequence of the greatest id that was deleted. */
    public long maxDeletedSeq() {
        return view.getLong(stream + MAX_DELETED_SEQ_OFFSET);
    }

    /** How many entries were ever added. */
    public long entriesAdded() {
        return view.getLong(stream + ENTRIES_ADDED_OFFSET);
    }

    /** The nodes: keys and listpacks. */
    public IdMapReader nodes() {
        return nodes;
    }

    /** The groups: elements of {@link GroupDescriptor}. */
    public NameTableReader groups() {
        return groups;
    }

    private void findFirst() {
        firstMs = 0;
        firstSeq = 0;
        nodes.open(stream + NODES_OFFSET);
        boolean found = false;
        while (!found && nodes.next()) {
            found = findFirstInNode();
        }
    }

    private boolean findFirstInNode() {
        listpack.open(nodes.value());
        skip(2);
        final long masterFields = number();
        skip(masterFields + 1);
        while (listpack.next()) {
            final long flags = listpack.integer();
            final long msDifference = number();
            final long seqDifference = number();
            if ((flags & DELETED_FLAG) == 0) {
                firstMs = nodes.ms() + msDifference;
                firstSeq = nodes.seq() + seqDifference;
                return true;
            }
            final boolean hasMasterFields = (flags & SAME_FIELDS_FLAG) != 0;
            skip((hasMasterFields ? masterFields : 2 * number()) + 1);
        }
        return false;
    }

    private long number() {
        skip(1);
        return listpack.integer();
    }

    private void skip(final long elements) {
        for (long i = 0; i < elements; i++) {
            listpack.next();
        }
    }
}

package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.quicklist.NodeLimit;
import io.ringhold.offheap.quicklist.Quicklist;

import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH;

/**
 * Lists: one listpack while they are small ("listpack"), a chain of them beyond that ("quicklist"). The entry refers to the one or the
 * other. A list that has become short is one listpack again. Engine thread; allocates nothing on the heap.
 *
 * <p>
 * What needs memory answers false when there is none: the list is then as it was. A list may be empty within a command only: the command
 * deletes its key. Nodes that a command has made plain are compressed by {@link #settle} or {@link #shrink}, one of which is to end it.
 */
public final class ListValues implements ValueOperations {
    private static final int NODES_FREED_AT_ONCE = 64;
    private static final int NODES_MOVED_AT_ONCE = 16;
    private static final int SAMPLES = 5;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Entries entries;
    private final Listpack listpack;
    private final Quicklist quicklist;
    private NodeLimit limit = new NodeLimit(-2);

    ListValues(final Keyspace keyspace) {
        this.keyspace = keyspace;
        this.arena = keyspace.arena();
        this.entries = keyspace.entries();
        this.listpack = new Listpack(arena, MemoryTag.LISTPACKS);
        this.quicklist = new Quicklist(arena, listpack, limit);
    }

    /** Sets what a node, and a list of one listpack, may hold: {@code list-max-listpack-size}. */
    public void limit(final int setting) {
        limit = new NodeLimit(setting);
        quicklist.limit(limit);
    }

    /** Sets how many nodes at each end are never compressed, or with 0 that none is: {@code list-compress-depth}. */
    public void compressDepth(final int depth) {
        quicklist.compressDepth(depth);
    }

    @Override
    public String encodingName(final long entry) {
        return isListpack(entry) ? "listpack" : "quicklist";
    }

    @Override
    public boolean freeSome(final long entry) {
        if (isListpack(entry)) {
            listpack.free(root(entry));
            return true;
        }
        return quicklist.freeSome(root(entry), NODES_FREED_AT_ONCE);
    }

    @Override
    public long parts(final long entry) {
        return isListpack(entry) ? 0 : quicklist.nodes(root(entry));
    }

    @Override
    public boolean relocateSome(final long entry, final Relocation relocation) {
        quicklist.settle(); // it may know of this root, by a command that ended without
        final long root = entries.relocateExternal(entry);
        return isListpack(entry)
                || quicklist.relocateSome(root, relocation.begin(), NODES_MOVED_AT_ONCE, arena.evacuation());
    }

    /** Moves what lists share and is in memory that is being evacuated. */
    void relocateShared() {
        quicklist.relocateWindow(arena.evacuation());
    }

    @Override
    public long externalBytes(final long entry) {
        return isListpack(entry) ? arena.usableSize(root(entry)) : quicklist.usedBytes(root(entry), SAMPLES);
    }

    @Override
    public long copy(final long entry, final long keyAddress, final int keyLength, final long expireAtMs) {
        final long copy = entries.create(ValueType.LIST, entries.encoding(entry), keyAddress, keyLength,
                EXTERNAL_LENGTH,
                expireAtMs);
        if (copy == 0) {
            return 0;
        }
        final long root = isListpack(entry) ? listpack.copy(root(entry)) : quicklist.copy(root(entry));
        if (root == 0) {
            entries.free(copy);
            return 0;
        }
        entries.external(copy, root, 0);
        return copy;
    }

    /** A new entry with an empty list, in no table yet; 0 when there is no memory. */
    public long createEntry(final long keyAddress, final int keyLength) {
        return createEntry(keyAddress, keyLength, Entries.NO_EXPIRY);
    }

    /** As {@link #createEntry(long, int)}, with an expiry. */
    public long createEntry(final long keyAddress, final int keyLength, final long expireAtMs) {
        final long entry = entries.create(ValueType.LIST, ValueType.ENCODING_LISTPACK, keyAddress, keyLength,
                EXTERNAL_LENGTH, expireAtMs);
        final long block = entry == 0 ? 0 : listpack.create();
        if (block == 0) {
            if (entry != 0) {
                entries.free(entry);
            }
            return 0;
        }
        entries.external(entry, block, 0);
        return entry;
    }

    /**
     * Adds the elements of a listpack behind a list's, without taking them out of it: it is one of its nodes from then on, or all of it.
     *
     * @param block
     *            of the arena, tagged as listpacks, with elements, each in its shortest form.
     * @return false when there is no memory: nothing has changed then, and the block is still the caller's.
     */
    boolean adopt(final long entry, final long block) {
        if (isListpack(entry)) {
            final long before = root(entry);
            final boolean isFirst = listpack.count(before) == 0;
            if (isFirst && limit.allows(listpack.bytes(block), listpack.count(block))) {
                listpack.free(before);
                entries.external(entry, block, 0);
                return true;
            }
            if (!toQuicklist(entry)) {
                return false;
            }
        }
        return quicklist.addLast(root(entry), block);
    }

    /** Makes a list of one listpack, which has elements or is to get some, a chain of them; false when there is no memory. */
    boolean enlarge(final long entry) {
        return toQuicklist(entry);
    }

    /** Adds a key, which must not be there, with an empty list; returns its slot, or 0 when there is no memory. */
    public long create(final Database database, final long hash, final long keyAddress, final int keyLength) {
        final long entry = createEntry(keyAddress, keyLength);
        return entry == 0 ? 0 : database.insert(hash, entry);
    }

    /** Frees an entry that is in no table, with its list. */
    public void discard(final long entry) {
        keyspace.freeEntry(entry);
    }

    /** Number of elements. */
    public long length(final long entry) {
        return isListpack(entry) ? listpack.count(root(entry)) : quicklist.size(root(entry));
    }

    /** Goes to the element of an index, negative ones count from the end; false when there is none. */
    public boolean seek(final long entry, final long index, final ListCursor cursor) {
        final long length = length(entry);
        final long fromStart = index < 0 ? index + length : index;
        if (fromStart < 0 || fromStart >= length) {
            return false;
        }
        if (isListpack(entry)) {
            cursor.at(0, root(entry), listpack.seek(root(entry), (int) fromStart));
        } else {
            final long node = quicklist.seek(root(entry), fromStart);
            final int inNode = (int) (fromStart - quicklist.passed());
            cursor.at(node, plainBlock(node), listpack.seek(quicklist.listpack(node), inNode));
        }
        return true;
    }

    /** Goes to the element behind; false when there is none. */
    public boolean next(final ListCursor cursor) {
        final int position = listpack.next(block(cursor), cursor.position);
        if (position != Listpack.NONE) {
            cursor.position = position;
            return true;
        }
        final long node = cursor.node == 0 ? 0 : quicklist.next(cursor.node);
        if (node == 0) {
            return false;
        }
        cursor.at(node, plainBlock(node), listpack.first(quicklist.listpack(node)));
        return true;
    }

    /** Goes to the element before; false when there is none. */
    public boolean previous(final ListCursor cursor) {
        final int position = listpack.previous(block(cursor), cursor.position);
        if (position != Listpack.NONE) {
            cursor.position = position;
            return true;
        }
        final long node = cursor.node == 0 ? 0 : quicklist.previous(cursor.node);
        if (node == 0) {
            return false;
        }
        cursor.at(node, plainBlock(node), listpack.last(quicklist.listpack(node)));
        return true;
    }

    /** Makes {@link #viewAddress} and {@link #viewLength} tell an element's bytes, until the next view or change. */
    public void view(final ListCursor cursor) {
        listpack.view(block(cursor), cursor.position);
    }

    /** Absolute address of the bytes viewed last. */
    public long viewAddress() {
        return listpack.viewAddress();
    }

    /** Length of the bytes viewed last. */
    public int viewLength() {
        return listpack.viewLength();
    }

    /** True when an element equals a string. */
    public boolean isEqual(final ListCursor cursor, final long address, final int length) {
        return listpack.isEqual(block(cursor), cursor.position, address, length);
    }

    /** Adds a string in front of a list or behind it. */
    public boolean push(final long entry, final boolean first, final long address, final int length) {
        if (!growFor(entry, address, length)) {
            return false;
        }
        final long root = root(entry);
        if (!isListpack(entry)) {
            return first ? quicklist.pushFirst(root, address, length) : quicklist.pushLast(root, address, length);
        }
        return changed(entry,
                listpack.insert(root, first ? ListpackDescriptor.HEADER_LENGTH : listpack.end(root), address, length));
    }

    /** Adds an element of a list in front of another or the same list, or behind it. */
    public boolean pushElement(final ListCursor cursor, final long source, final long target, final boolean first) {
        view(cursor);
        if (source != target) {
            return push(target, first, viewAddress(), viewLength());
        }
        // The list's memory may move while the element is added.
        final int length = viewLength();
        final long copy = arena.allocate(length, MemoryTag.SCRATCH);
        if (copy == 0) {
            return false;
        }
        arena.putBytes(copy, viewAddress(), length);
        final boolean pushed = push(target, first, arena.address(copy), length);
        arena.free(copy);
        return pushed;
    }

    /** Inserts a string before or behind an element. The cursor is of no use any more. */
    public boolean insert(final long entry, final ListCursor cursor, final boolean before, final long address,
            final int length) {
        if (!growFor(entry, address, length)) {
            return false;
        }
        if (isListpack(entry)) {
            return changed(entry, listpack.insert(root(entry), place(cursor, before), address, length));
        }
        return quicklist.insert(root(entry), nodeOf(entry, cursor), place(cursor, before), address, length);
    }

    /** Puts a string in an element's place. The cursor is of no use any more. */
    public boolean replace(final long entry, final ListCursor cursor, final long address, final int length) {
        if (!growFor(entry, address, length)) {
            return false;
        }
        if (isListpack(entry)) {
            return changed(entry, listpack.replace(root(entry), cursor.position, address, length));
        }
        return quicklist.replace(root(entry), nodeOf(entry, cursor), cursor.position, address, length);
    }

    /** To be called before {@link #delete}: false when there is no memory to decompress the element's node. */
    public boolean makePlain(final long entry, final ListCursor cursor) {
        if (cursor.node == 0 || quicklist.count(cursor.node) == 1) {
            return true;
        }
        if (!quicklist.makePlain(root(entry), cursor.node)) {
            return false;
        }
        cursor.block = quicklist.listpack(cursor.node);
        return true;
    }

    /**
     * To be called before {@link #deleteRange} for the elements before and behind the range: false when there is no memory to decompress
     * the node of one.
     *
     * @param index
     *            of an element; any other is no element of a node.
     */
    public boolean makePlain(final long entry, final long index) {
        if (isListpack(entry)) {
            return true;
        }
        final long node = quicklist.seek(root(entry), index);
        return node == 0 || quicklist.makePlain(root(entry), node);
    }

    /** Takes the element out; the cursor is at the next one then, and the answer is false when there is none. */
    public boolean delete(final long entry, final ListCursor cursor) {
        if (isListpack(entry)) {
            final long block = listpack.delete(cursor.block, cursor.position, 1);
            cursor.at(0, block, listpack.elementAt(block, cursor.position));
            return cursor.position != Listpack.NONE;
        }
        final long next = quicklist.next(cursor.node);
        final boolean isLastOfNode = listpack.next(block(cursor), cursor.position) == Listpack.NONE;
        quicklist.delete(root(entry), cursor.node, cursor.position, 1);
        if (!isLastOfNode) {
            cursor.block = plainBlock(cursor.node);
            return true;
        }
        if (next == 0) {
            return false;
        }
        cursor.at(next, plainBlock(next), ListpackDescriptor.HEADER_LENGTH);
        return true;
    }

    /** Takes elements out, beginning with the one of an index; there are as many. */
    public void deleteRange(final long entry, final long from, final long howMany) {
        if (isListpack(entry)) {
            changed(entry, listpack.delete(root(entry), listpack.seek(root(entry), (int) from), (int) howMany));
            return;
        }
        final long root = root(entry);
        long left = howMany;
        while (left > 0) {
            final long node = quicklist.seek(root, from);
            final int index = (int) (from - quicklist.passed());
            final int position = index == 0
                    ? ListpackDescriptor.HEADER_LENGTH
                    : listpack.seek(quicklist.listpack(node), index);
            left -= quicklist.delete(root, node, position, (int) Math.min(left, Integer.MAX_VALUE));
        }
        if (from > 0) {
            quicklist.join(root, quicklist.seek(root, from - 1));
        }
    }

    /** After a change: nodes are compressed that are to be so. */
    public void settle() {
        quicklist.settle();
    }

    /** After elements have gone: {@link #settle}; and a short list becomes one listpack again. */
    public void shrink(final long entry) {
        quicklist.settle();
        if (isListpack(entry)) {
            return;
        }
        if (quicklist.nodes(root(entry)) != 1) {
            return;
        }
        final long block = quicklist.listpack(quicklist.first(root(entry)));
        if (limit.allowsTwice(listpack.bytes(block), listpack.count(block))) {
            final long detached = quicklist.detachOnly(root(entry));
            if (detached != 0) {
                entries.external(entry, detached, 0);
                entries.encoding(entry, ValueType.ENCODING_LISTPACK);
            }
        }
    }

    private boolean isListpack(final long entry) {
        return entries.encoding(entry) == ValueType.ENCODING_LISTPACK;
    }

    private long root(final long entry) {
        return entries.externalReference(entry);
    }

    /** Makes a listpack a quicklist when one more element is too much for it. */
    private boolean growFor(final long entry, final long address, final int length) {
        if (!isListpack(entry)) {
            return true;
        }
        final long block = root(entry);
        final long bytes = (long) listpack.bytes(block) + listpack.addedBytes(address, length);
        final int count = listpack.count(block);
        if (limit.allows(bytes, count + 1L)) {
            return true;
        }
        return toQuicklist(entry);
    }

    private boolean toQuicklist(final long entry) {
        final long block = root(entry);
        final boolean isEmpty = listpack.count(block) == 0;
        final long root = isEmpty ? quicklist.create() : quicklist.createFrom(block);
        if (root == 0) {
            return false;
        }
        if (isEmpty) {
            listpack.free(block);
        }
        entries.external(entry, root, 0);
        entries.encoding(entry, ValueType.ENCODING_QUICKLIST);
        return true;
    }

    private boolean changed(final long entry, final long block) {
        if (block == 0) {
            return false;
        }
        if (block != root(entry)) {
            entries.external(entry, block, 0);
        }
        return true;
    }

    /** A list that was one listpack until now has that in its first node. */
    private long nodeOf(final long entry, final ListCursor cursor) {
        return cursor.node == 0 ? quicklist.first(root(entry)) : cursor.node;
    }

    private long plainBlock(final long node) {
        return quicklist.isCompressed(node) ? 0 : quicklist.listpack(node);
    }

    private long block(final ListCursor cursor) {
        return cursor.block != 0 ? cursor.block : quicklist.listpack(cursor.node);
    }

    private int place(final ListCursor cursor, final boolean before) {
        if (before) {
            return cursor.position;
        }
        final long block = block(cursor);
        final int next = listpack.next(block, cursor.position);
        return next == Listpack.NONE ? listpack.end(block) : next;
    }
}

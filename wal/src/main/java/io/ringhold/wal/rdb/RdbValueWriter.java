package io.ringhold.wal.rdb;

import java.io.IOException;

import io.ringhold.engine.keyspace.ScoredMembersDescriptor;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.dict.DictReader;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.intset.IntsetDescriptor;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.quicklist.QuicklistReader;
import io.ringhold.offheap.sorted.SortedTreeReader;

/**
 * Writes values in the format of RDB files, reading them through a view only, so that they may be those of a cut. Listpacks, intsets and nodes
 * of streams are written as they are in memory, where they have Redis' formats. The thread of view and output; allocates nothing on the
 * heap.
 *
 * <pre>
 *   string, any                 STRING
 *   list, listpack, quicklist   LIST_QUICKLIST_2
 *   set, intset                 SET_INTSET
 *   set, listpack               SET_LISTPACK, before version 11 SET
 *   set, hashtable              SET
 *   sorted set, listpack        ZSET_LISTPACK
 *   sorted set, skiplist        ZSET_2
 *   hash, listpack              HASH_LISTPACK
 *   hash, hashtable             HASH
 *   hash with expiring fields   HASH_LISTPACK_EX, HASH_METADATA; an error before version 12; HASH when no field has an expiry
 *   stream                      STREAM_LISTPACKS_3, before version 11 STREAM_LISTPACKS_2
 * </pre>
 */
public final class RdbValueWriter implements AutoCloseable {
    private final MemoryView view;
    private final RdbOutput output;
    private final int version;
    private final HashWriter hashes;
    private final StreamWriter streams;
    private final ElementReader element;
    private final DictReader dict;
    private final SortedTreeReader tree;
    private final ListpackReader listpack;
    private final QuicklistReader quicklist;

    /**
     * @param keyHash
     *            of the keyspace.
     * @param version
     *            of the format: {@link RdbFormat#VERSION_7_0} to {@link RdbFormat#VERSION_7_4}.
     */
    public RdbValueWriter(final MemoryView view, final RdbOutput output, final KeyHash keyHash, final int version) {
        if (version < RdbFormat.VERSION_7_0 || version > RdbFormat.VERSION_7_4) {
            throw new IllegalArgumentException("RDB version " + version + " cannot be written");
        }
        this.view = view;
        this.output = output;
        this.version = version;
        this.hashes = new HashWriter(view, output, keyHash, version);
        this.streams = new StreamWriter(view, output, version);
        this.element = new ElementReader(view);
        this.dict = new DictReader(view);
        this.tree = new SortedTreeReader(view);
        this.listpack = new ListpackReader(view);
        this.quicklist = new QuicklistReader(view);
    }

    /**
     * The type of an entry's value, which goes before the key; {@link #write} must follow for the same entry.
     *
     * @throws RdbVersionException
     *             when the version has none for it.
     */
    public int type(final EntryReader entry) throws RdbVersionException {
        final int encoding = entry.encoding();
        return switch (entry.type()) {
            case ValueType.STRING -> RdbFormat.TYPE_STRING;
            case ValueType.LIST -> RdbFormat.TYPE_LIST_QUICKLIST_2;
            case ValueType.SET -> switch (encoding) {
                case ValueType.ENCODING_INTSET -> RdbFormat.TYPE_SET_INTSET;
                case ValueType.ENCODING_LISTPACK -> version < RdbFormat.VERSION_7_2
                        ? RdbFormat.TYPE_SET
                        : RdbFormat.TYPE_SET_LISTPACK;
                default -> RdbFormat.TYPE_SET;
            };
            case ValueType.SORTED_SET -> encoding == ValueType.ENCODING_LISTPACK
                    ? RdbFormat.TYPE_ZSET_LISTPACK
                    : RdbFormat.TYPE_ZSET_2;
            case ValueType.HASH -> hashes.type(entry);
            case ValueType.STREAM -> streams.type();
            default -> throw new IllegalStateException("no value type " + entry.type());
        };
    }

    /** Writes an entry's value, without its type. */
    public void write(final EntryReader entry) throws IOException {
        switch (entry.type()) {
            case ValueType.STRING -> writeString(entry);
            case ValueType.LIST -> writeList(entry);
            case ValueType.SET -> writeSet(entry);
            case ValueType.SORTED_SET -> writeSortedSet(entry);
            case ValueType.HASH -> hashes.write(entry);
            case ValueType.STREAM -> streams.write(entry.externalReference());
            default -> throw new IllegalStateException("no value type " + entry.type());
        }
    }

    @Override
    public void close() {
        hashes.close();
    }

    private void writeString(final EntryReader entry) throws IOException {
        if (entry.encoding() == ValueType.ENCODING_INT) {
            output.putInteger(integer(entry.valueOffset(), entry.valueLength()));
        } else if (entry.isExternal()) {
            output.putString(view, entry.externalReference(), entry.externalLength());
        } else {
            output.putString(view, entry.valueOffset(), entry.valueLength());
        }
    }

    private long integer(final long offset, final int lengthBytes) {
        return switch (lengthBytes) {
            case Byte.BYTES -> view.getByte(offset);
            case Short.BYTES -> view.getShort(offset);
            case Integer.BYTES -> view.getInt(offset);
            default -> view.getLong(offset);
        };
    }

    private void writeList(final EntryReader entry) throws IOException {
        final long root = entry.externalReference();
        if (entry.encoding() == ValueType.ENCODING_LISTPACK) {
            output.putLength(1);
            output.putLength(RdbFormat.CONTAINER_PACKED);
            putListpack(view, output, root);
            return;
        }
        quicklist.open(root);
        output.putLength(quicklist.nodes());
        while (quicklist.next()) {
            output.putLength(RdbFormat.CONTAINER_PACKED);
            if (quicklist.isCompressed()) {
                output.putCompressed(view, quicklist.stream(), quicklist.streamBytes(),
                        quicklist.uncompressedBytes());
            } else {
                putListpack(view, output, quicklist.listpack());
            }
        }
    }

    private void writeSet(final EntryReader entry) throws IOException {
        final long root = entry.externalReference();
        switch (entry.encoding()) {
            case ValueType.ENCODING_INTSET -> {
                final long width = view.getInt(root + IntsetDescriptor.ENCODING_OFFSET);
                final long count = view.getInt(root + IntsetDescriptor.COUNT_OFFSET);
                output.putString(view, root, IntsetDescriptor.HEADER_LENGTH + width * count);
            }
            case ValueType.ENCODING_LISTPACK -> {
                if (version >= RdbFormat.VERSION_7_2) {
                    putListpack(view, output, root);
                } else {
                    writeMembers(root);
                }
            }
            default -> {
                dict.open(root);
                output.putLength(dict.size());
                for (long member = dict.next(); member != 0; member = dict.next()) {
                    element.open(member);
                    output.putString(view, element.memberOffset(), element.memberLength());
                }
            }
        }
    }

    private void writeMembers(final long block) throws IOException {
        listpack.open(block);
        output.putLength(listpack.count());
        while (listpack.next()) {
            putElement(view, output, listpack);
        }
    }

    private void writeSortedSet(final EntryReader entry) throws IOException {
        final long root = entry.externalReference();
        if (entry.encoding() == ValueType.ENCODING_LISTPACK) {
            putListpack(view, output, root);
            return;
        }
        dict.open(view.getLong(root + ScoredMembersDescriptor.DICT_OFFSET));
        output.putLength(dict.size());
        // from the highest score on, as Redis does, which then inserts at the head of its list each time
        tree.open(view.getLong(root + ScoredMembersDescriptor.TREE_OFFSET), true);
        for (long member = tree.next(); member != 0; member = tree.next()) {
            element.open(member);
            output.putString(view, element.memberOffset(), element.memberLength());
            output.putLong(view.getLong(element.tailOffset()));
        }
    }

    /** Puts a whole listpack as a string. */
    static void putListpack(final MemoryView view, final RdbOutput output, final long block) throws IOException {
        output.putString(view, block, view.getInt(block + ListpackDescriptor.BYTES_OFFSET));
    }

    /** Puts the current element of a listpack as a string. */
    static void putElement(final MemoryView view, final RdbOutput output, final ListpackReader at)
            throws IOException {
        if (at.isInteger()) {
            output.putInteger(at.integer());
        } else {
            output.putString(view, at.stringOffset(), at.stringLength());
        }
    }
}

package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.ringhold.engine.keyspace.ScoredMembersDescriptor;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.FieldElementDescriptor;
import io.ringhold.engine.keyspace.hash.TimedHashDescriptor;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.cow.ViewCopy;
import io.ringhold.offheap.dict.DictReader;
import io.ringhold.offheap.element.ElementReader;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.listpack.ListpackReader;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.offheap.sorted.SortedTreeReader;

/**
 * Writes hashes, with the times at which fields expire. Fields whose time has come are written too, as Redis does. The thread of view and output;
 * allocates nothing on the heap but for a listpack with more fields than any before.
 */
final class HashWriter implements AutoCloseable {
    private static final long NONE = 0;
    private static final int KEPT_BYTES = 1 << 20;
    private static final int MAX_SHOWN_KEY = 128;

    private final MemoryView view;
    private final RdbOutput output;
    private final KeyHash keyHash;
    private final int version;
    private final ElementReader element;
    private final ElementReader timeElement;
    private final DictReader fields;
    private final DictReader times;
    private final SortedTreeReader order;
    private final ListpackReader listpack;
    private final TimedListpack timed;
    private final NativeBuffer name = new NativeBuffer(KEPT_BYTES);
    /** Of the hash whose type was asked for last: when its first field expires, Unix ms; 0 when none does. */
    private long firstExpiryMs;

    HashWriter(final MemoryView view, final RdbOutput output, final KeyHash keyHash, final int version) {
        this.view = view;
        this.output = output;
        this.keyHash = keyHash;
        this.version = version;
        this.element = new ElementReader(view);
        this.timeElement = new ElementReader(view);
        this.fields = new DictReader(view);
        this.times = new DictReader(view);
        this.order = new SortedTreeReader(view);
        this.listpack = new ListpackReader(view);
        this.timed = new TimedListpack(view);
    }

    int type(final EntryReader entry) throws RdbVersionException {
        final long root = entry.externalReference();
        switch (entry.encoding()) {
            case ValueType.ENCODING_LISTPACK -> {
                return RdbFormat.TYPE_HASH_LISTPACK;
            }
            case ValueType.ENCODING_LISTPACK_EX -> {
                timed.open(root);
                firstExpiryMs = timed.firstExpiryMs();
            }
            case ValueType.ENCODING_HASHTABLE_EX -> firstExpiryMs = firstExpiryOf(root);
            default -> firstExpiryMs = NONE;
        }
        if (firstExpiryMs == NONE) {
            return RdbFormat.TYPE_HASH;
        }
        if (version < RdbFormat.VERSION_7_4) {
            throw new RdbVersionException("the hash " + shown(entry) + " has fields that expire, which RDB version "
                    + version + " cannot hold: set rdb-version to " + RdbFormat.VERSION_7_4);
        }
        return entry.encoding() == ValueType.ENCODING_LISTPACK_EX
                ? RdbFormat.TYPE_HASH_LISTPACK_EX
                : RdbFormat.TYPE_HASH_METADATA;
    }

    /** Writes the hash whose type was asked for last. */
    void write(final EntryReader entry) throws IOException {
        final long root = entry.externalReference();
        switch (entry.encoding()) {
            case ValueType.ENCODING_LISTPACK -> RdbValueWriter.putListpack(view, output, root);
            case ValueType.ENCODING_LISTPACK_EX -> {
                if (firstExpiryMs == NONE) {
                    writePairsOfTriples(root);
                } else {
                    output.putLong(firstExpiryMs);
                    timed.build();
                    output.putString(timed.address(), timed.bytes());
                    timed.release();
                }
            }
            case ValueType.ENCODING_HASHTABLE_EX -> writeDict(view.getLong(root + TimedHashDescriptor.DICT_OFFSET));
            default -> writeDict(root);
        }
    }

    @Override
    public void close() {
        name.close();
        timed.close();
    }

    /** Goes to the times of a dict, and tells the first one. */
    private long firstExpiryOf(final long root) {
        final long ofTimes = view.getLong(root + TimedHashDescriptor.TIMES_OFFSET);
        times.open(view.getLong(ofTimes + ScoredMembersDescriptor.DICT_OFFSET));
        order.open(view.getLong(ofTimes + ScoredMembersDescriptor.TREE_OFFSET), false);
        final long first = order.next();
        return first == 0 ? NONE : timeOf(first);
    }

    private long timeOf(final long ofTimes) {
        timeElement.open(ofTimes);
        return (long) Double.longBitsToDouble(view.getLong(timeElement.tailOffset()));
    }

    private void writePairsOfTriples(final long root) throws IOException {
        listpack.open(root);
        output.putLength(listpack.count() / TimedListpack.WIDTH);
        while (listpack.next()) {
            RdbValueWriter.putElement(view, output, listpack);
            listpack.next();
            RdbValueWriter.putElement(view, output, listpack);
            listpack.next();
        }
    }

    private void writeDict(final long root) throws IOException {
        fields.open(root);
        if (firstExpiryMs != NONE) {
            output.putLong(firstExpiryMs);
        }
        output.putLength(fields.size());
        for (long field = fields.next(); field != 0; field = fields.next()) {
            element.open(field);
            if (firstExpiryMs != NONE) {
                final long atMs = expiryOfField();
                output.putLength(atMs == NONE ? 0 : atMs - firstExpiryMs + 1);
            }
            output.putString(view, element.memberOffset(), element.memberLength());
            putFieldValue(element.tailOffset());
        }
        name.shrink(KEPT_BYTES);
    }

    private long expiryOfField() {
        final int length = element.memberLength();
        name.ensure(length);
        ViewCopy.copy(view, element.memberOffset(), length, name.address());
        final long time = times.find(keyHash.hash(name.address(), length), name.address(), length);
        return time == 0 ? NONE : timeOf(time);
    }

    private void putFieldValue(final long tail) throws IOException {
        final int length = view.getByte(tail + FieldElementDescriptor.LENGTH_OFFSET) & 0xff;
        if (length == FieldElementDescriptor.LONG_MARK) {
            output.putString(view, tail + FieldElementDescriptor.LONG_HEADER_LENGTH,
                    view.getInt(tail + FieldElementDescriptor.LONG_LENGTH_OFFSET));
        } else {
            output.putString(view, tail + FieldElementDescriptor.SHORT_HEADER_LENGTH, length);
        }
    }

    /** A key as text, quoted, and cut when it is long. */
    private String shown(final EntryReader entry) {
        final int length = Math.min(entry.keyLength(), MAX_SHOWN_KEY);
        final byte[] bytes = new byte[length];
        if (length > 0) {
            Memory.copyToArray(view.view(entry.keyOffset(), length), bytes, 0, length);
        }
        final StringBuilder text = new StringBuilder("\"");
        for (final char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c < ' ' || c > '~') {
                text.append(String.format("\\x%02x", (int) c));
            } else {
                text.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return text.append(entry.keyLength() > length ? "...\"" : "\"").toString();
    }
}

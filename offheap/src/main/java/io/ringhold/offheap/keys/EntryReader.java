package io.ringhold.offheap.keys;

import io.ringhold.offheap.cow.MemoryView;

import static io.ringhold.offheap.keys.EntryDescriptor.ACCESS_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.EXPIRY_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.EXPIRY_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.EXTERNAL_REFERENCE_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.FLAGS_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.KEY_LENGTH_OFFSET;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_FLAG;
import static io.ringhold.offheap.keys.EntryDescriptor.LONG_LENGTHS_LENGTH;
import static io.ringhold.offheap.keys.EntryDescriptor.VALUE_LENGTH_OFFSET;

/**
 * Reads entries through a view; layout: {@link EntryDescriptor}. The view's thread; allocates nothing on the heap.
 */
public final class EntryReader {
    private static final int BYTE_MASK = 0xff;

    private final MemoryView view;
    private int type;
    private int encoding;
    private int flags;
    private int access;
    private long expireAtMs;
    private long keyOffset;
    private int keyLength;
    private int valueLength;

    public EntryReader(final MemoryView view) {
        this.view = view;
    }

    /** Goes to an entry. */
    public void open(final long entry) {
        final long header = view.getLong(entry);
        type = (int) header & 0xf;
        encoding = (int) header >>> 4 & 0xf;
        flags = byteOf(header, FLAGS_OFFSET);
        access = (int) (header >>> ACCESS_OFFSET * Byte.SIZE);
        keyLength = byteOf(header, KEY_LENGTH_OFFSET);
        valueLength = byteOf(header, VALUE_LENGTH_OFFSET);
        long at = entry + HEADER_LENGTH;
        if ((flags & LONG_FLAG) != 0) {
            keyLength = view.getInt(at);
            valueLength = view.getInt(at + Integer.BYTES);
            at += LONG_LENGTHS_LENGTH;
        }
        expireAtMs = Entries.NO_EXPIRY;
        if ((flags & EXPIRY_FLAG) != 0) {
            expireAtMs = view.getLong(at);
            at += EXPIRY_LENGTH;
        }
        keyOffset = at;
    }

    public int type() {
        return type;
    }

    public int encoding() {
        return encoding;
    }

    /** 32 bits for LRU or LFU. */
    public int access() {
        return access;
    }

    /** Unix time in ms, or {@link Entries#NO_EXPIRY}. */
    public long expireAtMs() {
        return expireAtMs;
    }

    /** Offset in the arena of the key's first byte. */
    public long keyOffset() {
        return keyOffset;
    }

    public int keyLength() {
        return keyLength;
    }

    /** Offset in the arena of the value's first byte in the entry. */
    public long valueOffset() {
        return keyOffset + keyLength;
    }

    /** Bytes of the value in the entry: of the value itself, or of the reference. */
    public int valueLength() {
        return valueLength;
    }

    /** True when the value is a reference to a block of its own. */
    public boolean isExternal() {
        return (flags & EXTERNAL_FLAG) != 0;
    }

    /** Offset of the block that an external value stands in. */
    public long externalReference() {
        return view.getLong(valueOffset() + EXTERNAL_REFERENCE_OFFSET);
    }

    /** The length kept with the reference. */
    public long externalLength() {
        return view.getLong(valueOffset() + EXTERNAL_LENGTH_OFFSET);
    }

    private static int byteOf(final long header, final int offset) {
        return (int) (header >>> offset * Byte.SIZE) & BYTE_MASK;
    }
}

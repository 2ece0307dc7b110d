package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.keys.Entries;

/**
 * Hands the value that is being read over, part by part, when someone wants it so and it has become large. Engine thread; allocates nothing on the heap.
 */
final class PartFeed {
    private final Keyspace keyspace;
    private final Entries entries;
    private final ValueBuilder builder;
    /** Or null: values are built whole. */
    private final ValueParts parts;
    private RdbInput input;
    private long usedBefore;
    private boolean hasBegun;

    PartFeed(final Keyspace keyspace, final ValueBuilder builder, final ValueParts parts) {
        this.keyspace = keyspace;
        this.entries = keyspace.entries();
        this.builder = builder;
        this.parts = parts;
    }

    /** To be called before a value is read. */
    void begin(final RdbInput from) {
        input = from;
        hasBegun = false;
        if (parts != null) {
            usedBefore = keyspace.valueBytes();
        }
    }

    /** Whether large values are handed over. */
    boolean isOn() {
        return parts != null;
    }

    /** Whether a part of the value has been handed over, or all of it. */
    boolean hasBegun() {
        return hasBegun;
    }

    ValueParts parts() {
        return parts;
    }

    /** Whether an element of so many bytes is too long to be part of a value. */
    boolean isLong(final long bytes) {
        return parts != null && bytes > parts.longestElement();
    }

    /** Whether what has been built is to be handed over before more is added. */
    boolean isFull(final long entry) {
        return parts != null && keyspace.valueBytes() - usedBefore > parts.partBytes()
                && !ValueType.isCompact(entries.encoding(entry));
    }

    /**
     * Hands what has been built over, whatever its size, and begins anew.
     *
     * @return an entry with an empty value, or 0 when there is no memory; that which was given is gone in any case.
     */
    long next(final long entry) {
        final int type = entries.type(entry);
        handOver(entry);
        final long next = switch (type) {
            case ValueType.LIST -> builder.list();
            case ValueType.SET -> builder.set(Long.MAX_VALUE);
            case ValueType.HASH -> builder.hash(Long.MAX_VALUE);
            case ValueType.SORTED_SET -> builder.sortedSet(Long.MAX_VALUE);
            case ValueType.STREAM -> builder.stream();
            default -> throw new AssertionError(type);
        };
        usedBefore = keyspace.valueBytes();
        return next;
    }

    /** Hands the last part over. */
    void last(final long entry) {
        handOver(entry);
    }

    /** Tells of a string value that is too long, of which an entry has the beginning. */
    void longString(final long entry, final long length) {
        hasBegun = true;
        parts.longString(entry, length);
        free(entry);
    }

    private void handOver(final long entry) {
        hasBegun = true;
        parts.part(entry);
        free(entry);
        passed();
    }

    /** Tells of an element that is too long, of which a string has the beginning; a part has been handed over before. */
    void longElement(final RdbString string, final ValueParts.LongElement element) {
        parts.longElement(string.address(), string.shown(), element);
        passed();
    }

    private void passed() {
        // now: they may be let go of
        input.checksum();
        parts.passed(input.offset());
    }

    private void free(final long entry) {
        builder.discard(entry);
        while (keyspace.freeSome()) {
            // a large value is freed in slices
        }
    }
}

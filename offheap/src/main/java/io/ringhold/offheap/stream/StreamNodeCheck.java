package io.ringhold.offheap.stream;

import io.ringhold.offheap.listpack.Listpack;
import io.ringhold.offheap.stream.index.Ids;

import static io.ringhold.offheap.stream.StreamNodeDescriptor.DELETED_FLAG;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.ENTRY_ELEMENTS;
import static io.ringhold.offheap.stream.StreamNodeDescriptor.SAME_FIELDS_FLAG;

/**
 * Checks listpacks from elsewhere for being nodes of streams; layout: {@link StreamNodeDescriptor}. Every element of one is looked at, so
 * that {@link NodeReader} can go through it in both directions. The thread that owns the arena; allocates nothing on the heap.
 */
final class StreamNodeCheck {
    private static final int NOT_AN_ENTRY = -1;

    private final Listpack listpack;
    private long keyMs;
    private long keySeq;
    private long lastMs;
    private long lastSeq;
    private boolean hasLive;
    private long liveMs;
    private long liveSeq;
    private boolean inOrder;

    StreamNodeCheck(final Listpack listpack) {
        this.listpack = listpack;
    }

    /**
     * True when a listpack is a node of a key, with entries that are counted right, and ids of those that are not deleted that ascend. There need not be
     * any of those.
     */
    boolean isValid(final long block, final long ms, final long seq) {
        keyMs = ms;
        keySeq = seq;
        hasLive = false;
        inOrder = true;
        int at = listpack.first(block);
        final long live = number(block, at);
        at = nextOf(block, at);
        final long deleted = number(block, at);
        at = nextOf(block, at);
        final long masterFields = number(block, at);
        at = skip(block, nextOf(block, at), masterFields);
        if (live < 0 || deleted < 0 || masterFields < 0 || number(block, at) != 0) {
            return false;
        }
        at = nextOf(block, at);
        long foundLive = 0;
        long foundDeleted = 0;
        while (at != Listpack.NONE) {
            final long flags = number(block, at);
            at = behindEntry(block, at, flags, masterFields, foundLive + foundDeleted == 0);
            if (at < 0) {
                return false;
            }
            if ((flags & DELETED_FLAG) == 0) {
                foundLive++;
            } else {
                foundDeleted++;
            }
        }
        return foundLive == live && foundDeleted == deleted;
    }

    /** Whether the ids of the node that was valid ascend from its key on, those of deleted entries included. */
    boolean isInOrder() {
        return inOrder;
    }

    /** Position behind an entry, or {@value #NOT_AN_ENTRY}. */
    private int behindEntry(final long block, final int position, final long flags, final long masterFields,
            final boolean isFirst) {
        final int msAt = nextOf(block, position);
        final int seqAt = nextOf(block, msAt);
        if (flags < 0 || flags > (DELETED_FLAG | SAME_FIELDS_FLAG) || !isNumber(block, msAt)
                || !isNumber(block, seqAt)
                || !isAscending(block, msAt, seqAt, (flags & DELETED_FLAG) != 0, isFirst)) {
            return NOT_AN_ENTRY;
        }
        int at = nextOf(block, seqAt);
        long elements = masterFields;
        long listed = ENTRY_ELEMENTS;
        if ((flags & SAME_FIELDS_FLAG) == 0) {
            elements = 2 * number(block, at);
            at = nextOf(block, at);
            listed++;
        }
        if (elements < 0) {
            return NOT_AN_ENTRY;
        }
        at = skip(block, at, elements);
        return number(block, at) == listed + elements ? nextOf(block, at) : NOT_AN_ENTRY;
    }

    /** Notes an id; false when the entry is not deleted, and its id not above that of the one before that is not, either. */
    private boolean isAscending(final long block, final int msAt, final int seqAt, final boolean isDeleted,
            final boolean isFirst) {
        final long ms = keyMs + listpack.integer(block, msAt);
        final long seq = keySeq + listpack.integer(block, seqAt);
        inOrder &= isFirst
                ? Ids.compare(ms, seq, keyMs, keySeq) >= 0
                : Ids.compare(ms, seq, lastMs, lastSeq) > 0;
        lastMs = ms;
        lastSeq = seq;
        if (isDeleted) {
            return true;
        }
        final boolean isAbove = !hasLive || Ids.compare(ms, seq, liveMs, liveSeq) > 0;
        hasLive = true;
        liveMs = ms;
        liveSeq = seq;
        return isAbove;
    }

    private int skip(final long block, final int position, final long elements) {
        int at = position;
        for (long i = 0; i < elements && at != Listpack.NONE; i++) {
            at = listpack.next(block, at);
        }
        return at;
    }

    private int nextOf(final long block, final int position) {
        return position == Listpack.NONE ? Listpack.NONE : listpack.next(block, position);
    }

    private boolean isNumber(final long block, final int position) {
        return position != Listpack.NONE && listpack.isInteger(block, position);
    }

    /** A number that counts something, or -1 when the element is none. */
    private long number(final long block, final int position) {
        if (!isNumber(block, position)) {
            return -1;
        }
        final long number = listpack.integer(block, position);
        return number < 0 || number > Integer.MAX_VALUE ? -1 : number;
    }
}

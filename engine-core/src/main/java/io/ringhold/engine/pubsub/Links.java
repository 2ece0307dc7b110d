package io.ringhold.engine.pubsub;

import io.ringhold.offheap.arena.Arena;

/**
 * Doubly linked lists in an arena. A link is two references that stand anywhere in a record; a list is the ring of the links in it and
 * one more, its anchor, so that a link can be taken out without knowing of which list.
 *
 * <pre>
 *   +----------+------+
 *   | previous | next |   references to links, 8 bytes each
 *   +----------+------+
 * </pre>
 */
final class Links {
    static final int LENGTH = 16;

    private static final int PREVIOUS_OFFSET = 0;
    private static final int NEXT_OFFSET = 8;

    private final Arena arena;

    Links(final Arena arena) {
        this.arena = arena;
    }

    /** Makes an anchor of an empty list. */
    void clear(final long anchor) {
        arena.putLong(anchor + PREVIOUS_OFFSET, anchor);
        arena.putLong(anchor + NEXT_OFFSET, anchor);
    }

    /** Adds a link at the end of a list. */
    void append(final long anchor, final long link) {
        final long last = arena.getLong(anchor + PREVIOUS_OFFSET);
        arena.putLong(link + PREVIOUS_OFFSET, last);
        arena.putLong(link + NEXT_OFFSET, anchor);
        arena.putLong(last + NEXT_OFFSET, link);
        arena.putLong(anchor + PREVIOUS_OFFSET, link);
    }

    /** Takes a link out of its list. */
    void remove(final long link) {
        final long previous = arena.getLong(link + PREVIOUS_OFFSET);
        final long next = arena.getLong(link + NEXT_OFFSET);
        arena.putLong(previous + NEXT_OFFSET, next);
        arena.putLong(next + PREVIOUS_OFFSET, previous);
    }

    /** What follows a link or an anchor; behind the last comes the anchor again. */
    long next(final long link) {
        return arena.getLong(link + NEXT_OFFSET);
    }
}

package io.ringhold.offheap.arena;

/**
 * Layout of the descriptor that stands for one 64 KiB page. The first page of a free run or a large block holds all of
 * it, the last page kind and head only; pages between are not kept up. Of a span every page has the first 8 bytes,
 * see {@link SpanDescriptor}. The state of a free run is 1 when it is dirty, that of a span when it is being evacuated.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------+---------------+---------------+---------------+
 *   |     kind      |       0       |      tag      |     state     |  0
 *   +---------------+---------------+---------------+---------------+
 *   |            head: the first page of the run                    |  4
 *   +---------------------------------------------------------------+
 *   |            number of pages                                    |  8
 *   +---------------------------------------------------------------+
 *   |            (span: capacity)                                   | 12
 *   +---------------------------------------------------------------+
 *   |            free run: previous of its bin                      | 16
 *   +---------------------------------------------------------------+
 *   |            free run: next of its bin                          | 20
 *   +---------------------------------------------------------------+
 *   |            large block: usable bytes                          | 24
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |            (span: 32..63)                                     | 32
 *  ...                                                             ...
 *   +---------------------------------------------------------------+  64
 * </pre>
 *
 * The first page of a large block of 100,000 STRINGS bytes at page 2 of an arena, usable 102,400:
 * {@code 03 00 02 00 02 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 90 01 00 00 00 00 00}.
 */
public final class PageDescriptor {
    public static final int DESCRIPTOR_SHIFT = 6;
    public static final int DESCRIPTOR_LENGTH = 1 << DESCRIPTOR_SHIFT;

    public static final int KIND_OFFSET = 0;
    public static final int TAG_OFFSET = 2;
    public static final int STATE_OFFSET = 3;
    public static final int HEAD_OFFSET = 4;
    public static final int PAGES_OFFSET = 8;
    public static final int PREVIOUS_OFFSET = 16;
    public static final int NEXT_OFFSET = 20;
    public static final int USABLE_BYTES_OFFSET = 24;

    /** The page is part of a free run. */
    public static final int KIND_FREE = 1;
    /** The page is part of a span. */
    public static final int KIND_SPAN = 2;
    /** The page is part of a large block. */
    public static final int KIND_LARGE = 3;

    /** The state of pages of a span that is being evacuated. */
    static final int EVACUATED = 1;

    private PageDescriptor() {}

    /** Where the descriptor of a page stands. */
    public static long descriptorOffset(final int page) {
        return ArenaDescriptor.PAGES_OFFSET + ((long) page << DESCRIPTOR_SHIFT);
    }

    /** The four bytes at the start as one number. */
    static int word(final int kind, final int sizeClass, final int tagId, final int state) {
        return kind | (sizeClass << 8) | (tagId << 16) | (state << 24);
    }

    static int kindOf(final int word) {
        return word & 0xFF;
    }

    static int sizeClassOf(final int word) {
        return (word >>> 8) & 0xFF;
    }

    static int tagIdOf(final int word) {
        return (word >>> 16) & 0xFF;
    }

    static int stateOf(final int word) {
        return word >>> 24;
    }

    /** Whether the page is of a span that is being evacuated. */
    static boolean isEvacuated(final int word) {
        return kindOf(word) == KIND_SPAN && stateOf(word) == EVACUATED;
    }
}

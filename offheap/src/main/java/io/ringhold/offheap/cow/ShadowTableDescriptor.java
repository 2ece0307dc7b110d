package io.ringhold.offheap.cow;

/**
 * Layout of the shadow table, in a reservation beside the arena: an entry for each 4 KiB page of the arena, and behind
 * them a mark for each 64 KiB page. All numbers are little-endian. What bears another epoch than the open cut's is as
 * good as empty, so nothing is cleared between cuts.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |   entry of 4 KiB page 0: number of its shadow page,           |  0
 *   |          or 0xFFFFFFFF: not in use at the cut                 |
 *   +---------------------------------------------------------------+
 *   |   epoch of the cut, 1 to 2^31 - 1                             |  4
 *   +---------------------------------------------------------------+
 *   |   entry of 4 KiB page 1                                       |  8
 *  ...                                                             ...
 *   +-------------------------------------------------------------+-+
 *   |   mark of 64 KiB page 0: epoch (31 bits)                    |F|  8 * pages of 4 KiB
 *   +-------------------------------------------------------------+-+
 *  ...                                                             ...
 *    F = 1: fresh, it was free at the cut    F = 0: freed since the cut
 * </pre>
 *
 * In epoch 5, a page whose content is in shadow page 258 has the entry {@code 02 01 00 00 05 00 00 00}, one that was not
 * in use {@code FF FF FF FF 05 00 00 00}. The mark of a freed page is {@code 0A 00 00 00}, of a fresh one
 * {@code 0B 00 00 00}.
 */
final class ShadowTableDescriptor {
    /** What is captured at once: the system's page. */
    static final int PAGE_SHIFT = 12;
    static final int PAGE_LENGTH = 1 << PAGE_SHIFT;

    static final int ENTRY_SHIFT = 3;
    static final int SHADOW_PAGE_OFFSET = 0;
    static final int EPOCH_OFFSET = 4;
    /** Stands for a shadow page where there was nothing to keep. */
    static final int NOT_IN_USE = -1;

    static final int MARK_SHIFT = 2;
    static final int FREED = 0;
    static final int FRESH = 1;

    static final int MAX_EPOCH = Integer.MAX_VALUE;

    private ShadowTableDescriptor() {}

    static long entry(final int epoch, final int shadowPage) {
        return (long) epoch << Integer.SIZE | Integer.toUnsignedLong(shadowPage);
    }

    static int epochOf(final long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static int shadowPageOf(final long entry) {
        return (int) entry;
    }

    static int mark(final int epoch, final int kind) {
        return epoch << 1 | kind;
    }
}

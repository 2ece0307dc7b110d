package io.ringhold.offheap.cow;

import io.ringhold.offheap.memory.Memory;

/** Copies and compares ranges of a view that may be longer than what it shows at once. */
public final class ViewCopy {
    private ViewCopy() {}

    /**
     * Copies bytes of the arena out.
     *
     * @param target
     *            absolute, outside of the arena.
     */
    public static void copy(final MemoryView view, final long offset, final long lengthBytes, final long target) {
        long done = 0;
        while (done < lengthBytes) {
            final int piece = (int) Math.min(lengthBytes - done, MemoryView.MAX_VIEW_BYTES);
            Memory.copy(view.view(offset + done, piece), target + done, piece);
            done += piece;
        }
    }

    /**
     * Whether bytes of the arena are those at an address.
     *
     * @param address
     *            absolute; not one that the view itself has shown.
     */
    public static boolean equals(
            final MemoryView view, final long offset, final long address, final long lengthBytes) {
        long done = 0;
        while (done < lengthBytes) {
            final int piece = (int) Math.min(lengthBytes - done, MemoryView.MAX_VIEW_BYTES);
            if (!Memory.equals(view.view(offset + done, piece), address + done, piece)) {
                return false;
            }
            done += piece;
        }
        return true;
    }
}

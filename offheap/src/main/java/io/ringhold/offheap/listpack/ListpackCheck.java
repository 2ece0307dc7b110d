package io.ringhold.offheap.listpack;

import io.ringhold.offheap.memory.Memory;

import static io.ringhold.offheap.listpack.ListpackDescriptor.BYTES_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.COUNT_OFFSET;
import static io.ringhold.offheap.listpack.ListpackDescriptor.EMPTY_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.END;
import static io.ringhold.offheap.listpack.ListpackDescriptor.END_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.HEADER_LENGTH;
import static io.ringhold.offheap.listpack.ListpackDescriptor.UNKNOWN_COUNT;

/**
 * Checks bytes from elsewhere, which may be anything, for being a listpack: after that it is safe to walk in both directions. Layout:
 * {@link ListpackDescriptor}. One thread; allocates nothing.
 */
public final class ListpackCheck {
    private int count;
    private boolean isCanonical;

    /**
     * Looks at every element: its encoding, its length and its back length.
     *
     * @param address
     *            absolute; nothing outside of {@code length} bytes is read.
     * @return true when it is a listpack; {@link #count} and {@link #isCanonical} then tell about it.
     */
    public boolean isValid(final long address, final long length) {
        if (length < EMPTY_LENGTH || length > Listpack.MAX_BYTES || Memory.getInt(address + BYTES_OFFSET) != length
                || Memory.getByte(address + length - END_LENGTH) != (byte) END) {
            return false;
        }
        final long end = address + length - END_LENGTH;
        count = 0;
        isCanonical = true;
        long at = address + HEADER_LENGTH;
        while (at < end) {
            final int bytes = ListpackElement.checked(at, end);
            if (bytes < 0) {
                return false;
            }
            isCanonical = isCanonical && ListpackElement.isCanonical(at);
            at += bytes;
            count++;
        }
        final int stated = Memory.getShort(address + COUNT_OFFSET) & 0xffff;
        return stated == UNKNOWN_COUNT || stated == count;
    }

    /** Number of elements. */
    public int count() {
        return count;
    }

    /**
     * Whether each element is in the form that {@link Listpack} gives it, so that equal ones have equal bytes and all can be found. Otherwise
     * {@link Listpack#recode} makes it so.
     */
    public boolean isCanonical() {
        return isCanonical;
    }
}

package io.ringhold.offheap.memory;

import java.util.Arrays;

/**
 * The ranges of memory that may be accessed while bounds checks are on. Writers copy the sorted table under a lock,
 * readers search the copy that they see, without one.
 */
final class MemoryRegions {
    private record Region(long start, long end, RegionGuard guard) {
        @Override
        public String toString() {
            return "[0x" + Long.toHexString(start) + ", 0x" + Long.toHexString(end) + ")";
        }
    }

    private static final Object LOCK = new Object();

    private static volatile Region[] regions = new Region[0];

    private MemoryRegions() {}

    static void add(final long address, final long lengthBytes, final RegionGuard guard) {
        final Region added = new Region(address, address + lengthBytes, guard);
        synchronized (LOCK) {
            final Region[] old = regions;
            final int at = countStartingAtOrBefore(old, address);
            if (at > 0 && old[at - 1].end > added.start) {
                throw new IllegalStateException("region " + added + " overlaps the registered region " + old[at - 1]);
            }
            if (at < old.length && old[at].start < added.end) {
                throw new IllegalStateException("region " + added + " overlaps the registered region " + old[at]);
            }
            final Region[] next = new Region[old.length + 1];
            System.arraycopy(old, 0, next, 0, at);
            next[at] = added;
            System.arraycopy(old, at, next, at + 1, old.length - at);
            regions = next;
        }
    }

    static void remove(final long address) {
        synchronized (LOCK) {
            final Region[] old = regions;
            final int at = countStartingAtOrBefore(old, address) - 1;
            if (at < 0 || old[at].start != address) {
                throw new IllegalStateException("no region is registered at 0x" + Long.toHexString(address));
            }
            final Region[] next = Arrays.copyOf(old, old.length - 1);
            System.arraycopy(old, at + 1, next, at, next.length - at);
            regions = next;
        }
    }

    static void check(final long address, final long lengthBytes) {
        if (lengthBytes == 0) {
            return;
        }
        final Region[] current = regions;
        final int at = countStartingAtOrBefore(current, address) - 1;
        if (lengthBytes < 0 || at < 0 || lengthBytes > current[at].end - address) {
            throw new IllegalStateException("access to " + lengthBytes + " bytes at address 0x"
                    + Long.toHexString(address) + ", which is in no arena and no registered region"
                    + (at < 0 ? "" : "; the nearest below is " + current[at]));
        }
        final RegionGuard guard = current[at].guard;
        if (guard != null) {
            guard.check(address, lengthBytes);
        }
    }

    private static int countStartingAtOrBefore(final Region[] sorted, final long address) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (sorted[middle].start <= address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

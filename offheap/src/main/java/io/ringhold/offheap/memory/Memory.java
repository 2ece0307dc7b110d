package io.ringhold.offheap.memory;

import java.nio.ByteOrder;
import java.util.Objects;

import org.agrona.UnsafeApi;

/**
 * Loads and stores at absolute addresses, in the byte order of the machine, which must be little-endian. Alignment is
 * not needed. All methods may be called from any thread and promise no ordering between threads.
 *
 * <p>
 * Memory of an arena may be read here (see {@code Arena.address}) but is stored to through the arena only, for the
 * write barrier lives there.
 *
 * <p>
 * With {@code -Dringhold.bounds.check=true} each access must lie inside one live block of an arena or inside a region
 * made known by {@link #register(long, long)}; any other is an {@link IllegalStateException} that names the address.
 * Without it nothing is checked, and a wrong address ends the process.
 */
public final class Memory {
    /** Whether each access is checked against the live blocks; fixed when the JVM starts. */
    public static final boolean BOUNDS_CHECK = Boolean.getBoolean("ringhold.bounds.check");

    private static final long ARRAY_BASE = UnsafeApi.arrayBaseOffset(byte[].class);
    private static final int INLINE_COPY_LENGTH = 32;

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("Ringhold needs a little-endian processor");
        }
    }

    private Memory() {}

    /**
     * Makes a range of memory known to the bounds checks: a mapped file, a direct buffer. Does nothing when checks are
     * off.
     *
     * @throws IllegalStateException
     *             when a known region overlaps
     */
    public static void register(final long address, final long lengthBytes) {
        register(address, lengthBytes, null);
    }

    /**
     * Makes a range known whose parts come and go.
     *
     * @param guard
     *            is asked about each access inside the range; null allows all
     */
    public static void register(final long address, final long lengthBytes, final RegionGuard guard) {
        if (BOUNDS_CHECK) {
            MemoryRegions.add(address, lengthBytes, guard);
        }
    }

    /**
     * Forgets the region that was registered at this address, which must happen before its memory is unmapped.
     *
     * @throws IllegalStateException
     *             when there is none
     */
    public static void unregister(final long address) {
        if (BOUNDS_CHECK) {
            MemoryRegions.remove(address);
        }
    }

    public static byte getByte(final long address) {
        check(address, 1);
        return UnsafeApi.getByte(address);
    }

    public static short getShort(final long address) {
        check(address, Short.BYTES);
        return UnsafeApi.getShort(address);
    }

    public static int getInt(final long address) {
        check(address, Integer.BYTES);
        return UnsafeApi.getInt(address);
    }

    public static long getLong(final long address) {
        check(address, Long.BYTES);
        return UnsafeApi.getLong(address);
    }

    public static void putByte(final long address, final byte value) {
        check(address, 1);
        UnsafeApi.putByte(address, value);
    }

    public static void putShort(final long address, final short value) {
        check(address, Short.BYTES);
        UnsafeApi.putShort(address, value);
    }

    public static void putInt(final long address, final int value) {
        check(address, Integer.BYTES);
        UnsafeApi.putInt(address, value);
    }

    public static void putLong(final long address, final long value) {
        check(address, Long.BYTES);
        UnsafeApi.putLong(address, value);
    }

    /** Copies as if through a buffer of its own: the ranges may overlap. */
    public static void copy(final long source, final long destination, final long lengthBytes) {
        check(source, lengthBytes);
        check(destination, lengthBytes);
        copyUnchecked(source, destination, lengthBytes);
    }

    /**
     * {@link #copy} for callers that have already checked both ranges in their own way.
     */
    public static void copyUnchecked(final long source, final long destination, final long lengthBytes) {
        if (lengthBytes > INLINE_COPY_LENGTH) {
            UnsafeApi.copyMemory(source, destination, lengthBytes);
        } else if (lengthBytes >= 2 * Long.BYTES) {
            // Short copies stay inline: the stub costs more than they do. All loads come before the first store.
            final long tail = lengthBytes - 2 * Long.BYTES;
            final long first = UnsafeApi.getLong(source);
            final long second = UnsafeApi.getLong(source + Long.BYTES);
            final long third = UnsafeApi.getLong(source + tail);
            final long fourth = UnsafeApi.getLong(source + tail + Long.BYTES);
            UnsafeApi.putLong(destination, first);
            UnsafeApi.putLong(destination + Long.BYTES, second);
            UnsafeApi.putLong(destination + tail, third);
            UnsafeApi.putLong(destination + tail + Long.BYTES, fourth);
        } else if (lengthBytes >= Long.BYTES) {
            final long tail = lengthBytes - Long.BYTES;
            final long first = UnsafeApi.getLong(source);
            final long last = UnsafeApi.getLong(source + tail);
            UnsafeApi.putLong(destination, first);
            UnsafeApi.putLong(destination + tail, last);
        } else if (lengthBytes >= Integer.BYTES) {
            final long tail = lengthBytes - Integer.BYTES;
            final int first = UnsafeApi.getInt(source);
            final int last = UnsafeApi.getInt(source + tail);
            UnsafeApi.putInt(destination, first);
            UnsafeApi.putInt(destination + tail, last);
        } else if (lengthBytes > 0) {
            final byte first = UnsafeApi.getByte(source);
            final byte middle = UnsafeApi.getByte(source + (lengthBytes >>> 1));
            final byte last = UnsafeApi.getByte(source + lengthBytes - 1);
            UnsafeApi.putByte(destination, first);
            UnsafeApi.putByte(destination + (lengthBytes >>> 1), middle);
            UnsafeApi.putByte(destination + lengthBytes - 1, last);
        }
    }

    /** Sets each byte of a range. */
    public static void fill(final long address, final long lengthBytes, final byte value) {
        check(address, lengthBytes);
        UnsafeApi.setMemory(address, lengthBytes, value);
    }

    /** Copies from a part of an array; the array's bounds are always checked. */
    public static void copyFromArray(
            final byte[] source, final int index, final long destination, final int lengthBytes) {
        check(destination, lengthBytes);
        copyFromArrayUnchecked(source, index, destination, lengthBytes);
    }

    /** {@link #copyFromArray} for callers that have checked the destination in their own way. */
    public static void copyFromArrayUnchecked(
            final byte[] source, final int index, final long destination, final int lengthBytes) {
        Objects.checkFromIndexSize(index, lengthBytes, source.length);
        UnsafeApi.copyMemory(source, ARRAY_BASE + index, null, destination, lengthBytes);
    }

    /** Copies into a part of an array; the array's bounds are always checked. */
    public static void copyToArray(
            final long source, final byte[] destination, final int index, final int lengthBytes) {
        check(source, lengthBytes);
        Objects.checkFromIndexSize(index, lengthBytes, destination.length);
        UnsafeApi.copyMemory(null, source, destination, ARRAY_BASE + index, lengthBytes);
    }

    /** Whether two ranges of one length hold the same bytes. */
    public static boolean equals(final long addressA, final long addressB, final long lengthBytes) {
        check(addressA, lengthBytes);
        check(addressB, lengthBytes);
        if (lengthBytes < Long.BYTES) {
            return equalsShort(addressA, addressB, lengthBytes);
        }
        final long lastStep = lengthBytes - Long.BYTES;
        for (long i = 0; i < lastStep; i += Long.BYTES) {
            if (UnsafeApi.getLong(addressA + i) != UnsafeApi.getLong(addressB + i)) {
                return false;
            }
        }
        // The last step may overlap the one before it; it never reads past the end.
        return UnsafeApi.getLong(addressA + lastStep) == UnsafeApi.getLong(addressB + lastStep);
    }

    private static boolean equalsShort(final long addressA, final long addressB, final long lengthBytes) {
        if (lengthBytes >= Integer.BYTES) {
            final long tail = lengthBytes - Integer.BYTES;
            return UnsafeApi.getInt(addressA) == UnsafeApi.getInt(addressB)
                    && UnsafeApi.getInt(addressA + tail) == UnsafeApi.getInt(addressB + tail);
        }
        for (long i = 0; i < lengthBytes; i++) {
            if (UnsafeApi.getByte(addressA + i) != UnsafeApi.getByte(addressB + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Orders two ranges by their bytes as unsigned numbers; a range is after each of its own prefixes.
     *
     * @return less than, equal to or more than 0 as A is before, equal to or after B
     */
    public static int compare(final long addressA, final long lengthA, final long addressB, final long lengthB) {
        check(addressA, lengthA);
        check(addressB, lengthB);
        final long common = Math.min(lengthA, lengthB);
        long i = 0;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            final long a = UnsafeApi.getLong(addressA + i);
            final long b = UnsafeApi.getLong(addressB + i);
            if (a != b) {
                return Long.compareUnsigned(Long.reverseBytes(a), Long.reverseBytes(b));
            }
        }
        for (; i < common; i++) {
            final int difference = Byte.compareUnsigned(UnsafeApi.getByte(addressA + i),
                    UnsafeApi.getByte(addressB + i));
            if (difference != 0) {
                return difference;
            }
        }
        return Long.compare(lengthA, lengthB);
    }

    /**
     * Checks an access without doing it; does nothing when checks are off.
     *
     * @throws IllegalStateException
     *             when it is not inside one live block or registered region
     */
    public static void check(final long address, final long lengthBytes) {
        if (BOUNDS_CHECK) {
            MemoryRegions.check(address, lengthBytes);
        }
    }
}

package io.ringhold.offheap.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

import org.agrona.UnsafeApi;

/**
 * The system calls behind an arena: {@code mmap}, {@code munmap} and {@code madvise} of Linux and macOS, through the
 * FFM API. Any thread may call them; each reports failure by the error number of the call.
 *
 * <p>
 * Sources: mmap(2), madvise(2) of the Linux manual pages and of macOS; their constants are part of the systems' ABI.
 */
public final class NativeMemory {
    private static final boolean MACOS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");

    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE = 0x2;
    private static final int MAP_ANONYMOUS = MACOS ? 0x1000 : 0x20;
    private static final int MAP_NORESERVE = MACOS ? 0x40 : 0x4000;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_POPULATE_WRITE = 23;
    private static final int TOUCH_STEP = 4096;
    private static final long MAP_FAILED = -1L;

    private static final StructLayout CAPTURE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE_LAYOUT
            .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MMAP = handle("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP = handle("munmap",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle MADVISE = handle("madvise", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    /** One per thread; a call then leaves 40 bytes on the Java heap, which is the linker's own wrapping. */
    private static final ThreadLocal<MemorySegment> CAPTURE = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(CAPTURE_LAYOUT));

    private NativeMemory() {}

    @SuppressWarnings("restricted")
    private static MethodHandle handle(final String name, final FunctionDescriptor descriptor) {
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor,
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Reserves a range of private anonymous memory without setting swap space aside for it.
     *
     * @param alignmentBytes
     *            a power of two and a multiple of the system's page size
     * @return the address, or minus the error number when the system refuses
     */
    public static long reserve(final long lengthBytes, final long alignmentBytes) {
        final long mappedBytes = lengthBytes + alignmentBytes;
        final MemorySegment capture = CAPTURE.get();
        final long mapped;
        try {
            mapped = (long) MMAP.invokeExact(capture, 0L, mappedBytes, PROT_READ_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L);
        } catch (final Throwable e) {
            throw new IllegalStateException("mmap could not be called", e);
        }
        if (mapped == MAP_FAILED) {
            return -(int) ERRNO.get(capture, 0L);
        }
        final long aligned = (mapped + alignmentBytes - 1) & -alignmentBytes;
        if (aligned > mapped) {
            release(mapped, aligned - mapped);
        }
        final long end = mapped + mappedBytes;
        if (end > aligned + lengthBytes) {
            release(aligned + lengthBytes, end - aligned - lengthBytes);
        }
        return aligned;
    }

    /**
     * Unmaps a range.
     *
     * @throws IllegalStateException
     *             when the system refuses, with its error number
     */
    public static void release(final long address, final long lengthBytes) {
        final MemorySegment capture = CAPTURE.get();
        final int result;
        try {
            result = (int) MUNMAP.invokeExact(capture, address, lengthBytes);
        } catch (final Throwable e) {
            throw new IllegalStateException("munmap could not be called", e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap of " + lengthBytes + " bytes at 0x" + Long.toHexString(address)
                    + " failed: errno " + (int) ERRNO.get(capture, 0L));
        }
    }

    /**
     * Gives the memory of a range back to the system; the range stays reserved and reads as zeroes afterwards (on macOS
     * it is advice only, and the old content may stay).
     *
     * @throws IllegalStateException
     *             when the system refuses, with its error number
     */
    public static void giveBack(final long address, final long lengthBytes) {
        final int error = advise(address, lengthBytes, MADV_DONTNEED);
        if (error != 0) {
            throw new IllegalStateException("madvise(MADV_DONTNEED) of " + lengthBytes + " bytes at 0x"
                    + Long.toHexString(address) + " failed: errno " + error);
        }
    }

    /**
     * Asks for huge pages behind a range.
     *
     * @return 0, or the error number: the kernel may have been built without them
     */
    public static int adviseHugePages(final long address, final long lengthBytes) {
        return MACOS ? 0 : advise(address, lengthBytes, MADV_HUGEPAGE);
    }

    /**
     * Asks that no huge pages stand behind a range, so that a first store zeroes 4 KiB and not 2 MiB.
     *
     * @return 0, or the error number: a kernel without huge pages knows nothing of the advice
     */
    public static int adviseNoHugePages(final long address, final long lengthBytes) {
        return MACOS ? 0 : advise(address, lengthBytes, MADV_NOHUGEPAGE);
    }

    /**
     * Puts memory behind a range, so that later stores meet no page fault. What stands there stays, also what another
     * thread stores meanwhile.
     *
     * @param address
     *            a multiple of the system's page size
     */
    public static void populate(final long address, final long lengthBytes) {
        // Linux has the call since 5.14; whatever it refuses is left to the page faults below.
        if (MACOS || advise(address, lengthBytes, MADV_POPULATE_WRITE) != 0) {
            touch(address, lengthBytes);
        }
    }

    /** Stores to each page without changing it: an atomic exchange of 0 for 0. */
    static void touch(final long address, final long lengthBytes) {
        for (long at = address; at < address + lengthBytes; at += TOUCH_STEP) {
            UnsafeApi.compareAndSetLong(null, at, 0, 0);
        }
    }

    private static int advise(final long address, final long lengthBytes, final int advice) {
        final MemorySegment capture = CAPTURE.get();
        final int result;
        try {
            result = (int) MADVISE.invokeExact(capture, address, lengthBytes, advice);
        } catch (final Throwable e) {
            throw new IllegalStateException("madvise could not be called", e);
        }
        return result == 0 ? 0 : (int) ERRNO.get(capture, 0L);
    }
}

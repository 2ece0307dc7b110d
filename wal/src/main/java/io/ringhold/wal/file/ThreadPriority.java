package io.ringhold.wal.file;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Makes the calling thread give way: a low weight where the processor is contended, and a short slice, after which a thread that has become
 * ready takes over. With the weight alone Linux lets a thread that runs finish its slice of 3 ms first, and whoever has become
 * ready waits.
 *
 * <pre>
 *   struct sched_attr: size u32, policy u32, flags u64, nice s32, priority u32, runtime u64 (the slice, in ns), deadline u64, period u64
 * </pre>
 *
 * <p>
 * Source: sched_setattr(2) of the Linux manual pages; "EEVDF Scheduler" in the kernel's documentation (slices by sched_attr::sched_runtime, from
 * Linux 6.12 on; before, that field is ignored).
 */
public final class ThreadPriority {
    private static final long SYS_SCHED_SETATTR_X86_64 = 314;
    private static final long SYS_SCHED_SETATTR_AARCH64 = 274;
    private static final int ATTR_LENGTH = 48;
    private static final int NICE_OFFSET = 16;
    private static final int RUNTIME_OFFSET = 24;

    private ThreadPriority() {}

    /**
     * Gives the calling thread a nice value and a slice. On other systems than Linux, and where the system refuses, nothing happens: the thread then
     * competes as any other.
     *
     * @param nice
     *            1 to 19.
     * @param sliceNs
     *            100 us to 100 ms.
     * @return whether the system has agreed.
     */
    public static boolean lower(final int nice, final long sliceNs) {
        final long number = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> SYS_SCHED_SETATTR_X86_64;
            case "aarch64" -> SYS_SCHED_SETATTR_AARCH64;
            default -> 0;
        };
        return number != 0 && System.getProperty("os.name", "").startsWith("Linux") && set(number, nice, sliceNs);
    }

    @SuppressWarnings("restricted") // Linker.downcallHandle; the launcher enables native access
    private static boolean set(final long number, final int nice, final long sliceNs) {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment attributes = arena.allocate(ATTR_LENGTH, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, ATTR_LENGTH);
            attributes.set(ValueLayout.JAVA_INT, NICE_OFFSET, nice);
            attributes.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, sliceNs);
            return (long) syscall.invokeExact(number, 0L, attributes, 0L) == 0;
        } catch (final Throwable e) {
            throw new IllegalStateException("sched_setattr could not be called", e);
        }
    }
}

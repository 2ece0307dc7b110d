package io.ringhold.wal.file;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Consumer;

/**
 * Says how the system shares the processor between threads. Of two threads the one with the shorter slice takes over as soon as it is ready, and
 * otherwise whoever runs finishes its slice of 1.4 to 3 ms first, whatever its weight. So those that clients wait for have the shortest slice, and
 * those that nobody waits for the longest: also other programs' threads, with the slice that all begin with, then need not wait for them. What
 * share of the processor a thread gets depends on its weight alone.
 *
 * <pre>
 *   struct sched_attr: size u32, policy u32, flags u64, nice s32, priority u32, runtime u64 (the slice, in ns), deadline u64, period u64
 * </pre>
 *
 * <p>
 * On other systems than Linux, where the system refuses, and for threads that the operator has put under a real-time policy, nothing happens.
 * Source: sched_setattr(2) of the Linux manual pages; "EEVDF Scheduler" in the kernel's documentation (slices by sched_attr::sched_runtime, from
 * Linux 6.12 on; before, that field is ignored).
 */
public final class ThreadPriority {
    /** In the place of a thread's number. */
    public static final int CALLING_THREAD = 0;
    /** The longest slice that Linux takes. */
    public static final long LONGEST_SLICE_NS = 100_000_000;

    private static final long SETATTR_X86_64 = 314;
    private static final long SETATTR_AARCH64 = 274;
    private static final int ATTR_LENGTH = 48;
    private static final int POLICY_OFFSET = 4;
    private static final int NICE_OFFSET = 16;
    private static final int RUNTIME_OFFSET = 24;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;

    private ThreadPriority() {}

    /**
     * Lets the calling thread give way: a low weight where the processor is contended, and another slice.
     *
     * @param nice
     *            1 to 19.
     * @param sliceNs
     *            100 us to 100 ms.
     * @return whether the system has agreed.
     */
    public static boolean lower(final int nice, final long sliceNs) {
        return change(CALLING_THREAD, attributes -> {
            attributes.set(ValueLayout.JAVA_INT, NICE_OFFSET, nice);
            attributes.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, sliceNs);
        });
    }

    /**
     * Gives a thread another slice; its weight stays.
     *
     * @param threadId
     *            the system's number of a thread of this process, or {@link #CALLING_THREAD}.
     * @param sliceNs
     *            100 us to 100 ms.
     * @return whether the system has agreed.
     */
    public static boolean slice(final int threadId, final long sliceNs) {
        return change(threadId, attributes -> attributes.set(ValueLayout.JAVA_LONG, RUNTIME_OFFSET, sliceNs));
    }

    /** The slice of a thread of this process in ns; 0 where the system does not tell. */
    public static long sliceNs(final int threadId) {
        final long[] slice = new long[1];
        change(threadId, attributes -> slice[0] = attributes.get(ValueLayout.JAVA_LONG, RUNTIME_OFFSET));
        return slice[0];
    }

    private static boolean change(final int threadId, final Consumer<MemorySegment> change) {
        final long setNumber = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> SETATTR_X86_64;
            case "aarch64" -> SETATTR_AARCH64;
            default -> 0;
        };
        return setNumber != 0 && System.getProperty("os.name", "").startsWith("Linux")
                && change(setNumber, threadId, change);
    }

    /** The number of sched_getattr is the next one in both architectures. */
    @SuppressWarnings("restricted") // Linker.downcallHandle; the launcher enables native access
    private static boolean change(final long setNumber, final long threadId, final Consumer<MemorySegment> change) {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment attributes = arena.allocate(ATTR_LENGTH, Long.BYTES);
            if ((long) syscall.invokeExact(setNumber + 1, threadId, attributes, (long) ATTR_LENGTH, 0L) != 0) {
                return false;
            }
            final int policy = attributes.get(ValueLayout.JAVA_INT, POLICY_OFFSET);
            if (policy != SCHED_OTHER && policy != SCHED_BATCH) {
                return false;
            }
            change.accept(attributes);
            return (long) syscall.invokeExact(setNumber, threadId, attributes, 0L, 0L) == 0;
        } catch (final Throwable e) {
            throw new IllegalStateException("sched_setattr could not be called", e);
        }
    }
}

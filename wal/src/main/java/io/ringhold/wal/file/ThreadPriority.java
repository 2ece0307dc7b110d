package io.ringhold.wal.file;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How much of a contended processor the calling thread gets.
 *
 * <p>
 * Source: setpriority(2) of the Linux manual pages; there, and only there, the nice value is a thread's own.
 */
public final class ThreadPriority {
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private ThreadPriority() {}

    /** Gives the calling thread a nice value, 1 to 19; where the system knows none for threads nothing happens. */
    public static void lower(final int nice) {
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            return;
        }
        final Linker linker = Linker.nativeLinker();
        final SymbolLookup lookup = linker.defaultLookup();
        final MemorySegment symbol = lookup.findOrThrow("setpriority");
        set(linker, symbol, nice);
    }

    @SuppressWarnings("restricted") // Linker.downcallHandle; the launcher enables native access
    private static void set(final Linker linker, final MemorySegment symbol, final int nice) {
        final MethodHandle handle = linker.downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            final int result = (int) handle.invokeExact(PRIO_PROCESS, CALLING_THREAD, nice);
            if (result != 0) {
                throw new IllegalStateException("setpriority refused nice " + nice);
            }
        } catch (final Throwable e) {
            throw new IllegalStateException("setpriority could not be called", e);
        }
    }
}

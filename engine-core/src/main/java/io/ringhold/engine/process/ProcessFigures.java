package io.ringhold.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.agrona.UnsafeApi;

/** What the kernel tells of this process and the machine, from proc(5). Any thread; each keeps the files open that it has asked for. */
public final class ProcessFigures {
    /** Memory in pages: what the kernel makes with less work than the line of {@code status} that says the same. */
    private static final ThreadLocal<ProcFile> PAGES = file("/proc/self/statm");
    private static final ThreadLocal<ProcFile> PROCESS = file("/proc/self/stat");
    /** It stays that of the thread that has opened it. */
    private static final ThreadLocal<ProcFile> THREAD = file("/proc/thread-self/stat");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final int BYTES_PER_KB = 1024;
    private static final int RESIDENT_FIELD = 1;
    private static final int USER_TIME_FIELD = 11;
    private static final int CHILDREN_USER_TIME_FIELD = 13;
    /** The unit of times in proc(5): the kernel gives them to programs in hundredths of a second. */
    private static final double TICKS_PER_SECOND = 100.0;
    private static final long SYSTEM_BYTES = readSystemBytes();

    private ProcessFigures() {}

    private static ThreadLocal<ProcFile> file(final String path) {
        return ThreadLocal.withInitial(() -> new ProcFile(path));
    }

    /** CPU time in seconds. */
    public record CpuTimes(double user, double system) {}

    /**
     * CPU times of one moment.
     *
     * @param all
     *            of all threads of the process.
     * @param children
     *            of the child processes that have ended.
     */
    public record ProcessTimes(CpuTimes all, CpuTimes children) {}

    /** Memory that the process has in RAM. */
    public static long residentBytes() {
        return PAGES.get().read().number(0, RESIDENT_FIELD) * UnsafeApi.pageSize();
    }

    /** Memory of the machine, as it was when this class was loaded. */
    public static long systemMemoryBytes() {
        return SYSTEM_BYTES;
    }

    /** Of the process. */
    public static ProcessTimes processTimes() {
        final ProcFile stat = PROCESS.get().read();
        return new ProcessTimes(times(stat, USER_TIME_FIELD), times(stat, CHILDREN_USER_TIME_FIELD));
    }

    /** Of the thread that asks. */
    public static CpuTimes threadTimes() {
        return times(THREAD.get().read(), USER_TIME_FIELD);
    }

    /** System time stands behind user time. */
    private static CpuTimes times(final ProcFile stat, final int userTimeField) {
        // the program's name, in brackets, may hold blanks
        final int first = stat.behindLast(')') + 1;
        return new CpuTimes(stat.number(first, userTimeField) / TICKS_PER_SECOND,
                stat.number(first, userTimeField + 1) / TICKS_PER_SECOND);
    }

    private static long readSystemBytes() {
        try {
            return Files.readString(MEMORY).lines().filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB).findFirst()
                    .orElse(0);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + MEMORY, e);
        }
    }
}

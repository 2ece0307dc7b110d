package io.ringhold.engine.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel tells of this process and the machine, from proc(5). */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path THREAD_STAT = Path.of("/proc/thread-self/stat");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    /** The unit of times in proc(5): the kernel gives them to programs in hundredths of a second. */
    private static final double TICKS_PER_SECOND = 100.0;
    private static final int USER_TIME_FIELD = 11;
    private static final int CHILDREN_USER_TIME_FIELD = 13;
    private static final int BYTES_PER_KB = 1024;

    private ProcessFigures() {}

    /** CPU time in seconds. */
    public record CpuTimes(double user, double system) {}

    /** Memory that the process has in RAM. */
    public static long residentBytes() {
        return kilobytes(STATUS, "VmRSS:");
    }

    public static long systemMemoryBytes() {
        return kilobytes(MEMORY, "MemTotal:");
    }

    /** Of all threads. */
    public static CpuTimes cpuTimes() {
        return times(STAT, USER_TIME_FIELD);
    }

    /** Of the child processes that have ended. */
    public static CpuTimes childrenCpuTimes() {
        return times(STAT, CHILDREN_USER_TIME_FIELD);
    }

    /** Of the thread that asks. */
    public static CpuTimes threadCpuTimes() {
        return times(THREAD_STAT, USER_TIME_FIELD);
    }

    /** System time stands behind user time. */
    private static CpuTimes times(final Path file, final int userTimeField) {
        final String stat = read(file);
        // the program's name, in brackets, may hold blanks
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new CpuTimes(Long.parseLong(fields[userTimeField]) / TICKS_PER_SECOND,
                Long.parseLong(fields[userTimeField + 1]) / TICKS_PER_SECOND);
    }

    private static long kilobytes(final Path file, final String name) {
        return read(file).lines().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KB).findFirst().orElse(0);
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

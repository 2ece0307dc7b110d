package io.ringhold.engine.process;

import io.ringhold.engine.process.ProcessFigures.CpuTimes;
import io.ringhold.engine.process.ProcessFigures.ProcessTimes;

/**
 * What the kernel and the JVM tell of this process at one moment. Reading it takes a few brief system calls.
 *
 * @param residentBytes
 *            memory that the process has in RAM.
 * @param systemMemoryBytes
 *            of the machine.
 * @param cpu
 *            of all threads.
 * @param childrenCpu
 *            of the child processes that have ended.
 * @param heapUsedBytes
 *            of the Java heap, garbage included.
 * @param heapCommittedBytes
 *            Java heap that is there.
 */
public record ProcessSnapshot(long residentBytes, long systemMemoryBytes, CpuTimes cpu,
        CpuTimes childrenCpu, long heapUsedBytes, long heapCommittedBytes) {
    /** Reads all of it. Any thread. */
    public static ProcessSnapshot now() {
        final Runtime runtime = Runtime.getRuntime();
        final long heapBytes = runtime.totalMemory();
        final ProcessTimes times = ProcessFigures.processTimes();
        return new ProcessSnapshot(ProcessFigures.residentBytes(), ProcessFigures.systemMemoryBytes(), times.all(),
                times.children(), heapBytes - runtime.freeMemory(), heapBytes);
    }
}

package io.ringhold.engine.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * What the kernel and the JVM tell of this process at one moment. Reading it takes some system calls, which the engine's thread can leave to others.
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
public record ProcessSnapshot(long residentBytes, long systemMemoryBytes, ProcessFigures.CpuTimes cpu,
        ProcessFigures.CpuTimes childrenCpu, long heapUsedBytes, long heapCommittedBytes) {
    /** Reads all of it. Any thread. */
    public static ProcessSnapshot now() {
        final MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new ProcessSnapshot(ProcessFigures.residentBytes(), ProcessFigures.systemMemoryBytes(),
                ProcessFigures.cpuTimes(), ProcessFigures.childrenCpuTimes(), heap.getUsed(), heap.getCommitted());
    }
}

/**
 * Access to memory by absolute address, and the system calls that reserve it. {@link io.ringhold.offheap.memory.Memory}
 * serves what has no arena (mapped files, direct buffers) and the readers of arenas; with bounds checks on it knows each
 * live range of memory and refuses every access outside:
 *
 * <pre>
 *   Memory.getLong(address) --(ringhold.bounds.check)--&gt; MemoryRegions --&gt; registered region: inside it?
 *                                                                     \-&gt; registered arena: inside one live block?
 * </pre>
 */
package io.ringhold.offheap.memory;

/**
 * What an analysis of memory has found, as immutable records: {@code MemoryReport} is the whole. Sizes are bytes of memory as Ringhold would use
 * them; a key's are those that MEMORY USAGE gives.
 */
package io.ringhold.tools.memory.result;

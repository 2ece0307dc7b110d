/**
 * Keeps memory below {@code maxmemory} by letting keys go.
 *
 * <pre>
 *   CommandExecutor --a command that needs memory--&gt; Eviction.makeRoom   what it needs is freed before it runs
 *   Housekeeping    --between commands-------------&gt; Eviction.step       what is over for other reasons, in slices
 *                                                        |
 *                         memory of values that are being freed first; else
 *                                                        v
 *                                                     Victims            by policy: KeySampler's keys, the earliest expiry
 *                                                        |
 *                                                    Candidates          the best found so far, kept across calls
 * </pre>
 *
 * Engine thread. While {@code maxmemory} is not set a command pays for one comparison.
 */
package io.ringhold.engine.eviction;

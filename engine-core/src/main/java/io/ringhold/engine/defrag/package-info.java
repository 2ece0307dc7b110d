/**
 * Memory given back while the server runs: spans of which little is in use are chosen, what stands in them is found by a walk over the keyspace and moved,
 * and their pages go back to the system. {@link io.ringhold.engine.defrag.Defragmenter} decides when and how much,
 * {@link io.ringhold.engine.defrag.KeyspaceSweep} walks, {@link io.ringhold.offheap.arena.Evacuation} chooses and moves.
 *
 * <pre>
 *   thresholds passed        spans chosen           all keys visited         what is left allocated from again
 *   IDLE ------------> CHOOSING ----------> MOVING ----------------> ENDING ------------------------> IDLE
 *                      slices of some ten microseconds between polls of the ring, a share of the time
 * </pre>
 *
 * <p>
 * Who refers to a block that moves, and why each is safe:
 * <ul>
 * <li>A slot of the key table to its entry, an entry to its value, blocks of values to one another: changed in the same step that moves the block.
 * <li>Slots, cursors, views and prefetched addresses of a command: commands do not run within a step, and keep none of them between two.
 * <li>SCAN cursors are positions of hashes; so are those of this walk.
 * <li>Clients that wait, WATCH and the like remember keys, not entries.
 * <li>Entries and tables that are being freed bit by bit, and groups of streams: no table refers to them any more, so the walk does not come by.
 * <li>What is kept ready for lists and sorted trees: moved on its own. Scratch memory, whose addresses are kept: never moved.
 * <li>Snapshots: nothing is moved while a cut is open.
 * </ul>
 */
package io.ringhold.engine.defrag;

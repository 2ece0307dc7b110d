/**
 * Snapshots of the data into files, while the engine goes on.
 *
 * <pre>
 *   engine's thread                               snapshot's thread ({@link io.ringhold.wal.snapshot.SnapshotAgent})
 *   ---------------                               -----------------
 *   BGSAVE: cut opened, image taken, job handed over
 *   commands; the first change of a page copies it    reads the frozen view, writes the temporary file, rests
 *   sees that all is read: cut ended              forces the file, renames it, forces the directory
 *   sees that the job is done                     sleeps
 * </pre>
 *
 * Rewriting the log is the same with one step before, in which the log's next increment is made ready, and another end: the log takes
 * the file as its new base. {@code SnapshotFiles} is the seam at which tests put failing disks.
 */
package io.ringhold.wal.snapshot;

/**
 * Files as the log needs them: real allocation ahead of the writer, shared mappings, forcing of a slice, and a lock on
 * the log's directory. {@link io.ringhold.wal.file.LogFile} is the seam at which tests put full disks and failing
 * forces.
 */
package io.ringhold.wal.file;

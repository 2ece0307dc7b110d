/**
 * The manifest of the multi-part log: which files make it up, and in which order. One line per file, as Redis 7 writes
 * it ({@link io.ringhold.wal.manifest.ManifestLineDescriptor}); replaced as a whole, atomically, by
 * {@link io.ringhold.wal.manifest.ManifestStore}.
 */
package io.ringhold.wal.manifest;

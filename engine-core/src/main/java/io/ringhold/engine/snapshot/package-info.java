/**
 * When the data are saved: by command, by the rules of the setting {@code save}, and when the log has grown; and what became of it. Files and
 * frozen images are behind {@link io.ringhold.engine.port.SnapshotStore}.
 */
package io.ringhold.engine.snapshot;

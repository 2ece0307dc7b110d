package io.ringhold.wal.snapshot;

import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.offheap.cow.Cut;

/** A dump file on its way: the engine's side. Engine thread. */
final class DumpJob implements SnapshotJob {
    private final Cut cut;
    private final SnapshotWork work;

    DumpJob(final Cut cut, final SnapshotWork work) {
        this.cut = cut;
        this.work = work;
    }

    @Override
    public boolean advance() {
        final boolean done = work.isDone(); // first: who is done has read all
        if (work.isRead()) {
            cut.end();
        }
        return done;
    }

    @Override
    public void cancel() {
        work.cancel();
    }

    @Override
    public String error() {
        return work.isDone() ? work.error() : null;
    }

    @Override
    public SnapshotFigures figures() {
        return work.figures();
    }
}

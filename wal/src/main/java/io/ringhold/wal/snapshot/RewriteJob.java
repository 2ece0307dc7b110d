package io.ringhold.wal.snapshot;

import java.util.function.Supplier;

import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.engine.port.SnapshotJob;
import io.ringhold.offheap.cow.Cut;
import io.ringhold.wal.aof.LogRewrite;

/**
 * A new base of the log on its way: the engine's side. When the log's next increment is ready, the keyspace and the log are cut at the same
 * moment, between two commands. Engine thread.
 */
final class RewriteJob implements SnapshotJob {
    private final Cut cut;
    private final LogRewrite rewrite;
    private final Supplier<SnapshotWork> begin;
    private SnapshotWork work;
    private boolean cancelled;
    private boolean ended;
    private String error;

    /**
     * @param rewrite
     *            of the log, which prepares the next increment.
     * @param begin
     *            opens the cut and hands the work over.
     */
    RewriteJob(final Cut cut, final LogRewrite rewrite, final Supplier<SnapshotWork> begin) {
        this.cut = cut;
        this.rewrite = rewrite;
        this.begin = begin;
    }

    @Override
    public boolean advance() {
        if (ended) {
            return true;
        }
        if (work == null) {
            prepare();
        } else {
            final boolean done = work.isDone(); // first: who is done has read all
            if (work.isRead()) {
                cut.end();
            }
            if (done) {
                end(work.error());
            }
        }
        return ended;
    }

    private void prepare() {
        if (cancelled) {
            // an increment that is being made meanwhile serves the next rewrite
            if (rewrite.state() != LogRewrite.State.PREPARING) {
                end("cancelled");
            }
            return;
        }
        switch (rewrite.state()) {
            case READY -> {
                rewrite.cut();
                work = begin.get();
            }
            case CUT -> work = begin.get();
            case FAILED -> end(rewrite.error());
            default -> {
                // not yet
            }
        }
    }

    private void end(final String reason) {
        error = reason;
        ended = true;
        rewrite.abandon();
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (work != null) {
            work.cancel();
        }
    }

    @Override
    public String error() {
        return error;
    }

    @Override
    public SnapshotFigures figures() {
        return work == null ? SnapshotFigures.NONE : work.figures();
    }
}

package io.ringhold.wal.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import io.ringhold.engine.port.SnapshotFigures;
import io.ringhold.offheap.cow.Cut;
import io.ringhold.offheap.cow.CutFailedException;
import io.ringhold.offheap.cow.FrozenView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.wal.file.FileErrors;
import io.ringhold.wal.rdb.FileTarget;
import io.ringhold.wal.rdb.KeyspaceWriter;
import io.ringhold.wal.rdb.RdbImage;
import io.ringhold.wal.rdb.RdbTarget;

/**
 * The snapshot thread's part of one snapshot: writes a frozen keyspace into a temporary file, forces it, and hands it to who puts it in its
 * place. {@link #step} is for the snapshot's thread; the engine's asks for what the volatile fields tell, and cancels.
 */
final class SnapshotWork {
    /** Puts a temporary file, complete and on the disk, where it belongs. The snapshot's thread. */
    @FunctionalInterface
    interface Finish {
        void accept(SnapshotFile file) throws IOException;
    }

    /** Begins a file of some format. The snapshot's thread. */
    @FunctionalInterface
    interface Format {
        KeyspaceWriter open(MemoryView view, RdbImage image, RdbTarget target);
    }

    /**
     * What is to be written and how.
     *
     * @param image
     *            of the moment that the cut shows.
     * @param files
     *            how that is done.
     * @param temporary
     *            file to write to.
     * @param syncBytes
     *            after how many bytes it is forced.
     * @param keyDelayUs
     *            how long to wait after each key, for tests.
     */
    record Plan(RdbImage image, Format format, SnapshotFiles files, Path temporary, long syncBytes, long keyDelayUs,
            Finish finish) {}

    private static final int KEYS_AT_ONCE = 64;

    private final Cut cut;
    private final Plan plan;
    private final CpuShare share;
    private FrozenView view;
    private SnapshotFile file;
    private KeyspaceWriter writer;
    private boolean ended;
    private volatile Thread thread;
    private volatile long keysWritten;
    private volatile long bytesWritten;
    private volatile boolean cancelled;
    private volatile boolean read;
    private volatile boolean done;
    private volatile String error;

    SnapshotWork(final Cut cut, final Plan plan, final CpuShare share) {
        this.cut = cut;
        this.plan = plan;
        this.share = share;
    }

    /** Writes some keys; true when all is done, or has failed, and it is to be {@link #leave left}. */
    boolean step() {
        try {
            refuseCancelled();
            if (writer == null) {
                open();
            }
            if (!writeSome()) {
                closeWriter();
                read = true;
                finish();
                end(null);
            }
        } catch (final CutFailedException e) {
            end(e.getMessage());
        } catch (final IOException e) {
            end(FileErrors.reason(e));
        } catch (final OutOfMemoryError e) {
            // of buffers outside the heap: the snapshot is lost, nothing else
            end(SnapshotService.NO_MEMORY + e.getMessage());
        }
        return ended;
    }

    /** The snapshot's thread has nothing to do with it any more, and may be given other work. */
    void leave() {
        done = true;
    }

    /** Gives it up, at the next key or piece of a large one. */
    void cancel() {
        cancelled = true;
        LockSupport.unpark(thread); // it may rest for long
    }

    /** True when the frozen image is not needed any more. */
    boolean isRead() {
        return read;
    }

    /** True when the snapshot's thread has left it. */
    boolean isDone() {
        return done;
    }

    /** Why it failed, once it is done; null when it did not. */
    String error() {
        return error;
    }

    SnapshotFigures figures() {
        return new SnapshotFigures(keysWritten, plan.image().keys(), bytesWritten, cut.shadowBytes(),
                cut.peakShadowBytes());
    }

    private void open() throws IOException {
        thread = Thread.currentThread();
        share.begin();
        view = openView();
        view.attach();
        file = SnapshotFile.create(plan.files(), plan.temporary());
        writer = plan.format().open(view, plan.image(), new Target());
    }

    private FrozenView openView() throws IOException {
        try {
            return new FrozenView(cut);
        } catch (final IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void refuseCancelled() throws IOException {
        if (cancelled) {
            throw new IOException("cancelled");
        }
    }

    private boolean writeSome() throws IOException {
        final boolean more = writer.writeSome(plan.keyDelayUs() > 0 ? 1 : KEYS_AT_ONCE);
        tellProgress();
        if (plan.keyDelayUs() > 0) {
            LockSupport.parkNanos(plan.keyDelayUs() * 1_000);
        }
        giveWay();
        return more;
    }

    private void tellProgress() {
        keysWritten = writer.keysWritten();
        bytesWritten = writer.bytesWritten();
    }

    private void giveWay() {
        while (cut.prepare() > 0) {
            // until enough is ready
        }
        share.rest();
    }

    private void finish() throws IOException {
        refuseCancelled(); // before a wait for the disk
        file.complete();
        plan.finish().accept(file);
    }

    private void end(final String reason) {
        closeWriter();
        read = true;
        error = reason;
        if (file != null) {
            try {
                file.close();
            } catch (final IOException e) {
                error = reason == null ? FileErrors.reason(e) : reason;
            }
            file = null;
        }
        ended = true;
    }

    private void closeWriter() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (view != null) {
            view.close();
            view = null;
        }
    }

    /** A large value is written in pieces: between them, too, the thread rests, and pages are prepared. */
    private final class Target implements RdbTarget {
        private final RdbTarget sink = new FileTarget(file, plan.syncBytes(), this::force);

        @Override
        public void write(final ByteBuffer source, final long address) throws IOException {
            refuseCancelled();
            sink.write(source, address);
            tellProgress();
            giveWay();
        }

        @Override
        public void pause() throws IOException {
            refuseCancelled();
            giveWay();
        }

        private void force() throws IOException {
            share.rest();
            file.force();
            share.resume();
        }
    }
}

package io.ringhold.engine.pipeline;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;
import io.ringhold.engine.resp.Ascii;

/** A log that becomes durable, or fails, when the test says so. Not thread-safe. */
final class SteppedLog implements CommandLog {
    final List<String> appended = new ArrayList<>();
    boolean enabled = true;
    boolean holdsReplies;
    String failure;
    /** Runs when something has been appended. */
    Runnable onAppend = () -> {};
    /** How often there was something to commit. */
    int commits;
    private long position;
    private long committed;
    private long durable;

    /** Everything appended so far is on the disk. */
    void force() {
        durable = position;
    }

    /** Only what was appended up to a position is. */
    void force(final long upTo) {
        durable = upTo;
    }

    @Override
    public void append(final int database, final long address, final int length) {
        position += length;
        appended.add(Ascii.text(address, length));
        onAppend.run();
    }

    @Override
    public void beginUnit() {
        // what is appended tells
    }

    @Override
    public void endUnit() {
        // what is appended tells
    }

    @Override
    public void commit() {
        if (committed != position) {
            committed = position;
            commits++;
        }
    }

    @Override
    public boolean enabled() {
        return enabled;
    }

    @Override
    public boolean holdsReplies() {
        return holdsReplies;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long durablePosition() {
        return durable;
    }

    @Override
    public boolean failed() {
        return failure != null;
    }

    @Override
    public String writeError() {
        return failure == null ? null : "MISCONF Errors writing to the AOF file: " + failure;
    }

    @Override
    public LogFigures figures() {
        return new LogFigures(position + 1000, 1000, 3, 4, 5);
    }
}

package io.ringhold.wal.aof;

import java.io.IOException;

import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.port.LogFigures;

/**
 * The log that the engine sees while the setting {@code appendonly} may change: one {@link AppendLog} after another, or none. Positions go on
 * from one to the next, so that replies which wait for a position are released by the end of the log that they wait for. Engine thread.
 */
public final class SwitchableLog implements CommandLog {
    private AppendLog current;
    /** Bytes appended to logs that have been turned off. */
    private long before;
    /** How many of them are known to be on the disk. */
    private long durableBefore;
    private String failure;
    private boolean inUnit;

    /** The log in use, or null. */
    public AppendLog current() {
        return current;
    }

    /**
     * Appends to a log from now on.
     *
     * @throws IllegalStateException
     *             when there is one in use.
     */
    public void turnOn(final AppendLog log) {
        if (current != null) {
            throw new IllegalStateException("there is a log in use");
        }
        current = log;
        if (inUnit) {
            log.beginUnit();
        }
    }

    /**
     * Closes the log in use: all that was appended is on the disk when this returns.
     *
     * @throws IOException
     *             when bytes could not be kept; one line. No log is in use then either, and {@link #failed} stays true.
     */
    public void turnOff() throws IOException {
        final AppendLog log = current;
        if (inUnit) {
            log.endUnit(); // the rest of it goes elsewhere, or nowhere
        }
        final long end = before + log.position();
        final long durable = durablePosition();
        current = null;
        before = end;
        durableBefore = durable;
        try {
            log.close();
            durableBefore = end;
        } catch (final IOException e) {
            failure = "MISCONF Errors writing to the AOF file: " + e.getMessage();
            throw e;
        }
    }

    @Override
    public void append(final int database, final long address, final int length) {
        current.append(database, address, length);
    }

    @Override
    public void beginUnit() {
        inUnit = true;
        if (current != null) {
            current.beginUnit();
        }
    }

    @Override
    public void endUnit() {
        inUnit = false;
        if (current != null) {
            current.endUnit();
        }
    }

    @Override
    public void commit() {
        if (current != null) {
            current.commit();
        }
    }

    @Override
    public boolean enabled() {
        return current != null && current.enabled();
    }

    @Override
    public boolean holdsReplies() {
        return current != null && current.holdsReplies();
    }

    @Override
    public long position() {
        return current == null ? before : before + current.position();
    }

    @Override
    public long durablePosition() {
        return current == null ? durableBefore : before + current.durablePosition();
    }

    @Override
    public boolean failed() {
        return failure != null || current != null && current.failed();
    }

    @Override
    public String writeError() {
        return current == null ? failure : current.writeError();
    }

    @Override
    public LogFigures figures() {
        return current == null ? LogFigures.EMPTY : current.figures();
    }
}

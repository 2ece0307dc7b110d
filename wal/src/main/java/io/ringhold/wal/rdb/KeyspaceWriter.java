package io.ringhold.wal.rdb;

import java.io.IOException;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyTableWalker;

/**
 * Writes a file of a keyspace as it was at a cut, whatever the file's format. The work is done in steps, between which the caller may
 * rest, look at {@link #keysWritten} and {@link #bytesWritten}, or give up by closing. Keys whose time has come are written as they
 * are: who loads the file drops them, as with Redis. One thread, which closes it; allocates nothing on the heap for a key.
 *
 * <p>
 * A step writes whole keys, so a very large one makes it long; the target is called at least every 128 KiB within it, to write or, where nothing
 * is written for long, to pause, and may rest or throw too.
 */
public abstract class KeyspaceWriter implements AutoCloseable {
    /** What is to be written next. */
    private enum Part {
        HEADER, DATABASE, KEYS, DONE
    }

    private final RdbImage image;
    private final BufferedOutput output;
    private final KeyTableWalker walker;
    private final EntryReader entry;
    private Part part = Part.HEADER;
    private int database;
    private long keysWritten;

    /**
     * @param view
     *            of the arena at the moment when the image was taken.
     */
    protected KeyspaceWriter(final MemoryView view, final RdbImage image, final BufferedOutput output) {
        this.image = image;
        this.output = output;
        this.walker = new KeyTableWalker(view);
        this.entry = new EntryReader(view);
    }

    /**
     * Writes on.
     *
     * @param keys
     *            after how many keys to return.
     * @return true when there is more to do; false when the file is complete and all of it with the target.
     * @throws RdbVersionException
     *             when the file's format cannot hold a value.
     * @throws IOException
     *             when the target fails; the file is of no use after any exception.
     */
    public final boolean writeSome(final int keys) throws IOException {
        int left = keys;
        while (part != Part.DONE) {
            switch (part) {
                case HEADER -> {
                    writeHeader();
                    part = Part.DATABASE;
                }
                case DATABASE -> openDatabase();
                default -> left = writeKeys(left);
            }
            if (left == 0 && part != Part.DONE) {
                return true;
            }
        }
        return false;
    }

    /** Keys written so far. */
    public final long keysWritten() {
        return keysWritten;
    }

    /** Bytes written so far, those that wait in the buffer included. */
    public final long bytesWritten() {
        return output.bytes();
    }

    @Override
    public abstract void close();

    /** Writes what goes before all databases. */
    protected abstract void writeHeader() throws IOException;

    /** Writes what goes before a database's keys. */
    protected abstract void writeDatabase(RdbImage.DatabaseImage opened) throws IOException;

    /** Writes a key with all that belongs to it. */
    protected abstract void writeKey(EntryReader key) throws IOException;

    /** Writes what goes behind all databases. */
    protected abstract void writeEnd() throws IOException;

    private void openDatabase() throws IOException {
        if (database == image.databases().size()) {
            writeEnd();
            output.flush();
            part = Part.DONE;
            return;
        }
        final RdbImage.DatabaseImage opened = image.databases().get(database);
        writeDatabase(opened);
        walker.open(opened.table());
        part = Part.KEYS;
    }

    /** Returns how many more keys may be written; with some left the database is at its end. */
    private int writeKeys(final int most) throws IOException {
        int left = most;
        while (left > 0) {
            final long next = walker.next();
            if (next == 0) {
                database++;
                part = Part.DATABASE;
                return left;
            }
            entry.open(next);
            writeKey(entry);
            keysWritten++;
            left--;
        }
        return 0;
    }
}

package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.ringhold.engine.ServerVersion;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyTableWalker;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/**
 * Writes a whole RDB file of a keyspace as it was at a cut; the package shows the file. The work is done in steps, between which the caller may
 * rest, look at {@link #keysWritten} and {@link #bytesWritten}, or give up by closing. Keys whose time has come are written as they
 * are: who loads the file drops them, as with Redis. One thread, which closes it; allocates nothing on the heap for a key.
 *
 * <p>
 * A step writes whole keys, so a very large one makes it long; the target is called at least every 128 KiB within it, and may rest or throw
 * too.
 */
public final class RdbWriter implements AutoCloseable {
    private static final int REDIS_BITS = 64;
    private static final long MS_PER_SECOND = 1000;

    /** What is to be written next. */
    private enum Part {
        HEADER, DATABASE, KEYS, DONE
    }

    private final MemoryView view;
    private final RdbImage image;
    private final RdbOptions options;
    private final RdbOutput output;
    private final KeyTableWalker walker;
    private final EntryReader entry;
    private final RdbValueWriter values;
    private Part part = Part.HEADER;
    private int database;
    private long keysWritten;

    /**
     * @param view
     *            of the arena at the moment when the image was taken.
     */
    public RdbWriter(final MemoryView view, final RdbImage image, final RdbTarget target, final RdbOptions options) {
        this.view = view;
        this.image = image;
        this.options = options;
        this.output = new RdbOutput(target, options.compresses(), options.checks());
        this.walker = new KeyTableWalker(view);
        this.entry = new EntryReader(view);
        this.values = new RdbValueWriter(view, output, image.keyHash(), options.version());
    }

    /**
     * Writes on.
     *
     * @param keys
     *            after how many keys to return.
     * @return true when there is more to do; false when the file is complete and all of it with the target.
     * @throws RdbVersionException
     *             when the version cannot hold a value.
     * @throws IOException
     *             when the target fails; the file is of no use after any exception.
     */
    public boolean writeSome(final int keys) throws IOException {
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
    public long keysWritten() {
        return keysWritten;
    }

    /** Bytes written so far, those that wait in the buffer included. */
    public long bytesWritten() {
        return output.bytes();
    }

    @Override
    public void close() {
        values.close();
        output.close();
    }

    private void writeHeader() throws IOException {
        putAscii(RdbFormat.MAGIC + String.format("%0" + RdbFormat.VERSION_DIGITS + "d", options.version()), false);
        putAux("redis-ver", ServerVersion.REDIS);
        putAux("redis-bits", REDIS_BITS);
        putAux("ctime", image.unixTimeMs() / MS_PER_SECOND);
        putAux("used-mem", image.usedBytes());
        if (options.replication() != null) {
            putAux("repl-stream-db", options.replication().database());
            putAux("repl-id", options.replication().id());
            putAux("repl-offset", options.replication().offset());
        }
        putAux("aof-base", options.aofBase() ? 1 : 0);
        for (final byte[] function : options.functions()) {
            output.putByte(RdbFormat.OPCODE_FUNCTION2);
            putArray(function, true);
        }
    }

    private void putAux(final String name, final long value) throws IOException {
        putAux(name, Long.toString(value));
    }

    private void putAux(final String name, final String value) throws IOException {
        output.putByte(RdbFormat.OPCODE_AUX);
        putAscii(name, true);
        putAscii(value, true);
    }

    private void putAscii(final String text, final boolean asString) throws IOException {
        putArray(text.getBytes(StandardCharsets.US_ASCII), asString);
    }

    private void putArray(final byte[] bytes, final boolean asString) throws IOException {
        try (NativeBuffer copy = new NativeBuffer(Math.max(1, bytes.length))) {
            Memory.copyFromArray(bytes, 0, copy.address(), bytes.length);
            if (asString) {
                output.putString(copy.address(), bytes.length);
            } else {
                output.putBytes(copy.address(), bytes.length);
            }
        }
    }

    private void openDatabase() throws IOException {
        if (database == image.databases().size()) {
            output.putByte(RdbFormat.OPCODE_EOF);
            output.putChecksum();
            output.flush();
            part = Part.DONE;
            return;
        }
        final RdbImage.DatabaseImage opened = image.databases().get(database);
        output.putByte(RdbFormat.OPCODE_SELECTDB);
        output.putLength(opened.index());
        output.putByte(RdbFormat.OPCODE_RESIZEDB);
        output.putLength(opened.table().size());
        output.putLength(opened.table().expiringSize());
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
            writeKey();
            keysWritten++;
            left--;
        }
        return 0;
    }

    private void writeKey() throws IOException {
        final int type = values.type(entry);
        if (entry.expireAtMs() != Entries.NO_EXPIRY) {
            output.putByte(RdbFormat.OPCODE_EXPIRETIME_MS);
            output.putLong(entry.expireAtMs());
        }
        writeAccess();
        output.putByte(type);
        output.putString(view, entry.keyOffset(), entry.keyLength());
        values.write(entry);
    }

    private void writeAccess() throws IOException {
        switch (options.policy()) {
            case ALLKEYS_LRU, VOLATILE_LRU -> {
                output.putByte(RdbFormat.OPCODE_IDLE);
                output.putLength(image.access().idleSeconds(entry.access()));
            }
            case ALLKEYS_LFU, VOLATILE_LFU -> {
                output.putByte(RdbFormat.OPCODE_FREQ);
                output.putByte(image.access().frequency(entry.access()));
            }
            default -> {
                // the policy does not go by use, and neither does Redis tell then
            }
        }
    }
}

package io.ringhold.wal.rdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.ringhold.engine.ServerVersion;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

/** Writes a whole RDB file of a keyspace as it was at a cut; the package shows the file. */
public final class RdbWriter extends KeyspaceWriter {
    private static final int REDIS_BITS = 64;
    private static final long MS_PER_SECOND = 1000;

    private final MemoryView view;
    private final RdbImage image;
    private final RdbOptions options;
    private final RdbOutput output;
    private final RdbValueWriter values;

    /**
     * @param view
     *            of the arena at the moment when the image was taken.
     */
    public RdbWriter(final MemoryView view, final RdbImage image, final RdbTarget target, final RdbOptions options) {
        this(view, image, options, new RdbOutput(target, options.compresses(), options.checks()));
    }

    private RdbWriter(final MemoryView view, final RdbImage image, final RdbOptions options, final RdbOutput output) {
        super(view, image, output);
        this.view = view;
        this.image = image;
        this.options = options;
        this.output = output;
        this.values = new RdbValueWriter(view, output, image.keyHash(), options.version());
    }

    @Override
    public void close() {
        values.close();
        output.close();
    }

    @Override
    protected void writeHeader() throws IOException {
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

    @Override
    protected void writeDatabase(final RdbImage.DatabaseImage opened) throws IOException {
        output.putByte(RdbFormat.OPCODE_SELECTDB);
        output.putLength(opened.index());
        output.putByte(RdbFormat.OPCODE_RESIZEDB);
        output.putLength(opened.table().size());
        output.putLength(opened.table().expiringSize());
    }

    @Override
    protected void writeEnd() throws IOException {
        output.putByte(RdbFormat.OPCODE_EOF);
        output.putChecksum();
    }

    @Override
    protected void writeKey(final EntryReader entry) throws IOException {
        final int type = values.type(entry);
        if (entry.expireAtMs() != Entries.NO_EXPIRY) {
            output.putByte(RdbFormat.OPCODE_EXPIRETIME_MS);
            output.putLong(entry.expireAtMs());
        }
        writeAccess(entry.access());
        output.putByte(type);
        output.putString(view, entry.keyOffset(), entry.keyLength());
        values.write(entry);
    }

    private void writeAccess(final int access) throws IOException {
        switch (options.policy()) {
            case ALLKEYS_LRU, VOLATILE_LRU, ALLKEYS_LRM, VOLATILE_LRM -> {
                output.putByte(RdbFormat.OPCODE_IDLE);
                output.putLength(image.access().idleSeconds(access));
            }
            case ALLKEYS_LFU, VOLATILE_LFU -> {
                output.putByte(RdbFormat.OPCODE_FREQ);
                output.putByte(image.access().frequency(access));
            }
            default -> {
                // the policy does not go by use, and neither does Redis tell then
            }
        }
    }
}

package io.ringhold.wal.base;

import java.io.IOException;

import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.wal.rdb.BufferedOutput;
import io.ringhold.wal.rdb.KeyspaceWriter;
import io.ringhold.wal.rdb.RdbImage;
import io.ringhold.wal.rdb.RdbTarget;

/** Writes a base of the log as the commands that make the keyspace; the package shows the file. */
public final class CommandBaseWriter extends KeyspaceWriter {
    private static final long MS_PER_SECOND = 1000;

    private final MemoryView view;
    private final RdbImage image;
    private final boolean hasTimestamp;
    private final BufferedOutput bytes;
    private final CommandOutput output;
    private final CollectionCommands collections;
    private final HashCommands hashes;
    private final StreamCommands streams;

    /**
     * @param view
     *            of the arena at the moment when the image was taken.
     * @param hasTimestamp
     *            {@code aof-timestamp-enabled}: whether the file begins with that moment.
     */
    public CommandBaseWriter(final MemoryView view, final RdbImage image, final RdbTarget target,
            final boolean hasTimestamp) {
        this(view, image, new BufferedOutput(target), hasTimestamp);
    }

    private CommandBaseWriter(final MemoryView view, final RdbImage image, final BufferedOutput bytes,
            final boolean hasTimestamp) {
        super(view, image, bytes);
        this.view = view;
        this.image = image;
        this.hasTimestamp = hasTimestamp;
        this.bytes = bytes;
        this.output = new CommandOutput(view, bytes);
        final ElementBatch batch = new ElementBatch(output);
        this.collections = new CollectionCommands(view, batch);
        this.hashes = new HashCommands(view, output, batch);
        this.streams = new StreamCommands(view, output);
    }

    @Override
    public void close() {
        collections.close();
        output.close();
        bytes.close();
    }

    @Override
    protected void writeHeader() throws IOException {
        if (hasTimestamp) {
            output.timestamp(image.unixTimeMs() / MS_PER_SECOND);
        }
    }

    @Override
    protected void writeDatabase(final RdbImage.DatabaseImage opened) throws IOException {
        output.begin(Word.SELECT, 2);
        output.number(opened.index());
    }

    @Override
    protected void writeKey(final EntryReader key) throws IOException {
        switch (key.type()) {
            case ValueType.STRING -> writeString(key);
            case ValueType.LIST -> collections.writeList(key);
            case ValueType.SET -> collections.writeSet(key);
            case ValueType.SORTED_SET -> collections.writeSortedSet(key);
            case ValueType.HASH -> hashes.write(key);
            case ValueType.STREAM -> streams.write(key);
            default -> throw new IllegalStateException("no value type " + key.type());
        }
        if (key.expireAtMs() != Entries.NO_EXPIRY) {
            output.begin(Word.PEXPIREAT, 3, key);
            output.number(key.expireAtMs());
        }
    }

    @Override
    protected void writeEnd() {
        // the file ends with its last command
    }

    private void writeString(final EntryReader key) throws IOException {
        output.begin(Word.SET, 3, key);
        if (key.encoding() == ValueType.ENCODING_INT) {
            output.number(integer(key.valueOffset(), key.valueLength()));
        } else if (key.isExternal()) {
            output.string(view, key.externalReference(), key.externalLength());
        } else {
            output.string(view, key.valueOffset(), key.valueLength());
        }
    }

    private long integer(final long offset, final int lengthBytes) {
        return switch (lengthBytes) {
            case Byte.BYTES -> view.getByte(offset);
            case Short.BYTES -> view.getShort(offset);
            case Integer.BYTES -> view.getInt(offset);
            default -> view.getLong(offset);
        };
    }
}

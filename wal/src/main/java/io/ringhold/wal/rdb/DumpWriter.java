package io.ringhold.wal.rdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyHash;

/**
 * Makes the payloads of DUMP: a value as RDB files have it, the version and a checksum. The thread of the view, which closes it.
 */
public final class DumpWriter implements AutoCloseable {
    private final int version;
    private final MemoryTarget payload = new MemoryTarget();
    private final RdbOutput output;
    private final EntryReader entryReader;
    private final RdbValueWriter values;

    /**
     * @param version
     *            of the format: {@link RdbFormat#VERSION_7_0} to {@link RdbFormat#VERSION_7_4}.
     * @param compresses
     *            {@code rdbcompression}.
     */
    public DumpWriter(final MemoryView view, final KeyHash keyHash, final int version, final boolean compresses) {
        this(view, keyHash, version, compresses, UnaryOperator.identity());
    }

    /**
     * @param way
     *            of the payload into memory.
     */
    DumpWriter(final MemoryView view, final KeyHash keyHash, final int version, final boolean compresses,
            final UnaryOperator<RdbTarget> way) {
        this.version = version;
        this.output = new RdbOutput(way.apply(payload), compresses, true);
        this.entryReader = new EntryReader(view);
        this.values = new RdbValueWriter(view, output, keyHash, version);
    }

    /**
     * Makes the payload of an entry's value, which is at {@link #address} then until the next one or {@link #clear}.
     *
     * @throws RdbVersionException
     *             when the version cannot hold the value; there is no payload then.
     * @throws OutOfMemoryError
     *             when the system refuses memory for it; {@link #clear} is to be called then.
     */
    public void write(final long entry) throws RdbVersionException {
        payload.clear();
        output.reset();
        entryReader.open(entry);
        try {
            output.putByte(values.type(entryReader));
            values.write(entryReader);
            output.putShort(version);
            output.putChecksum();
            output.flush();
        } catch (final RdbVersionException e) {
            throw e;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Absolute address of the payload. */
    public long address() {
        return payload.address();
    }

    /** Length of the payload. */
    public long length() {
        return payload.length();
    }

    /** Gives back the memory of a large payload. */
    public void clear() {
        payload.clear();
        output.reset();
    }

    @Override
    public void close() {
        values.close();
        output.close();
        payload.close();
    }
}

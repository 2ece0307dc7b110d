package io.ringhold.wal.rdb.load;

import java.util.function.IntFunction;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.rdb.Crc64;
import io.ringhold.wal.rdb.DumpWriter;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.RdbVersionException;

/**
 * The payloads of DUMP and RESTORE: a type and a value as in RDB files, then their version and checksum, as {@link RdbFormat} shows. Payloads are
 * of the version of Redis 7.0, so that this and later ones can read them, but those of hashes whose fields may expire, which need that of Redis
 * 7.4. Engine thread.
 */
public final class RdbValueCodec implements ValueCodec, AutoCloseable {
    private final RdbInput input = new RdbInput();
    private final Entries entries;
    private final RdbValueReader values;
    private final DumpWriter plain;
    private final DumpWriter timed;
    private DumpWriter writer;

    /** For values of a keyspace. */
    public RdbValueCodec(final Keyspace keyspace) {
        this(keyspace, version -> new DumpWriter(new LiveView(keyspace.arena()), keyspace.hash(), version, true));
    }

    /**
     * @param writers
     *            makes what writes payloads of a version.
     */
    RdbValueCodec(final Keyspace keyspace, final IntFunction<DumpWriter> writers) {
        this.entries = keyspace.entries();
        this.values = new RdbValueReader(keyspace);
        this.plain = writers.apply(RdbFormat.VERSION_7_0);
        this.timed = writers.apply(RdbFormat.VERSION_7_4);
        this.writer = plain;
    }

    @Override
    public boolean isIntact(final long address, final long length) {
        if (length < RdbFormat.DUMP_FOOTER_LENGTH) {
            return false;
        }
        final long footer = address + length - RdbFormat.DUMP_FOOTER_LENGTH;
        final int version = Memory.getShort(footer) & 0xffff;
        final long summed = length - RdbFormat.CHECKSUM_LENGTH;
        return version <= RdbLoader.MAX_VERSION
                && Memory.getLong(address + summed) == Crc64.update(Crc64.INITIAL, address, summed);
    }

    @Override
    public long decode(final long address, final long length, final long keyAddress, final int keyLength,
            final long expireAtMs) {
        try {
            input.open(address, length - RdbFormat.DUMP_FOOTER_LENGTH);
            final long entry = values.read(input.readByte(), input, keyAddress, keyLength, expireAtMs);
            return entry == RdbValueReader.EMPTY ? MALFORMED : entry;
        } catch (final RdbException e) {
            return e.isOutOfMemory() ? NO_MEMORY : MALFORMED;
        }
    }

    @Override
    public void discard(final long entry) {
        values.discard(entry);
    }

    @Override
    public boolean encode(final long entry) {
        writer = ValueType.hasFieldTimes(entries.encoding(entry)) ? timed : plain;
        try {
            writer.write(entry);
            return true;
        } catch (final RdbVersionException e) {
            throw new IllegalStateException("a value that its version cannot hold", e);
        } catch (final OutOfMemoryError _) {
            // of buffers outside the heap, which the payload makes as large as the value
            writer.clear();
            return false;
        }
    }

    @Override
    public long address() {
        return writer.address();
    }

    @Override
    public long length() {
        return writer.length();
    }

    @Override
    public void clear() {
        writer.clear();
    }

    /** Gives scratch memory back; must be called once. */
    @Override
    public void close() {
        input.close();
        values.close();
        plain.close();
        timed.close();
    }
}

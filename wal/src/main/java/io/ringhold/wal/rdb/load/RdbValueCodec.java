package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.rdb.Crc64;
import io.ringhold.wal.rdb.RdbFormat;

/**
 * The payloads of DUMP and RESTORE: a type and a value as in RDB files, then their version and checksum, as {@link RdbFormat} shows. Engine
 * thread.
 */
public final class RdbValueCodec implements ValueCodec, AutoCloseable {
    private final RdbInput input = new RdbInput();
    private final RdbValueReader values;

    /** For values of a keyspace. */
    public RdbValueCodec(final Keyspace keyspace) {
        this.values = new RdbValueReader(keyspace);
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

    /** Gives scratch memory back. */
    @Override
    public void close() {
        values.close();
    }
}

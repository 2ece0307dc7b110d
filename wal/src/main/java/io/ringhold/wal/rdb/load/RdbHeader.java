package io.ringhold.wal.rdb.load;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.wal.rdb.RdbFormat;

/** The first bytes of an RDB file; format: {@link RdbFormat}. */
final class RdbHeader {
    private RdbHeader() {}

    /** Reads them, and gives the file's version. */
    static int read(final RdbInput input) throws RdbException {
        final long address = input.take(RdbFormat.HEADER_LENGTH);
        for (int i = 0; i < RdbFormat.MAGIC.length(); i++) {
            if (Memory.getByte(address + i) != RdbFormat.MAGIC.charAt(i)) {
                throw new RdbException("Wrong signature trying to load DB from file", 0);
            }
        }
        int stated = 0;
        for (int i = RdbFormat.MAGIC.length(); i < RdbFormat.HEADER_LENGTH; i++) {
            final int digit = Memory.getByte(address + i) - '0';
            if (digit < 0 || digit > 9) {
                throw new RdbException("Wrong signature trying to load DB from file", i);
            }
            stated = stated * 10 + digit;
        }
        if (stated < 1 || stated > RdbLoader.MAX_VERSION) {
            throw new RdbException("Can't handle RDB format version " + stated, RdbFormat.MAGIC.length());
        }
        return stated;
    }
}

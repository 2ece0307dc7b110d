package io.ringhold.wal.rdb.load;

/**
 * Where the bytes of a string are that {@link RdbInput#readString} has read: in the input itself, or decompressed in memory of this object's
 * own. They hold until it is used again. One thread.
 */
final class RdbString implements AutoCloseable {
    private final ScratchBuffer scratch = new ScratchBuffer();
    private long address;
    private int length;

    /** Absolute. */
    long address() {
        return address;
    }

    int length() {
        return length;
    }

    void at(final long newAddress, final int newLength) {
        address = newAddress;
        length = newLength;
    }

    ScratchBuffer scratch() {
        return scratch;
    }

    @Override
    public void close() {
        scratch.close();
        address = 0;
        length = 0;
    }
}

package io.ringhold.engine.port;

/** What turns values into the payloads of DUMP and back. Engine thread. */
public interface ValueCodec {
    /** Knows no payload. */
    ValueCodec NONE = new ValueCodec() {
        @Override
        public boolean isIntact(final long address, final long length) {
            return false;
        }

        @Override
        public long decode(final long address, final long length, final long keyAddress, final int keyLength,
                final long expireAtMs) {
            return MALFORMED;
        }

        @Override
        public void discard(final long entry) {
            throw new IllegalStateException("there is no value");
        }

        @Override
        public boolean encode(final long entry) {
            throw new IllegalStateException("there is nothing that makes payloads");
        }

        @Override
        public long address() {
            throw new IllegalStateException("there is no payload");
        }

        @Override
        public long length() {
            throw new IllegalStateException("there is no payload");
        }

        @Override
        public void clear() {
            // there is no payload
        }
    };

    /** There is no memory for the value. */
    long NO_MEMORY = 0;
    /** The payload's value is broken. */
    long MALFORMED = -1;

    /**
     * True when a payload is of a version that can be read, and its checksum is right.
     *
     * @param address
     *            absolute.
     */
    boolean isIntact(long address, long length);

    /**
     * Makes an entry, in no table yet, of a payload that {@link #isIntact}.
     *
     * @param keyAddress
     *            absolute.
     * @param expireAtMs
     *            or {@link io.ringhold.offheap.keys.Entries#NO_EXPIRY}.
     * @return its offset, {@link #NO_MEMORY} or {@link #MALFORMED}; then nothing is left in memory.
     */
    long decode(long address, long length, long keyAddress, int keyLength, long expireAtMs);

    /** Frees an entry that {@link #decode} made and that is in no table. */
    void discard(long entry);

    /**
     * Makes the payload of an entry's value; {@link #address} and {@link #length} then tell where it is, until the next one or {@link #clear}.
     *
     * @return false when there is no memory for it; then nothing is left of it.
     */
    boolean encode(long entry);

    /** Absolute address of the payload. */
    long address();

    /** Length of the payload. */
    long length();

    /** Gives back the memory of the payload. */
    void clear();
}

package io.ringhold.engine.keyspace;

/** Told of what happens to keys that the command at hand does not know of. Engine thread. */
public interface KeyspaceListener {
    /** Does nothing. */
    KeyspaceListener NONE = new KeyspaceListener() {
        @Override
        public boolean canTell(final long nameBytes) {
            return true;
        }

        @Override
        public void expired(final Database database, final long entry) {
            // nobody wants to know
        }

        @Override
        public void evicted(final Database database, final long entry) {
            // nobody wants to know
        }

        @Override
        public void fieldExpired(final Database database, final long entry, final long fieldAddress,
                final int fieldLength) {
            // nobody wants to know
        }

        @Override
        public void fieldsExpired(final Database database, final long entry, final boolean wereLast) {
            // nobody wants to know
        }

        @Override
        public void added(final Database database, final long entry) {
            // nobody wants to know
        }

        @Override
        public void missed(final Database database, final long keyAddress, final int keyLength) {
            // nobody wants to know
        }

        @Override
        public void made(final Database database, final long entry) {
            // nobody wants to know
        }

        @Override
        public void lost(final Database database, final long entry) {
            // nobody wants to know
        }

        @Override
        public void replaced() {
            // nobody wants to know
        }
    };

    /**
     * Asked before a key expires or is evicted, or a field expires, that no command has named: whether there is memory to tell of it. It stays where it
     * is without.
     *
     * @param nameBytes
     *            of the key and the field.
     */
    boolean canTell(long nameBytes);

    /** A key has expired and is about to be removed. */
    void expired(Database database, long entry);

    /** A key has been removed to make room; its entry is about to be freed. */
    void evicted(Database database, long entry);

    /** A field of a hash has expired and is about to be removed. */
    void fieldExpired(Database database, long entry, long fieldAddress, int fieldLength);

    /**
     * Some fields of a hash have expired, each of which {@link #fieldExpired} has told of, and have been removed.
     *
     * @param wereLast
     *            whether the hash is empty now; it is about to be removed then.
     */
    void fieldsExpired(Database database, long entry, boolean wereLast);

    /** A key has been added to a database that had none of its name; only as {@link Keyspace#announce} says. */
    void added(Database database, long entry);

    /** A key was looked up that is not there; only as {@link Keyspace#announce} says. */
    void missed(Database database, long keyAddress, int keyLength);

    /** A key has been made, or has got another value, of a type that clients can wait for; only while {@link Keyspace#watched} is set. */
    void made(Database database, long entry);

    /** A stream's key is about to go, or to get another value; only while {@link Keyspace#watched} is set. */
    void lost(Database database, long entry);

    /** Databases have been exchanged or emptied; only while {@link Keyspace#watched} is set. */
    void replaced();
}

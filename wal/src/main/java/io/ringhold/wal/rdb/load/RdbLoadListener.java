package io.ringhold.wal.rdb.load;

/** Told of what is in a file beside its keys. Engine thread. */
public interface RdbLoadListener {
    /** Wants to know nothing. */
    RdbLoadListener NONE = new RdbLoadListener() {
        @Override
        public void auxiliary(final String name, final String value) {
            // nobody wants to know
        }

        @Override
        public void note(final String message) {
            // nobody wants to know
        }
    };

    /** A field about the file as a whole: "redis-ver", "ctime", "used-mem", "repl-id" and others, known or not; Latin-1, the first KiB of longer ones. */
    void auxiliary(String name, String value);

    /** Something that an operator should know; loading goes on. */
    void note(String message);
}

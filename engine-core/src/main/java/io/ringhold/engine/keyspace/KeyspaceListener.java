package io.ringhold.engine.keyspace;

/** Told of what happens to keys of itself, without a command having asked for it. Engine thread. */
public interface KeyspaceListener {
    /** A key has expired and is about to be removed. */
    void expired(Database database, long entry);
}

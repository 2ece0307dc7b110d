package io.ringhold.engine.transaction;

/** That a session watches a key: a link of the key's list of watchers and of the session's list of keys. Engine thread. */
final class Watch {
    Transaction transaction;
    WatchedKey key;
    /** The key is there, but had expired when it was first watched or came by SWAPDB: it counts as not there. */
    boolean expired;
    /** Of the key's watchers. */
    Watch previousOfKey;
    Watch nextOfKey;
    /** Of the session's keys; of those that are not in use. */
    Watch next;
}

package io.ringhold.engine.keyspace.set;

/** A member of a set, found by {@link SetValues} and good until the set changes. Made once and used again and again. Engine thread. */
public final class SetCursor {
    int encoding;
    long root;
    /** Index in an intset, position in a listpack, slot in a dict. */
    long place;

    void at(final int newEncoding, final long newRoot, final long newPlace) {
        encoding = newEncoding;
        root = newRoot;
        place = newPlace;
    }
}

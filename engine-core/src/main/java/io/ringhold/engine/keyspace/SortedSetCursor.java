package io.ringhold.engine.keyspace;

/** A member of a sorted set, found by {@link SortedSetValues} and good until the set changes. Made once and used again and again. Engine thread. */
public final class SortedSetCursor {
    int encoding;
    long root;
    /** Position of the member in a listpack, or in a tree. */
    long place;

    void at(final int newEncoding, final long newRoot, final long newPlace) {
        encoding = newEncoding;
        root = newRoot;
        place = newPlace;
    }
}

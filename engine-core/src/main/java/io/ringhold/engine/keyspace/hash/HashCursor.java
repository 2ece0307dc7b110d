package io.ringhold.engine.keyspace.hash;

/** A field of a hash, found by {@link HashValues} and good until the hash changes. Made once and used again and again. Engine thread. */
public final class HashCursor {
    int encoding;
    long root;
    /** Position of the field in a listpack, slot in a dict. */
    long place;
    /** When fields in a dict expire; 0 when none does. */
    long times;

    void at(final int newEncoding, final long newRoot, final long newPlace) {
        encoding = newEncoding;
        root = newRoot;
        place = newPlace;
    }
}

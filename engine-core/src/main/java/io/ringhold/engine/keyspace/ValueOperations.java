package io.ringhold.engine.keyspace;

/** What the keyspace must be able to do with a value without knowing its type. One implementation per type. Engine thread. */
public interface ValueOperations {
    /** Name of the encoding, as OBJECT ENCODING gives it. */
    String encodingName(long entry);

    /**
     * Gives back what the value holds outside its entry, or a part that takes some microseconds; to be called again until it answers true.
     */
    boolean freeSome(long entry);

    /** Bytes that the value holds outside its entry. */
    long externalBytes(long entry);

    /**
     * A new entry under another key with a copy of the value.
     *
     * @return its offset, or 0 when there is no memory.
     */
    long copy(long entry, long keyAddress, int keyLength, long expireAtMs);
}

package io.ringhold.engine.keyspace;

/** What the keyspace must be able to do with a value without knowing its type. One implementation per type. Engine thread. */
public interface ValueOperations {
    /** Name of the encoding, as OBJECT ENCODING gives it. */
    String encodingName(long entry);

    /**
     * Gives back what the value holds outside its entry, or a part that takes some microseconds; to be called again until it answers true.
     */
    boolean freeSome(long entry);

    /** How many parts {@link #relocateSome} has to go through: elements, or nodes with many of them; 0 for a value of one block. */
    long parts(long entry);

    /**
     * Moves what the value holds outside its entry, where it stands in memory that is being evacuated, or a part that takes some ten microseconds;
     * to be called again until it answers true. The value may change in between.
     *
     * @param relocation
     *            of this value alone from the first call to the last.
     */
    boolean relocateSome(long entry, Relocation relocation);

    /** Bytes that the value holds outside its entry. */
    long externalBytes(long entry);

    /**
     * A new entry under another key with a copy of the value.
     *
     * @return its offset, or 0 when there is no memory.
     */
    long copy(long entry, long keyAddress, int keyLength, long expireAtMs);
}

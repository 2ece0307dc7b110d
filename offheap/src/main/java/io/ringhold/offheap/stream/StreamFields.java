package io.ringhold.offheap.stream;

/**
 * The fields and values of an entry that is to be added, by absolute addresses. Asked more than once, in ascending order; the bytes must stay
 * until the entry has been added, and must not lie in the stream.
 */
public interface StreamFields {
    /** Number of fields. */
    int count();

    long fieldAddress(int index);

    int fieldLength(int index);

    long valueAddress(int index);

    int valueLength(int index);
}

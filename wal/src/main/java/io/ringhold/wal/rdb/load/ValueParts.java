package io.ringhold.wal.rdb.load;

/**
 * Is given large values part by part while they are read, so that none is ever in memory as a whole. Values that stay below {@link #partBytes} and those that
 * are compact, are not concerned: they are built as always. Of a large one every part but the last is full, each is a value of its own with the same key,
 * and the elements of all parts together are those of the value. What is very long itself is in no part, and told by the other methods, never before the first
 * part.
 *
 * <p>
 * What cannot be known without the whole value is not looked at: whether members of different parts are equal.
 */
public interface ValueParts {
    /** How many bytes of the arena a part may take before it is full. */
    long partBytes();

    /** How many bytes an element may have, above which it is in no part; also how many of it are shown. */
    int longestElement();

    /**
     * A part.
     *
     * @param entry
     *            in no table, and freed after the call.
     */
    void part(long entry);

    /** What lies before an offset of the input will not be read again; told after each part and each long element. */
    void passed(long offset);

    /**
     * An element that is too long.
     *
     * @param address
     *            absolute, of the first bytes of the element, member or field.
     * @param shownBytes
     *            how many there are.
     */
    void longElement(long address, int shownBytes, LongElement element);

    /**
     * A string value that is too long; the only call for it.
     *
     * @param entry
     *            with the first bytes of it as the value, in a block of their own; freed after the call.
     */
    void longString(long entry, long length);

    /** The consumer groups take so much more, which is in no part. */
    void groups(long bytes);

    /**
     * What an element that is too long has and takes.
     *
     * @param bytes
     *            of what it consists of, a score not included.
     * @param longest
     *            the largest of these.
     * @param usedBytes
     *            of its blocks.
     * @param isTimed
     *            whether it is a field that expires.
     */
    record LongElement(long bytes, long longest, long usedBytes, boolean isTimed) {}
}

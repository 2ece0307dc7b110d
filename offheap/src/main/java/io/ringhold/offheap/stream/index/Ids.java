package io.ringhold.offheap.stream.index;

/** The order of stream ids, which are two unsigned numbers: milliseconds, then sequence. Any thread. */
public final class Ids {
    private Ids() {}

    /** Less than, equal to or more than 0 as the first id is before, equal to or after the second. */
    public static int compare(final long msA, final long seqA, final long msB, final long seqB) {
        return msA != msB ? Long.compareUnsigned(msA, msB) : Long.compareUnsigned(seqA, seqB);
    }
}

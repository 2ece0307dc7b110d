package io.ringhold.offheap.stream.index;

/** A stream id, for models. */
public record Id(long ms, long seq) implements Comparable<Id> {
    @Override
    public int compareTo(final Id other) {
        return Ids.compare(ms, seq, other.ms, other.seq);
    }
}

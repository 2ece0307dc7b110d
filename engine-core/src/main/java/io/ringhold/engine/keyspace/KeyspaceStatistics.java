package io.ringhold.engine.keyspace;

/** Counters that INFO stats shows of the keyspace. Engine thread; CONFIG RESETSTAT resets them. */
public final class KeyspaceStatistics {
    private long hits;
    private long misses;
    private long expired;
    private long expiredFields;
    private long evicted;

    void hit() {
        hits++;
    }

    void miss() {
        misses++;
    }

    void expiredKey() {
        expired++;
    }

    void expiredField() {
        expiredFields++;
    }

    void evictedKey() {
        evicted++;
    }

    /** Keys removed to make room. */
    public long evicted() {
        return evicted;
    }

    /** Fields of hashes removed because their time had come. */
    public long expiredFields() {
        return expiredFields;
    }

    /** Look-ups by reading commands that found a key. */
    public long hits() {
        return hits;
    }

    /** Look-ups by reading commands that found none. */
    public long misses() {
        return misses;
    }

    /** Keys removed because their time had come. */
    public long expired() {
        return expired;
    }

    public void reset() {
        hits = 0;
        misses = 0;
        expired = 0;
        expiredFields = 0;
        evicted = 0;
    }
}

package io.ringhold.engine.keyspace;

/** Counters that INFO stats shows of the keyspace. Engine thread; CONFIG RESETSTAT resets them. */
public final class KeyspaceStatistics {
    private long hits;
    private long misses;
    private long expired;
    private long expiredFields;
    private long lazyFreed;
    private long expiryNs;
    private long loadedKeys;
    private long loadedExpiredKeys;
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

    void lazyFreed(final long objects) {
        lazyFreed += objects;
    }

    /** A step of removing expired keys took so long. */
    public void expiryTook(final long elapsedNs) {
        expiryNs += elapsedNs;
    }

    /** A dump has been loaded; keys whose time had come were left out. */
    public void dumpLoaded(final long keys, final long expiredKeys) {
        loadedKeys = keys;
        loadedExpiredKeys = expiredKeys;
    }

    /** Keys of flushed databases, and large values, that were freed bit by bit. */
    public long lazyFreed() {
        return lazyFreed;
    }

    /** Time spent removing expired keys that nobody had looked up, in ns. */
    public long expiryNs() {
        return expiryNs;
    }

    /** Keys of the dump that was loaded last. */
    public long loadedKeys() {
        return loadedKeys;
    }

    /** Keys of the dump that was loaded last which were left out because their time had come. */
    public long loadedExpiredKeys() {
        return loadedExpiredKeys;
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
        lazyFreed = 0;
        expiryNs = 0;
        evicted = 0;
    }
}

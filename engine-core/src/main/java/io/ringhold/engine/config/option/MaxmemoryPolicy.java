package io.ringhold.engine.config.option;

/** What gives way when memory is full: setting {@code maxmemory-policy}. */
public enum MaxmemoryPolicy {
    VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL, ALLKEYS_LRU, ALLKEYS_LFU, ALLKEYS_RANDOM, NOEVICTION
}

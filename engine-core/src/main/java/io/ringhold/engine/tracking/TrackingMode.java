package io.ringhold.engine.tracking;

/** Which keys a client is told of. */
public enum TrackingMode {
    /** Those that it has read. */
    READS,
    /** Those that it has read right after CLIENT CACHING YES. */
    OPT_IN,
    /** Those that it has read, but not right after CLIENT CACHING NO. */
    OPT_OUT,
    /** Those with one of its prefixes. */
    BROADCAST
}

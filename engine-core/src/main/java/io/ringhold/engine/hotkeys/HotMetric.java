package io.ringhold.engine.hotkeys;

/** What keys can be ranked by. CPU and NET are those of Redis 8.6. */
public enum HotMetric {
    /** Time of the commands that use a key. */
    CPU("by-cpu-time-us"),
    /** Bytes of their requests and replies. */
    NET("by-net-bytes"),
    /** How often they read it. */
    READS("by-reads"),
    /** How often they may change it. */
    WRITES("by-writes");

    private final String field;

    HotMetric(final String field) {
        this.field = field;
    }

    /** The field of HOTKEYS GET with the keys. */
    public String field() {
        return field;
    }
}

package io.ringhold.engine.latency;

/** What can keep a command waiting: the events of LATENCY and the causes of the engine's pauses. */
public enum LatencyEvent {
    /** A command that is not marked as fast. */
    COMMAND("command"),
    /** A command that is marked as fast. */
    FAST_COMMAND("fast-command"),
    /** A step of removing expired keys. */
    EXPIRE_CYCLE("expire-cycle"),
    /** Making room for a command, or a step of it between commands. */
    EVICTION_CYCLE("eviction-cycle"),
    /** The choice and deletion of one key to make room. */
    EVICTION_DEL("eviction-del"),
    /** A step of moving a key table into a larger or smaller one. */
    RESIZE_STEP("resize-step"),
    /** A step of freeing a flushed database. */
    FREE_STEP("free-step"),
    /** A slice of moving data together. */
    ACTIVE_DEFRAG_CYCLE("active-defrag-cycle"),
    /** A step of giving memory back to the system. */
    DECOMMIT_STEP("decommit-step"),
    /** Looking after clients and counters, some times a second. */
    CLIENTS_CRON("clients-cron"),
    /** Gathering the figures that the metrics endpoint serves. */
    METRICS_SCRAPE("metrics-scrape"),
    /** The longest slice of loading the data of an earlier run, noted when all is loaded. */
    LOADING_SLICE("loading-slice"),
    /** Replies that waited for the log's force under {@code appendfsync always}; the engine goes on meanwhile. */
    AOF_FSYNC_ALWAYS("aof-fsync-always");

    private final String eventName;

    LatencyEvent(final String eventName) {
        this.eventName = eventName;
    }

    /** The name in LATENCY's replies. */
    public String eventName() {
        return eventName;
    }

    /** The event of this very name, or null. */
    public static LatencyEvent named(final String name) {
        for (final LatencyEvent event : values()) {
            if (event.eventName.equals(name)) {
                return event;
            }
        }
        return null;
    }
}

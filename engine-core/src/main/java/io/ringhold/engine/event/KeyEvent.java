package io.ringhold.engine.event;

/** What happens to keys, by the names that keyspace notifications give it. Source: Redis' documentation of keyspace notifications. */
public enum KeyEvent {
    DEL(EventClass.GENERIC, "del"), EXPIRED(EventClass.EXPIRED, "expired"), EVICTED(EventClass.EVICTED,
            "evicted"), SET(EventClass.STRING, "set");

    private final EventClass eventClass;
    private final String redisName;

    KeyEvent(final EventClass eventClass, final String redisName) {
        this.eventClass = eventClass;
        this.redisName = redisName;
    }

    public EventClass eventClass() {
        return eventClass;
    }

    /** The name in notifications. */
    public String redisName() {
        return redisName;
    }
}

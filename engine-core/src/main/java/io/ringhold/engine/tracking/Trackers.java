package io.ringhold.engine.tracking;

import java.util.function.Consumer;

import org.agrona.collections.Long2ObjectHashMap;

/** Clients that track or have tracked, by their ids. Engine thread. */
final class Trackers {
    private final Long2ObjectHashMap<Tracker> byId = new Long2ObjectHashMap<>();
    private int active;

    /** The tracker of a client, or null. */
    Tracker find(final long id) {
        return byId.get(id);
    }

    void add(final Tracker tracker) {
        byId.put(tracker.session().id(), tracker);
    }

    void remove(final Tracker tracker) {
        byId.remove(tracker.session().id());
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** How many have tracking turned on. */
    int active() {
        return active;
    }

    /** Notes that tracking was turned on for one, or off. */
    void activated(final int change) {
        active += change;
    }

    void forEach(final Consumer<Tracker> action) {
        byId.values().forEach(action);
    }
}

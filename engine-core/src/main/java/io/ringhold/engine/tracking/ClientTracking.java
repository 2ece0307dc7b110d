package io.ringhold.engine.tracking;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.command.Command;
import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.KeyArguments;
import io.ringhold.engine.command.spec.KeySpec;
import io.ringhold.engine.event.KeyObserver;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.keys.KeyHash;

/**
 * Which clients are told of which keys: those that have read them, and those that want to hear of a prefix. As in Redis keys are told apart by
 * their names alone, whichever database they are in; a key that was told of is forgotten until it is read again; and there are no more keys
 * than {@code tracking-table-max-keys}: when one more is read, clients are told to forget a random one. Engine thread.
 */
public final class ClientTracking implements KeyObserver {
    private static final int FORGOTTEN_AT_ONCE = 128;
    private static final int LOAD_SHIFT = 7;

    private final Engine engine;
    private final KeyHash hash;
    private final Trackers trackers = new Trackers();
    private final ClientSets readers;
    private final Invalidations invalidations;
    private final Broadcast broadcast;
    private final InvalidationMessage message;
    private final RandomGenerator random = new SplittableRandom();
    private final KeyArguments.Visitor remember = this::remember;

    public ClientTracking(final Engine engine) {
        this.engine = engine;
        this.hash = engine.keyspace().hash();
        this.readers = new ClientSets(engine.clientArena(), hash);
        this.invalidations = new Invalidations(engine.clientArena());
        this.broadcast = new Broadcast(engine.clientArena(), hash, trackers, invalidations);
        this.message = new InvalidationMessage(engine.clientArena());
    }

    /** How a client tracks, or null when it never has. */
    public Tracker find(final Session session) {
        return trackers.find(session.id());
    }

    /** Turns tracking on for a client, or changes how it tracks; false when there is no memory. {@link #addPrefix} follows for each prefix. */
    public boolean turnOn(final Session session, final TrackingOptions options) {
        if (!invalidations.prepare(engine.pushes()) || !broadcast.prepare() || !message.prepare()) {
            return false;
        }
        Tracker tracker = find(session);
        if (tracker == null) {
            tracker = new Tracker(session, broadcast.newTree());
            trackers.add(tracker);
            engine.keyEvents().observe(this, true);
        }
        trackers.activated(tracker.isOn() ? 0 : 1);
        tracker.turnOn(options);
        if (!tracker.isBroadcast()) {
            session.epilogue(true);
        }
        return true;
    }

    /** Without prefixes, for checking what a client gives. */
    StringTree newTree() {
        return broadcast.newTree();
    }

    /** A client that broadcasts wants to hear of every key; false when there is no memory. */
    public boolean addEmptyPrefix(final Tracker tracker) {
        final StringTree prefixes = tracker.prefixes();
        return prefixes.size() > 0 && prefixes.length(prefixes.first()) == 0
                || addPrefix(tracker, engine.clientArena().address(0), 0);
    }

    /** A client that broadcasts wants to hear of a prefix that it did not want to hear of; false when there is no memory. */
    public boolean addPrefix(final Tracker tracker, final long address, final int length) {
        return tracker.prefixes().add(address, length, 0)
                && broadcast.add(address, length, tracker.session().id());
    }

    /** Turns tracking off for a client, if it is on. */
    public void turnOff(final Session session) {
        final Tracker tracker = find(session);
        if (tracker == null || !tracker.isOn()) {
            return;
        }
        final StringTree prefixes = tracker.prefixes();
        for (long at = prefixes.first(); at != StringTree.NONE; at = prefixes.next(at)) {
            broadcast.remove(prefixes.address(at), prefixes.length(at), session.id());
        }
        prefixes.clear();
        tracker.turnOff();
        trackers.activated(-1);
    }

    /** A client has disconnected. */
    public void disconnected(final Session session) {
        final Tracker tracker = find(session);
        if (tracker == null) {
            return;
        }
        turnOff(session);
        trackers.remove(tracker);
        if (trackers.isEmpty()) {
            readers.clear();
            engine.keyEvents().observe(this, false);
        }
    }

    /** Says whose commands are executed from now on, null for nobody's. */
    public void executing(final Session session) {
        invalidations.executing(session);
    }

    /** A command of a session with an epilogue has been executed, or waits for a key: what it has read is remembered. */
    public void executed(final CommandContext context) {
        final Tracker tracker = find(context.session());
        if (tracker != null && context.command().readsKeys() && tracker.remembersReads()
                && context.waitedFor() == null) {
            KeyArguments.visit(context, remember);
        }
    }

    /**
     * The reply to a command of a session with an epilogue has been written.
     *
     * @param command
     *            null when there is none of that name.
     */
    public void replied(final Session session, final Command command) {
        final Tracker tracker = find(session);
        invalidations.flush(session, tracker);
        session.epilogue(tracker != null && tracker.isOn() && !tracker.isBroadcast());
        if (tracker != null && !isInTransaction(session)
                && !(command != null && "CLIENT".equals(command.spec().container()))) {
            tracker.caching(false);
        }
    }

    /** CLIENT CACHING before or after MULTI is for all of the transaction. */
    private static boolean isInTransaction(final Session session) {
        return session.transaction() != null && session.transaction().isOpen();
    }

    /** True when {@link #work} has something to do. */
    public boolean hasWork() {
        return broadcast.hasChanged() || readers.hasFreeWork() || excess() > 0;
    }

    /** Tells of what has changed in this turn of the engine, and does a slice of what is left to do. */
    public void work() {
        if (broadcast.hasChanged()) {
            broadcast.send();
        }
        readers.freeSome();
        forgetExcess(FORGOTTEN_AT_ONCE);
    }

    @Override
    public void modified(final Database database, final long keyAddress, final int keyLength, final Session cause) {
        if (broadcast.prefixes() != 0) {
            broadcast.changed(keyAddress, keyLength, cause);
        }
        if (readers.size() != 0) {
            final long slot = readers.find(hash.hash(keyAddress, keyLength), keyAddress, keyLength);
            if (slot != ClientSets.NONE) {
                // What has expired is a change by whose command finds it, as in Redis: the reply tells as much.
                invalidate(slot, cause == null ? invalidations.executing() : cause);
            }
        }
    }

    @Override
    public void flushed(final Session cause) {
        trackers.forEach(tracker -> {
            if (tracker.isOn()) {
                invalidations.sendAll(tracker);
            }
        });
        readers.clear();
    }

    /** Bytes of messages written so far, for every 128 receivers: a measure as {@link io.ringhold.engine.pubsub.PubSub#load}. */
    public long load() {
        return invalidations.written() >>> LOAD_SHIFT;
    }

    /** Clients that have tracking turned on. */
    public int clients() {
        return trackers.active();
    }

    /** Keys that are remembered. */
    public long keys() {
        return readers.size();
    }

    /** Readers of these keys, each counted for each key. */
    public long items() {
        return readers.items();
    }

    /** Different prefixes that clients want to hear of. */
    public long prefixes() {
        return broadcast.prefixes();
    }

    private void remember(final CommandContext context, final KeySpec spec, final int position) {
        final Tracker tracker = find(context.session());
        final long address = context.argument(position);
        final int length = context.argumentLength(position);
        if (!readers.add(context.hash(position), address, length, context.session().id())) {
            message.only(address, length); // what cannot be remembered must not be cached
            invalidations.sendKey(tracker, message, address, length);
        }
        forgetExcess(1);
    }

    private long excess() {
        final long limit = engine.settings().trackingTableMaxKeys.value();
        return limit == 0 ? 0 : readers.size() - limit;
    }

    private void forgetExcess(final int atOnce) {
        for (long left = Math.min(atOnce, excess()); left > 0; left--) {
            invalidate(readers.random(random), null);
        }
    }

    private void invalidate(final long slot, final Session cause) {
        final long element = readers.take(slot);
        message.only(readers.address(element), readers.length(element));
        final int count = readers.count(element);
        for (int i = 0; i < count; i++) {
            final Tracker tracker = trackers.find(readers.client(element, i));
            if (tracker != null && tracker.isOn() && !tracker.isBroadcast()
                    && !(tracker.noLoop() && tracker.session() == cause)) {
                invalidations.sendKey(tracker, message, readers.address(element), readers.length(element));
            }
        }
        readers.free(element);
    }
}

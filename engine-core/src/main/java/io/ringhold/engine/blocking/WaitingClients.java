package io.ringhold.engine.blocking;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pipeline.RequestBatch;
import io.ringhold.offheap.arena.Arena;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All clients that wait for keys: who waits for which, in which order, and until when. Clients are served first come, first served, key by
 * key in the order in which the keys were made. Engine thread.
 */
public final class WaitingClients {
    /** A client whose wait was ended, with the error to reply, or null for the reply to a timeout. */
    public record Ended(WaitingClient client, String error) {}

    private static final int NOT_THERE = -1;
    /** What is known of a key that a client waits for is on the heap. */
    private static final int MAX_WAITS = 100_000;

    private final Keyspace keyspace;
    private final Arena arena;
    private final Long2ObjectHashMap<WaitingKey> keys = new Long2ObjectHashMap<>();
    private final Map<Session, WaitingClient> clients = new HashMap<>();
    private final PriorityQueue<WaitingClient> deadlines = new PriorityQueue<>(
            Comparator.comparingLong(WaitingClient::deadlineNs).thenComparingLong(WaitingClient::arrival));
    private final ArrayDeque<WaitingKey> ready = new ArrayDeque<>();
    private final ArrayDeque<Ended> ended = new ArrayDeque<>();
    private final ArrayDeque<WaitingClient> released = new ArrayDeque<>();
    private final ArrayDeque<WaitingClient> answered = new ArrayDeque<>();
    private long arrivals;
    private int waits;

    /**
     * @param arena
     *            for copies of keys.
     */
    public WaitingClients(final Keyspace keyspace, final Arena arena) {
        this.keyspace = keyspace;
        this.arena = arena;
    }

    /** Clients that wait. */
    public int size() {
        return clients.size();
    }

    /** Clients that wait for a limited time. */
    public int timedSize() {
        return deadlines.size();
    }

    /** Keys that clients wait for. */
    public int keyCount() {
        return countKeys(key -> true);
    }

    /** Keys whose clients are to be told, too, when there is no such key any more. */
    public int keysMissedWhenGone() {
        return countKeys(key -> key.clients.stream().anyMatch(client -> client.reason().heedsLoss()));
    }

    private int countKeys(final Predicate<WaitingKey> wanted) {
        int count = 0;
        for (final WaitingKey first : keys.values()) {
            for (WaitingKey key = first; key != null; key = key.sameHash) {
                count += wanted.test(key) ? 1 : 0;
            }
        }
        return count;
    }

    /** The session's command that waits, or null. */
    public WaitingClient of(final Session session) {
        return clients.get(session);
    }

    /**
     * A client begins to wait, for no key yet.
     */
    public WaitingClient add(final Session session, final RequestBatch batch, final int frame, final WaitReason reason,
            final long deadlineNs) {
        final WaitingClient client = new WaitingClient(session, batch, frame, reason, deadlineNs, arrivals++);
        clients.put(session, client);
        if (deadlineNs != Long.MAX_VALUE) {
            deadlines.add(client);
        }
        return client;
    }

    /** The client waits for a key, too; false when there is no memory to remember it. */
    public boolean addKey(final WaitingClient client, final Database database, final long hash, final long keyAddress,
            final int keyLength) {
        WaitingKey key = find(database.index(), hash, keyAddress, keyLength);
        // who adds keys has come last: where the client waits already, it is the last
        if (key != null && !key.clients.isEmpty() && key.clients.getLast() == client) {
            return true;
        }
        if (waits == MAX_WAITS) {
            return false;
        }
        if (key == null) {
            key = WaitingKey.copyOf(arena, database.index(), hash, keyAddress, keyLength);
            if (key == null) {
                return false;
            }
            key.sameHash = keys.put(hash, key);
            keyspace.watched(true);
        }
        client.keys.add(key);
        key.clients.add(client);
        waits++;
        return true;
    }

    /** The client waits no longer. */
    public void remove(final WaitingClient client) {
        clients.remove(client.session());
        if (client.deadlineNs() != Long.MAX_VALUE) {
            deadlines.remove(client);
        }
        for (final WaitingKey key : client.keys) {
            key.clients.remove(client);
            if (key.clients.isEmpty() && !key.ready) {
                forget(key);
            }
        }
        waits -= client.keys.size();
        client.keys.clear();
        keyspace.watched(!keys.isEmpty());
    }

    /** The client waits no longer; the rest of its batch is to be executed. */
    public void release(final WaitingClient client) {
        remove(client);
        released.add(client);
    }

    /** The client waits no longer: its command is to end as if its time were up, or with an error unless that is null. */
    public void end(final WaitingClient client, final String error) {
        remove(client);
        client.session().waiting(false);
        ended.add(new Ended(client, error));
    }

    /** Another server has answered a client that waits for it: its command is to be tried again. */
    public void answered(final WaitingClient client) {
        answered.add(client);
    }

    /** Takes the next client that {@link #answered} was called for, or null; it still waits. */
    public WaitingClient takeAnswered() {
        return answered.poll();
    }

    /** Takes the next client that {@link #end} was called for, or null. */
    public Ended takeEnded() {
        return ended.poll();
    }

    /** Takes the next client that waits no longer, or null. */
    public WaitingClient takeReleased() {
        return released.poll();
    }

    /** True when {@link #takeReleased}, {@link #takeEnded} or {@link #takeAnswered} has one. */
    public boolean hasReleased() {
        return !released.isEmpty() || !ended.isEmpty() || !answered.isEmpty();
    }

    /** A key has been made, has got what clients may wait for, or is going. */
    public void made(final Database database, final long hash, final long keyAddress, final int keyLength) {
        final WaitingKey key = find(database.index(), hash, keyAddress, keyLength);
        if (key == null) {
            return;
        }
        key.fitting = key.fitting || !key.clients.isEmpty() && key.clients.getFirst().isWokenBy(typeOf(key));
        if (!key.ready) {
            key.ready = true;
            ready.add(key);
        }
    }

    /** Databases have been exchanged or emptied: any key may have come or gone. */
    public void replaced() {
        for (final WaitingKey first : keys.values()) {
            for (WaitingKey key = first; key != null; key = key.sameHash) {
                if (!key.ready) {
                    key.ready = true;
                    ready.add(key);
                }
            }
        }
    }

    /** True when {@link #serve} has something to do. */
    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /**
     * Tries the commands of the clients that wait for keys which have been made, until all that is there has been taken.
     *
     * @param attempt
     *            executes a client's command once more, and answers false when it has to wait on.
     */
    public void serve(final Predicate<WaitingClient> attempt) {
        for (WaitingKey key = ready.poll(); key != null; key = ready.poll()) {
            key.ready = false;
            if (key.fitting) {
                key.fitting = false;
                removeIfExpired(key);
            }
            int at = 0;
            int type = typeOf(key);
            while (at < key.clients.size()) {
                final WaitingClient client = key.clients.get(at);
                if (client.isWokenBy(type) && attempt.test(client)) {
                    final boolean isQueued = key.ready; // the attempt may have made it again
                    key.ready = true; // so that it is not forgotten yet
                    release(client);
                    key.ready = isQueued;
                    type = typeOf(key);
                } else {
                    at++;
                }
            }
            if (key.clients.isEmpty() && !key.ready) {
                forget(key);
                keyspace.watched(!keys.isEmpty());
            }
        }
    }

    /** When the next client's time is up, in ns of the engine's clock; {@link Long#MAX_VALUE} when never. */
    public long nextDeadlineNs() {
        final WaitingClient next = deadlines.peek();
        return next == null ? Long.MAX_VALUE : next.deadlineNs();
    }

    /** A client whose time is up, or null; it still waits. */
    public WaitingClient overdue(final long nowNs) {
        final WaitingClient next = deadlines.peek();
        return next != null && next.deadlineNs() - nowNs <= 0 ? next : null;
    }

    /** Who made a key that is waited for has it looked at, whatever it has become since then. */
    private void removeIfExpired(final WaitingKey key) {
        final Database database = keyspace.database(key.database);
        final long slot = database.findEvenExpired(key.hash, key.address, key.length);
        if (slot != 0 && database.hasExpired(database.entry(slot))) {
            database.expireUnlessKept(slot, database.entry(slot));
        }
    }

    /** Looks without a trace: an expired key is for the commands that wait to remove, if they wait for its type. */
    private int typeOf(final WaitingKey key) {
        final Database database = keyspace.database(key.database);
        final long slot = database.table().find(key.hash, key.address, key.length);
        return slot == 0 ? NOT_THERE : keyspace.entries().type(database.entry(slot));
    }

    private WaitingKey find(final int database, final long hash, final long keyAddress, final int keyLength) {
        WaitingKey key = keys.get(hash);
        while (key != null && !key.is(database, keyAddress, keyLength)) {
            key = key.sameHash;
        }
        return key;
    }

    private void forget(final WaitingKey key) {
        WaitingKey first = keys.remove(key.hash);
        WaitingKey kept = null;
        while (first != null) {
            final WaitingKey next = first.sameHash;
            if (first != key) {
                first.sameHash = kept;
                kept = first;
            }
            first = next;
        }
        if (kept != null) {
            keys.put(key.hash, kept);
        }
        arena.free(key.block);
    }
}

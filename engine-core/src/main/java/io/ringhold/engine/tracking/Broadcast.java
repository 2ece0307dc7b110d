package io.ringhold.engine.tracking;

import io.ringhold.engine.client.Session;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.sorted.SortedTree;

/**
 * Clients that want to hear of all keys with a prefix. What changes is gathered, each key once, and told of by one message for each prefix
 * when {@link #send} is called, at the end of the engine's turn: keys and prefixes in their order. A prefix that nobody wanted to hear of when
 * a turn began, as that of a CLIENT TRACKING within a transaction, concerns what changes from then on; such prefixes divide the turn into eras.
 *
 * <p>
 * The prefixes of a key are found by its own beginnings, one look-up for each length that some prefix has, however many prefixes there are. Engine
 * thread; allocates nothing for a change.
 */
final class Broadcast {
    /** Keys that are gathered before they are told of ahead of the end of the turn. */
    static final int MAX_CHANGED = 4096;
    private static final long MAX_CHANGED_BYTES = 1 << 20;
    private static final long NOBODY = 0;

    private final KeyHash hash;
    private final Trackers trackers;
    private final Invalidations invalidations;
    private final InvalidationMessage message;
    private final InvalidationMessage partial;
    private final Elements elements;
    private final SortedTree trees;
    private final ClientSets clients;
    private final PrefixLengths lengths = new PrefixLengths();
    private final StringTree changed;
    /** Prefixes of keys that have changed, each with its element. */
    private final StringTree concerned;
    /** Prefixes that came when keys had changed in this turn already, each with the era that it began. */
    private final StringTree recent;
    private int era;
    private long changedBytes;
    /** True when there was no memory to gather a change. */
    private boolean lost;

    Broadcast(final Arena arena, final KeyHash hash, final Trackers trackers, final Invalidations invalidations) {
        this.hash = hash;
        this.trackers = trackers;
        this.invalidations = invalidations;
        this.message = new InvalidationMessage(arena);
        this.partial = new InvalidationMessage(arena);
        this.elements = new Elements(arena, MemoryTag.TRACKING);
        this.trees = new SortedTree(elements, MemoryTag.TRACKING);
        this.clients = new ClientSets(arena, hash);
        this.changed = newTree();
        this.concerned = newTree();
        this.recent = newTree();
    }

    /** To be called before anything else; false when there is no memory. */
    boolean prepare() {
        return message.prepare() && partial.prepare();
    }

    /** An empty tree, for a client's prefixes. */
    StringTree newTree() {
        return new StringTree(elements, trees);
    }

    /** Different prefixes. */
    long prefixes() {
        return clients.size();
    }

    /** A client wants to hear of a prefix; false when there is no memory. */
    boolean add(final long address, final int length, final long client) {
        final long prefixHash = hash.hash(address, length);
        if (hasChanged() && clients.find(prefixHash, address, length) == ClientSets.NONE
                && !beginEra(address, length)) {
            return false;
        }
        final long before = clients.size();
        if (!clients.add(prefixHash, address, length, client)) {
            return false;
        }
        if (clients.size() != before) {
            lengths.add(length);
        }
        return true;
    }

    /** A client does not want to hear of a prefix any more. */
    void remove(final long address, final int length, final long client) {
        final long slot = clients.find(hash.hash(address, length), address, length);
        if (slot != ClientSets.NONE && clients.remove(slot, client)) {
            lengths.remove(length);
        }
    }

    /** Gathers a change of a key that has a prefix. */
    void changed(final long address, final int length, final Session cause) {
        if (!hasPrefix(address, length)) {
            return;
        }
        final long by = cause == null ? NOBODY : cause.id();
        final long position = changed.find(address, length);
        if (position != StringTree.NONE) {
            changed.number(position, by);
            changed.era(position, era);
        } else if (changed.add(address, length, by, era)) {
            changedBytes += length;
            if (changed.size() == MAX_CHANGED || changedBytes > MAX_CHANGED_BYTES) {
                send();
            }
        } else {
            lost = true;
        }
    }

    /** True when {@link #send} has something to do. */
    boolean hasChanged() {
        return lost || changed.size() > 0;
    }

    /** Tells of what has changed since the last call. */
    void send() {
        for (long key = changed.first(); key != StringTree.NONE; key = changed.next(key)) {
            gatherPrefixes(changed.address(key), changed.length(key));
        }
        if (lost) {
            message.all();
            trackers.forEach(tracker -> {
                if (tracker.isBroadcast()) {
                    invalidations.send(tracker, message);
                }
            });
        } else {
            for (long prefix = concerned.first(); prefix != StringTree.NONE; prefix = concerned.next(prefix)) {
                sendPrefix(prefix);
            }
        }
        concerned.clear();
        changed.clear();
        recent.clear();
        era = 0;
        changedBytes = 0;
        lost = false;
    }

    /** What has changed before is not for this new prefix; false when there is no memory. */
    private boolean beginEra(final long address, final int length) {
        final long position = recent.find(address, length);
        if (position == StringTree.NONE) {
            return recent.add(address, length, 0, ++era);
        }
        recent.era(position, ++era);
        return true;
    }

    private boolean hasPrefix(final long address, final int length) {
        for (int i = 0; i < lengths.count() && lengths.length(i) <= length; i++) {
            if (clients.find(hash.hash(address, lengths.length(i)), address, lengths.length(i)) != ClientSets.NONE) {
                return true;
            }
        }
        return false;
    }

    private void gatherPrefixes(final long address, final int length) {
        for (int i = 0; i < lengths.count() && lengths.length(i) <= length; i++) {
            final int part = lengths.length(i);
            final long slot = clients.find(hash.hash(address, part), address, part);
            if (slot != ClientSets.NONE && concerned.find(address, part) == StringTree.NONE) {
                final long position = recent.find(address, part);
                lost |= !concerned.add(address, part, clients.element(slot),
                        position == StringTree.NONE ? 0 : recent.era(position));
            }
        }
    }

    private void sendPrefix(final long prefix) {
        final long element = concerned.number(prefix);
        final long all = write(message, prefix, NOBODY);
        for (int i = 0; all > 0 && i < clients.count(element); i++) {
            final Tracker tracker = trackers.find(clients.client(element, i));
            if (!tracker.noLoop()) {
                invalidations.send(tracker, message);
                continue;
            }
            final long others = count(prefix, tracker.session().id());
            if (others == all) {
                invalidations.send(tracker, message);
            } else if (others > 0) {
                write(partial, prefix, tracker.session().id());
                invalidations.send(tracker, partial);
            }
        }
    }

    /** Writes a message of the keys of a concerned prefix that others than a client have changed; returns how many there are. */
    private long write(final InvalidationMessage target, final long prefix, final long except) {
        final long keys = count(prefix, except);
        target.begin(keys);
        for (long key = first(prefix); isWithin(key, prefix); key = changed.next(key)) {
            if (isFor(key, prefix, except)) {
                target.key(changed.address(key), changed.length(key));
            }
        }
        return keys;
    }

    private long count(final long prefix, final long except) {
        long keys = 0;
        for (long key = first(prefix); isWithin(key, prefix); key = changed.next(key)) {
            keys += isFor(key, prefix, except) ? 1 : 0;
        }
        return keys;
    }

    private long first(final long prefix) {
        return changed.ceiling(concerned.address(prefix), concerned.length(prefix));
    }

    private boolean isWithin(final long key, final long prefix) {
        return key != StringTree.NONE && StringTree.isPrefix(concerned.address(prefix), concerned.length(prefix),
                changed.address(key), changed.length(key));
    }

    private boolean isFor(final long key, final long prefix, final long except) {
        return changed.era(key) >= concerned.era(prefix) && (except == NOBODY || changed.number(key) != except);
    }
}

package io.ringhold.engine.commands.server.digest;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.ListValues;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.SortedSetValues;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.offheap.keys.Entries;

/**
 * Digests a value with its type and its expiry, without its key. HyperLogLogs are strings; -0 and 0 are one score; fields of a hash whose
 * time has come are not there. Engine thread; allocates nothing but itself.
 */
final class ValueDigester {
    private final Entries entries;
    private final StringValues strings;
    private final ListValues lists;
    private final SetValues sets;
    private final HashValues hashes;
    private final SortedSetValues sortedSets;
    private final StreamDigester streams;
    private final ListCursor element = new ListCursor();
    private final SetCursor setMember = new SetCursor();
    private final HashCursor field = new HashCursor();
    private final SortedSetCursor member = new SortedSetCursor();
    private final Digest160 part = new Digest160();
    private final Digest160 sum = new Digest160();

    ValueDigester(final Keyspace keyspace) {
        this.entries = keyspace.entries();
        this.strings = keyspace.strings();
        this.lists = keyspace.lists();
        this.sets = keyspace.sets();
        this.hashes = keyspace.hashes();
        this.sortedSets = keyspace.sortedSets();
        this.streams = new StreamDigester(keyspace.streams());
    }

    /**
     * Digests the value of an entry that has not expired.
     *
     * @param digest
     *            is begun anew.
     * @return false when it is a hash whose fields have all expired: the key only waits for its removal.
     */
    boolean value(final long entry, final Digest160 digest) {
        final int type = entries.type(entry);
        digest.begin();
        digest.number(type);
        digest.number(entries.expireAtMs(entry));
        switch (type) {
            case ValueType.STRING -> string(entry, digest);
            case ValueType.LIST -> list(entry, digest);
            case ValueType.SET -> set(entry, digest);
            case ValueType.SORTED_SET -> sortedSet(entry, digest);
            case ValueType.HASH -> {
                return hash(entry, digest);
            }
            case ValueType.STREAM -> streams.stream(entry, digest);
            default -> throw new IllegalStateException("no value type " + type);
        }
        return true;
    }

    private void string(final long entry, final Digest160 digest) {
        strings.view(entry);
        digest.bytes(strings.viewAddress(), strings.viewLength());
    }

    private void list(final long entry, final Digest160 digest) {
        digest.number(lists.length(entry));
        for (boolean more = lists.seek(entry, 0, element); more; more = lists.next(element)) {
            lists.view(element);
            digest.bytes(lists.viewAddress(), lists.viewLength());
        }
    }

    private void set(final long entry, final Digest160 digest) {
        sum.beginSum();
        for (boolean more = sets.first(entry, setMember); more; more = sets.next(setMember)) {
            sets.view(setMember);
            part.begin();
            part.bytes(sets.viewAddress(), sets.viewLength());
            sum.add(part);
        }
        digest.digest(sum);
    }

    private boolean hash(final long entry, final Digest160 digest) {
        if (!hashes.first(entry, field)) {
            return false;
        }
        sum.beginSum();
        do {
            hashes.view(field);
            part.begin();
            part.bytes(hashes.fieldAddress(), hashes.fieldLength());
            part.bytes(hashes.valueAddress(), hashes.valueLength());
            part.number(hashes.expireAtMs(field));
            sum.add(part);
        } while (hashes.next(field));
        digest.digest(sum);
        return true;
    }

    private void sortedSet(final long entry, final Digest160 digest) {
        sum.beginSum();
        for (boolean more = sortedSets.at(entry, 0, member); more; more = sortedSets.step(member, false)) {
            sortedSets.view(member);
            part.begin();
            part.bytes(sortedSets.viewAddress(), sortedSets.viewLength());
            part.number(Double.doubleToLongBits(sortedSets.score() + 0.0)); // makes -0 0
            sum.add(part);
        }
        digest.digest(sum);
    }
}

package io.ringhold.engine.keyspace.hash;

import io.ringhold.offheap.keys.Entries;

import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_HASHTABLE_EX;
import static io.ringhold.engine.keyspace.ValueType.ENCODING_LISTPACK_EX;

/**
 * Makes hashes ones of another encoding, and copies them, with the fields whose time has come. What needs memory says so when there is none: the hash is then as it was. Engine thread;
 * allocates nothing on the heap.
 */
final class HashConversions {
    private final HashValues hashes;
    private final Entries entries;
    private final FieldListpack small;
    private final FieldDict large;
    private final HashCursor walk = new HashCursor();

    HashConversions(final HashValues hashes, final Entries entries, final FieldListpack small, final FieldDict large) {
        this.hashes = hashes;
        this.entries = entries;
        this.small = small;
        this.large = large;
    }

    /** A copy of a dict, with its times if it has some, or 0 when there is no memory. */
    long copyDict(final long entry) {
        final long root = createDictOf(entry);
        if (root == 0 || !hashes.isTimed(entry)) {
            return root;
        }
        final long copied = large.createTimed(root);
        if (copied != 0 && large.times().addAll(large.timesOf(copied), hashes.timesOf(entry))) {
            return copied;
        }
        large.free(copied == 0 ? root : copied, copied != 0);
        return 0;
    }

    /** A listpack whose fields do not expire gets times. */
    boolean toTimedListpack(final long entry) {
        final long old = hashes.reference(entry);
        final long created = small.withTimes(old);
        if (created == 0) {
            return false;
        }
        small.listpack().free(old);
        entries.external(entry, created, 0);
        entries.encoding(entry, ENCODING_LISTPACK_EX);
        return true;
    }

    /** A dict whose fields do not expire gets times. */
    boolean toTimedDict(final long entry) {
        final long created = large.createTimed(hashes.reference(entry));
        if (created != 0) {
            entries.external(entry, created, 0);
            entries.encoding(entry, ENCODING_HASHTABLE_EX);
        }
        return created != 0;
    }

    /** A listpack, with times or without, becomes a dict. */
    boolean toDict(final long entry) {
        final boolean timed = hashes.isTimed(entry);
        final long root = createDictOf(entry);
        if (root == 0) {
            return false;
        }
        final long created = timed ? large.createTimed(root) : root;
        if (created == 0 || timed && !copyTimes(entry, large.timesOf(created))) {
            large.free(created == 0 ? root : created, created != 0);
            return false;
        }
        small.listpack().free(hashes.reference(entry));
        entries.external(entry, created, 0);
        entries.encoding(entry, timed ? ENCODING_HASHTABLE_EX : ENCODING_HASHTABLE);
        return true;
    }

    private boolean copyTimes(final long entry, final long ofTimes) {
        boolean complete = true;
        for (boolean more = hashes.firstWithDue(entry, walk); more && complete; more = hashes.nextWithDue(walk)) {
            final long atMs = hashes.expireAtMs(walk);
            if (atMs != HashValues.NEVER) {
                hashes.view(walk);
                complete = large.times().add(ofTimes, hashes.fieldAddress(), hashes.fieldLength(), (double) atMs);
            }
        }
        return complete;
    }

    /** A dict of a hash's fields and values, or 0 when there is no memory. */
    private long createDictOf(final long entry) {
        final long root = large.dict().create();
        if (root == 0) {
            return 0;
        }
        for (boolean more = hashes.firstWithDue(entry, walk); more; more = hashes.nextWithDue(walk)) {
            hashes.view(walk);
            if (!large.add(root, hashes.fieldAddress(), hashes.fieldLength(), hashes.valueAddress(),
                    hashes.valueLength())) {
                large.free(root, false);
                return 0;
            }
        }
        return root;
    }
}

package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Ids;

/**
 * How far a group has come: the number of entries that were ever added up to an id, as far as that is known when some of them have been deleted. As
 * documented for XINFO GROUPS. Made once per engine; for one stream at a time, until that changes. Engine thread; allocates nothing.
 */
final class Progress {
    /** How many entries were read, when that is not known. */
    static final long UNKNOWN = -1;
    /** A lag that is not known; the known ones may be negative, since clients set what was read. */
    static final long UNKNOWN_LAG = Long.MIN_VALUE;

    private final Streams streams;
    private final Groups groups;
    private final StreamIterator entries;
    private long root;
    private long firstMs;
    private long firstSeq;

    Progress(final CommandContext context) {
        streams = context.streams().streams();
        groups = context.streams().groups();
        entries = new StreamIterator(streams);
    }

    /** Sets which stream to look at. */
    void of(final long newRoot) {
        root = newRoot;
        entries.range(root, 0, 0, -1, -1, false);
        final boolean hasEntry = entries.next();
        firstMs = hasEntry ? entries.ms() : 0;
        firstSeq = hasEntry ? entries.seq() : 0;
    }

    /** Milliseconds of the first entry's id; 0 when there is none. */
    long firstMs() {
        return firstMs;
    }

    /** Sequence of the first entry's id; 0 when there is none. */
    long firstSeq() {
        return firstSeq;
    }

    /** How many entries the group has yet to read, or {@link #UNKNOWN_LAG}. */
    long lag(final long group) {
        final long added = streams.entriesAdded(root);
        if (added == 0) {
            return 0;
        }
        final long ms = groups.lastMs(group);
        final long seq = groups.lastSeq(group);
        final long read = groups.entriesRead(group) != UNKNOWN && !isFragmentedFrom(ms, seq)
                ? groups.entriesRead(group)
                : addedUpTo(ms, seq);
        return read == UNKNOWN ? UNKNOWN_LAG : added - read;
    }

    /** Notes that the group has read an entry: its last id, and how many it has read. */
    void read(final long group, final long ms, final long seq) {
        if (Ids.compare(ms, seq, groups.lastMs(group), groups.lastSeq(group)) <= 0) {
            return;
        }
        if (groups.entriesRead(group) != UNKNOWN && !isFragmentedFrom(ms, seq)) {
            groups.entriesRead(group, groups.entriesRead(group) + 1);
        } else if (streams.entriesAdded(root) != 0) {
            groups.entriesRead(group, addedUpTo(ms, seq));
        }
        groups.lastId(group, ms, seq);
    }

    /** Whether an entry at an id or behind it was deleted while there were entries before that. */
    private boolean isFragmentedFrom(final long ms, final long seq) {
        return streams.length(root) > 0 && hasDeleted() && compareDeleted(firstMs, firstSeq) >= 0
                && compareDeleted(ms, seq) >= 0;
    }

    /** How many entries were ever added up to an id, that one included. */
    private long addedUpTo(final long ms, final long seq) {
        final long added = streams.entriesAdded(root);
        if (added == 0) {
            return 0;
        }
        final int toLast = Ids.compare(ms, seq, streams.lastMs(root), streams.lastSeq(root));
        if (toLast >= 0 || streams.length(root) == 0) {
            return toLast > 0 ? UNKNOWN : added;
        }
        if (hasDeleted() && compareDeleted(firstMs, firstSeq) >= 0) {
            return UNKNOWN;
        }
        final int toFirst = Ids.compare(ms, seq, firstMs, firstSeq);
        if (toFirst > 0) {
            return UNKNOWN;
        }
        return added - streams.length(root) + (toFirst == 0 ? 1 : 0);
    }

    private boolean hasDeleted() {
        return streams.maxDeletedMs(root) != 0 || streams.maxDeletedSeq(root) != 0;
    }

    private int compareDeleted(final long ms, final long seq) {
        return Ids.compare(streams.maxDeletedMs(root), streams.maxDeletedSeq(root), ms, seq);
    }
}

package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.stream.GroupSizes;
import io.ringhold.offheap.stream.index.Outcome;
import io.ringhold.wal.rdb.RdbFormat;

/**
 * Measures consumer groups that are too large to be built. Whether the pending entries of the consumers are those of the group is known by sums of the hashes of their
 * ids: a wrong group passes with a chance of 1 in 2^64. Engine thread; allocates nothing on the heap but for errors.
 */
final class SizedGroup implements GroupTarget, AutoCloseable {
    private final GroupSizes sizes;
    private final KeyHash hash;
    private RdbInput input;
    private ValueParts parts;
    private long unclaimed;
    private long unclaimedHashes;

    SizedGroup(final Keyspace keyspace) {
        this.sizes = new GroupSizes(keyspace.arena());
        this.hash = keyspace.hash();
    }

    /** Sets who is told of the groups that come. */
    void of(final RdbInput from, final ValueParts newParts) {
        input = from;
        parts = newParts;
    }

    @Override
    public void begin(final long nameAddress, final int nameLength, final long lastMs, final long lastSeq,
            final long entriesRead) {
        sizes.begin(nameLength);
        unclaimed = 0;
        unclaimedHashes = 0;
    }

    @Override
    public void pending(final long idAddress, final long deliveredMs, final long deliveries) throws RdbException {
        expectDone(sizes.pending(StreamIds.ms(idAddress), StreamIds.seq(idAddress)),
                "Duplicated global PEL entry loading stream consumer group");
        unclaimed++;
        unclaimedHashes += hash.hash(idAddress, RdbFormat.STREAM_ID_LENGTH);
    }

    @Override
    public void consumer(final long nameAddress, final int nameLength, final long seenMs, final long activeMs) {
        sizes.consumer(nameLength);
    }

    @Override
    public void claim(final long idAddress) throws RdbException {
        if (unclaimed == 0) {
            throw input.broken("Consumer entry not found in group global PEL");
        }
        expectDone(sizes.claimed(StreamIds.ms(idAddress), StreamIds.seq(idAddress)),
                "Duplicated consumer PEL entry loading a stream consumer group");
        unclaimed--;
        unclaimedHashes -= hash.hash(idAddress, RdbFormat.STREAM_ID_LENGTH);
    }

    @Override
    public void end() throws RdbException {
        if (unclaimed != 0 || unclaimedHashes != 0) {
            throw input.broken("Stream with a group whose PEL is not that of its consumers");
        }
        parts.groups(sizes.end());
    }

    private void expectDone(final Outcome outcome, final String otherwise) throws RdbException {
        if (outcome == Outcome.NO_MEMORY) {
            throw input.outOfMemory();
        }
        if (outcome != Outcome.DONE) {
            throw input.broken(otherwise);
        }
    }

    @Override
    public void close() {
        sizes.close();
    }
}

package io.ringhold.offheap.stream;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.BlockMover;
import io.ringhold.offheap.stream.index.IdMap;

import static io.ringhold.offheap.stream.StreamDescriptor.NODES_OFFSET;

/**
 * Moves the blocks of a stream, all but its root, some dozens at a time. It knows how far it has come with one stream, by ids and by indexes of
 * groups and consumers, so the stream may change in between: then something may be passed over, or come twice. The thread that owns the
 * arena; allocates nothing on the heap.
 */
public final class StreamRelocator {
    private enum Stage {
        NODES, GROUP, CONSUMER, CONSUMER_PENDING, GROUP_PENDING
    }

    /** Each pending entry of a consumer refers to it. A consumer with more stays where it is: it holds little beside what they take. */
    private static final int MAX_PENDING_OF_MOVED = 512;

    private final Arena arena;
    private final Streams streams;
    private final Groups groups;
    private final Consumers consumers;
    private final IdMap ids;
    /** Finds ids in other maps than the one that is gone through. */
    private final IdMap others;
    private Stage stage = Stage.NODES;
    private int group;
    private int consumer;
    private long nextMs;
    private long nextSeq;

    StreamRelocator(final Arena arena, final Streams streams) {
        this.arena = arena;
        this.streams = streams;
        this.groups = streams.groups();
        this.consumers = groups.consumers();
        this.ids = new IdMap(arena);
        this.others = new IdMap(arena);
    }

    /**
     * Moves some blocks.
     *
     * @param begin
     *            whether this is the first call for the stream.
     * @return true when all have been gone through.
     */
    public boolean relocateSome(final long stream, final boolean begin, final BlockMover mover) {
        if (begin) {
            groups.relocateTable(stream, mover);
            enter(Stage.NODES);
            group = 0;
        }
        if (stage == Stage.NODES) {
            if (!relocateLeaf(stream + NODES_OFFSET, mover, true, false)) {
                enter(Stage.GROUP);
            }
            return false;
        }
        if (group >= groups.count(stream)) {
            return true;
        }
        relocateGroup(stream, mover);
        return false;
    }

    /** How many nodes a stream has, and as many as there can be when it has groups. */
    public long parts(final long stream) {
        return groups.count(stream) == 0 ? streams.nodes(stream) : Long.MAX_VALUE;
    }

    private void relocateGroup(final long stream, final BlockMover mover) {
        if (stage == Stage.GROUP) {
            groups.relocate(stream, group, mover);
            consumer = 0;
            enter(Stage.CONSUMER);
            return;
        }
        final long at = groups.at(stream, group);
        if (stage == Stage.GROUP_PENDING) {
            if (!relocateLeaf(groups.pendingMap(at), mover, true, true)) {
                group++;
                enter(Stage.GROUP);
            }
        } else if (consumer >= consumers.count(at)) {
            enter(Stage.GROUP_PENDING);
        } else if (stage == Stage.CONSUMER) {
            consumers.relocate(at, consumer, MAX_PENDING_OF_MOVED, mover);
            enter(Stage.CONSUMER_PENDING);
        } else if (!relocateLeaf(consumers.pendingMap(consumers.at(at, consumer)), mover, false, false)) {
            consumer++;
            enter(Stage.CONSUMER);
        }
    }

    private void enter(final Stage next) {
        stage = next;
        nextMs = 0;
        nextSeq = 0;
    }

    /** Moves one leaf of a map, the nodes above it, and what its values refer to; false when that was the last one. */
    private boolean relocateLeaf(final long map, final BlockMover mover, final boolean withValues,
            final boolean arePending) {
        if (!ids.ceiling(map, nextMs, nextSeq)) {
            return false;
        }
        ids.relocatePath(map, mover);
        do {
            nextMs = ids.ms();
            nextSeq = ids.seq();
            if (withValues) {
                final long block = ids.value();
                final long moved = mover.move(block);
                if (moved != block) {
                    ids.value(moved);
                    if (arePending) {
                        referFromConsumer(moved);
                    }
                }
            }
        } while (ids.nextOfLeaf());
        nextSeq++;
        nextMs += nextSeq == 0 ? 1 : 0;
        return nextSeq != 0 || nextMs != 0;
    }

    private void referFromConsumer(final long entry) {
        final long of = arena.getLong(entry + PendingDescriptor.CONSUMER_OFFSET);
        if (of != PendingEntries.NO_CONSUMER && others.find(consumers.pendingMap(of), nextMs, nextSeq)) {
            others.value(entry);
        }
    }
}

package io.ringhold.engine.pubsub;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;

import static io.ringhold.engine.pubsub.TopicDescriptor.COUNT_OFFSET;
import static io.ringhold.engine.pubsub.TopicDescriptor.LINE_END;
import static io.ringhold.engine.pubsub.TopicDescriptor.LINE_END_LENGTH;
import static io.ringhold.engine.pubsub.TopicDescriptor.LINK_OFFSET;
import static io.ringhold.engine.pubsub.TopicDescriptor.NAME_LENGTH_OFFSET;
import static io.ringhold.engine.pubsub.TopicDescriptor.NAME_OFFSET;
import static io.ringhold.engine.pubsub.TopicDescriptor.SUBSCRIPTIONS_OFFSET;

/** All topics of a kind that have subscribers, in the order in which they got their first: layout in {@link TopicDescriptor}. */
public final class Topics {
    private final Arena arena;
    private final KeyHash keyHash;
    private final Links links;
    private final RecordTable table;
    /** Of the list of all; a block of its own as long as there are any. */
    private long anchor;

    Topics(final Arena arena, final KeyHash keyHash) {
        this.arena = arena;
        this.keyHash = keyHash;
        this.links = new Links(arena);
        this.table = new RecordTable(arena);
    }

    /** How many there are. */
    public int count() {
        return table.size();
    }

    /** The topic of a name, or 0. */
    public long find(final long nameAddress, final int nameLength) {
        return count() == 0 ? 0 : find(keyHash.hash(nameAddress, nameLength), nameAddress, nameLength);
    }

    /** The first topic, or 0. */
    public long first() {
        return anchor == 0 ? 0 : topicOf(links.next(anchor));
    }

    /** The topic behind one, or 0. */
    public long next(final long topic) {
        return topicOf(links.next(topic + LINK_OFFSET));
    }

    /** Absolute address of a topic's name; a line end stands behind it. */
    public long nameAddress(final long topic) {
        return arena.address(topic + NAME_OFFSET);
    }

    public int nameLength(final long topic) {
        return arena.getInt(topic + NAME_LENGTH_OFFSET);
    }

    /** How many clients have subscribed to a topic. */
    public int subscribers(final long topic) {
        return arena.getInt(topic + COUNT_OFFSET);
    }

    /** The topic of a name, made when it is not there; 0 when there is no memory. */
    long findOrAdd(final long nameAddress, final int nameLength) {
        final long hash = keyHash.hash(nameAddress, nameLength);
        final long found = find(hash, nameAddress, nameLength);
        return found != 0 ? found : add(hash, nameAddress, nameLength);
    }

    /** Forgets a topic when it has no subscribers. */
    void removeIfUnused(final long topic) {
        if (subscribers(topic) != 0) {
            return;
        }
        table.remove(topic);
        links.remove(topic + LINK_OFFSET);
        arena.free(topic);
        freeAnchor();
    }

    /** Anchor of the list of a topic's subscriptions. */
    static long subscriptions(final long topic) {
        return topic + SUBSCRIPTIONS_OFFSET;
    }

    void countSubscribers(final long topic, final int more) {
        arena.putInt(topic + COUNT_OFFSET, subscribers(topic) + more);
    }

    private long find(final long hash, final long nameAddress, final int nameLength) {
        long topic = table.first(hash);
        while (topic != 0 && !(table.hash(topic) == hash && nameLength(topic) == nameLength
                && Memory.equals(nameAddress(topic), nameAddress, nameLength))) {
            topic = table.next(topic);
        }
        return topic;
    }

    private long add(final long hash, final long nameAddress, final int nameLength) {
        if (anchor == 0) {
            anchor = arena.allocate(Links.LENGTH, MemoryTag.SUBSCRIPTIONS);
            if (anchor == 0) {
                return 0;
            }
            links.clear(anchor);
        }
        final long topic = arena.allocate(NAME_OFFSET + (long) nameLength + LINE_END_LENGTH, MemoryTag.SUBSCRIPTIONS);
        if (topic == 0 || !table.add(topic, hash)) {
            if (topic != 0) {
                arena.free(topic);
            }
            freeAnchor();
            return 0;
        }
        links.append(anchor, topic + LINK_OFFSET);
        links.clear(subscriptions(topic));
        arena.putInt(topic + COUNT_OFFSET, 0);
        arena.putInt(topic + NAME_LENGTH_OFFSET, nameLength);
        arena.putBytes(topic + NAME_OFFSET, nameAddress, nameLength);
        arena.putShort(topic + NAME_OFFSET + nameLength, LINE_END);
        return topic;
    }

    private void freeAnchor() {
        if (count() == 0) {
            arena.free(anchor);
            anchor = 0;
        }
    }

    private long topicOf(final long link) {
        return link == anchor ? 0 : link - LINK_OFFSET;
    }
}

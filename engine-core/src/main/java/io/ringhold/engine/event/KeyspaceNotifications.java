package io.ringhold.engine.event;

import java.util.EnumSet;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.pubsub.PubSub;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/**
 * Keyspace notifications: publishes what happens to keys, as {@code notify-keyspace-events} says.
 *
 * <pre>
 *   channel                     message
 *   __keyspace@DB__:KEY         EVENT      K
 *   __keyevent@DB__:EVENT       KEY        E
 * </pre>
 *
 * It observes keys only while something is to be published. Without memory for a channel's name a notification is lost, as others are when
 * nobody listens. Engine thread; publishing allocates nothing on the heap. Source: Redis' documentation of keyspace notifications.
 */
@SuppressWarnings("EnumOrdinal")
public final class KeyspaceNotifications implements KeyObserver {
    private static final String KEY_CHANNEL = "__keyspace@";
    private static final String EVENT_CHANNEL = "__keyevent@";
    private static final String BEHIND_DATABASE = "__:";
    private static final int HEAD_BYTES = KEY_CHANNEL.length() + Decimal.MAX_LENGTH + BEHIND_DATABASE.length();
    private static final int KEPT_BYTES = 1 << 16;

    private final KeyEvents events;
    private final Keyspace keyspace;
    private final PubSub pubSub;
    private final Arena arena;
    private final EnumSet<EventClass> published = EnumSet.noneOf(EventClass.class);
    private boolean toKeys;
    private boolean toEvents;
    /** Holds the event's name and the channel's behind it while they are published; 0 before the first. */
    private long block;
    private long blockBytes;

    /**
     * @param arena
     *            of the clients, for names.
     */
    public KeyspaceNotifications(final KeyEvents events, final Keyspace keyspace, final PubSub pubSub,
            final Arena arena) {
        this.events = events;
        this.keyspace = keyspace;
        this.pubSub = pubSub;
        this.arena = arena;
    }

    /**
     * Chooses what is published.
     *
     * @param letters
     *            those of {@link EventClass}, {@code K} for the keys' channels, {@code E} for the events' ones.
     */
    public void publish(final String letters) {
        toKeys = letters.indexOf('K') >= 0;
        toEvents = letters.indexOf('E') >= 0;
        published.clear();
        for (final EventClass eventClass : EventClass.values()) {
            if ((toKeys || toEvents) && letters.indexOf(eventClass.letter()) >= 0) {
                published.add(eventClass);
            }
        }
        events.observe(this, !published.isEmpty());
        keyspace.announce(published.contains(EventClass.NEW_KEY), published.contains(EventClass.KEY_MISS));
        if (published.isEmpty()) {
            release();
        }
    }

    @Override
    public void happened(final KeyEvent event, final Database database, final long keyAddress, final int keyLength) {
        if (!published.contains(event.eventClass()) || !pubSub.hasSubscribers()) {
            return;
        }
        final int nameLength = event.redisName().length();
        if (!reserve(nameLength + HEAD_BYTES + (long) Math.max(keyLength, nameLength))) {
            return;
        }
        final long name = arena.address(block);
        write(event.redisName(), name);
        if (toKeys) {
            publish(KEY_CHANNEL, database, keyAddress, keyLength, name, nameLength);
        }
        if (toEvents) {
            publish(EVENT_CHANNEL, database, name, nameLength, keyAddress, keyLength);
        }
        if (blockBytes > KEPT_BYTES) {
            release();
        }
    }

    /** Publishes a message to the channel of a key or an event; the block has the event's name already. */
    private void publish(final String head, final Database database, final long ownerAddress, final int ownerLength,
            final long messageAddress, final int messageLength) {
        final long channel = arena.address(block) + blockBytes - HEAD_BYTES - ownerLength;
        long end = write(head, channel);
        end = Decimal.write(end, database.index());
        end = write(BEHIND_DATABASE, end);
        Memory.copy(ownerAddress, end, ownerLength);
        pubSub.publish(channel, (int) (end - channel) + ownerLength, messageAddress, messageLength);
    }

    /** Makes room for names; false when there is no memory. */
    private boolean reserve(final long bytes) {
        if (bytes <= blockBytes) {
            return true;
        }
        release();
        block = arena.allocate(bytes, MemoryTag.SCRATCH);
        blockBytes = block == 0 ? 0 : bytes;
        return block != 0;
    }

    private void release() {
        if (block != 0) {
            arena.free(block);
            block = 0;
            blockBytes = 0;
        }
    }

    /** Writes ASCII and returns the address behind. */
    private static long write(final String text, final long address) {
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(address + i, (byte) text.charAt(i));
        }
        return address + text.length();
    }
}

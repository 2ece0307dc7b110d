package io.ringhold.engine.event;

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
    private static final KeyEvent[] EVENTS = KeyEvent.values();
    private static final int LONGEST_NAME = longestName();

    private final KeyEvents events;
    private final Keyspace keyspace;
    private final PubSub pubSub;
    private final Arena arena;
    private boolean toKeys;
    private boolean toEvents;
    /** A bit for each class that is published, by its ordinal. */
    private int classes;
    /** Holds the names of the events, each {@link #LONGEST_NAME} behind the one before; 0 while nothing is published. */
    private long names;
    /** Holds a channel's name while it is published; 0 before the first. */
    private long channel;
    private int channelBytes;

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
     * @return false when there is no memory; nothing is published then.
     */
    public boolean publish(final String letters) {
        toKeys = letters.indexOf('K') >= 0;
        toEvents = letters.indexOf('E') >= 0;
        classes = 0;
        for (final EventClass eventClass : EventClass.values()) {
            if (letters.indexOf(eventClass.letter()) >= 0) {
                classes |= bit(eventClass);
            }
        }
        final boolean wanted = classes != 0 && (toKeys || toEvents);
        final boolean works = wanted && (names != 0 || writeNames());
        if (!works) {
            release();
        }
        events.observe(this, works);
        keyspace.announce(works && publishes(EventClass.NEW_KEY), works && publishes(EventClass.KEY_MISS));
        return works == wanted;
    }

    @Override
    public void happened(final KeyEvent event, final Database database, final long keyAddress, final int keyLength) {
        if (!publishes(event.eventClass()) || !pubSub.hasSubscribers()) {
            return;
        }
        final long name = arena.address(names) + (long) event.ordinal() * LONGEST_NAME;
        final int nameLength = event.redisName().length();
        if (toKeys) {
            publish(KEY_CHANNEL, database, keyAddress, keyLength, name, nameLength);
        }
        if (toEvents) {
            publish(EVENT_CHANNEL, database, name, nameLength, keyAddress, keyLength);
        }
        if (channelBytes > KEPT_BYTES) {
            releaseChannel();
        }
    }

    private void publish(final String head, final Database database, final long tailAddress, final int tailLength,
            final long messageAddress, final int messageLength) {
        if (!reserve(HEAD_BYTES + (long) tailLength)) {
            return;
        }
        final long start = arena.address(channel);
        long end = write(head, start);
        end = Decimal.write(end, database.index());
        end = write(BEHIND_DATABASE, end);
        Memory.copy(tailAddress, end, tailLength);
        pubSub.publish(start, (int) (end - start) + tailLength, messageAddress, messageLength);
    }

    private boolean publishes(final EventClass eventClass) {
        return (classes & bit(eventClass)) != 0;
    }

    private static int bit(final EventClass eventClass) {
        return 1 << eventClass.ordinal();
    }

    private boolean writeNames() {
        names = arena.allocate((long) EVENTS.length * LONGEST_NAME, MemoryTag.SCRATCH);
        if (names == 0) {
            return false;
        }
        for (final KeyEvent event : EVENTS) {
            write(event.redisName(), arena.address(names) + (long) event.ordinal() * LONGEST_NAME);
        }
        return true;
    }

    /** Room for a channel's name; false when there is no memory. */
    private boolean reserve(final long bytes) {
        if (bytes <= channelBytes) {
            return true;
        }
        releaseChannel();
        if (bytes > Integer.MAX_VALUE) {
            return false;
        }
        channel = arena.allocate(bytes, MemoryTag.SCRATCH);
        channelBytes = channel == 0 ? 0 : (int) bytes;
        return channel != 0;
    }

    private void release() {
        if (names != 0) {
            arena.free(names);
            names = 0;
        }
        releaseChannel();
    }

    private void releaseChannel() {
        if (channel != 0) {
            arena.free(channel);
            channel = 0;
            channelBytes = 0;
        }
    }

    /** Writes ASCII and returns the address behind. */
    private static long write(final String text, final long address) {
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(address + i, (byte) text.charAt(i));
        }
        return address + text.length();
    }

    private static int longestName() {
        int longest = 0;
        for (final KeyEvent event : EVENTS) {
            longest = Math.max(longest, event.redisName().length());
        }
        return longest;
    }
}

package io.ringhold.offheap.arena;

/**
 * What a block of an arena is for; the arena accounts for each tag exactly. The ids are part of the arena's format and
 * never change, nor is one used again.
 */
public enum MemoryTag {
    /** The allocator's own pages, and whatever else describes the arena itself. */
    METADATA(0),
    /** Entry blocks: key, embedded value, expiry. */
    KEYS(1),
    /** String values that do not fit their entry. */
    STRINGS(2),
    /** Listpacks and intsets, alone or as nodes of a quicklist. */
    LISTPACKS(3),
    /** Hash tables of hash and set values. */
    DICT(4),
    /** Skip lists of sorted sets. */
    SKIPLIST(5),
    /** Radix trees of streams. */
    STREAM(6),
    /** The buckets of the keyspace. */
    KEY_TABLE(7),
    /** Requests that have been read. */
    CLIENT_INPUT(8),
    /** Replies that are to be written. */
    CLIENT_OUTPUT(9),
    /** Buffers of the log. */
    LOG(10),
    /** Copies of pages that a cut keeps. */
    SHADOW(11),
    /** What lives no longer than one command. */
    SCRATCH(12),
    /** Channels, patterns and who has subscribed to them. */
    SUBSCRIPTIONS(13),
    /** Keys that clients have cached, and prefixes that they want to hear of. */
    TRACKING(14),
    /** Commands that wait for EXEC, and names of keys that are watched. */
    TRANSACTIONS(15);

    /** One more than the highest id. */
    public static final int ID_LIMIT = 16;

    private static final MemoryTag[] BY_ID = new MemoryTag[ID_LIMIT];

    static {
        for (final MemoryTag tag : values()) {
            BY_ID[tag.id] = tag;
        }
    }

    private final int id;

    MemoryTag(final int id) {
        this.id = id;
    }

    /** The number that stands for this tag in the arena. */
    public int id() {
        return id;
    }

    /**
     * The tag of a number.
     *
     * @throws IllegalArgumentException
     *             when no tag has this number
     */
    public static MemoryTag ofId(final int id) {
        if (id < 0 || id >= ID_LIMIT) {
            throw new IllegalArgumentException("no memory tag has the id " + id);
        }
        return BY_ID[id];
    }
}

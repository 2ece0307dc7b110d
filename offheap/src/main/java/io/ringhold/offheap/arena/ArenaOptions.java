package io.ringhold.offheap.arena;

/**
 * How an arena is set up. Immutable.
 *
 * @param name
 *            stands in error messages
 * @param reserveBytes
 *            the address range to reserve, at most {@link ArenaDescriptor#MAX_ARENA_BYTES}; it costs no memory
 * @param limitBytes
 *            the most memory that the arena may hold from the system, in whole pages of 64 KiB and its metadata included
 * @param hugePages
 *            whether to ask the system for huge pages
 */
public record ArenaOptions(String name, long reserveBytes, long limitBytes, boolean hugePages) {
    /** The least that an arena can be limited to. */
    public static final long MIN_LIMIT_BYTES = 1 << 20;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException
     *             when a size is out of range, naming it
     */
    public ArenaOptions {
        if (limitBytes < MIN_LIMIT_BYTES) {
            throw new IllegalArgumentException("arena " + name + ": limitBytes " + limitBytes + " is less than "
                    + MIN_LIMIT_BYTES);
        }
        if (reserveBytes < limitBytes || reserveBytes > ArenaDescriptor.MAX_ARENA_BYTES) {
            throw new IllegalArgumentException("arena " + name + ": reserveBytes " + reserveBytes
                    + " is not between limitBytes " + limitBytes + " and " + ArenaDescriptor.MAX_ARENA_BYTES);
        }
    }

    /** An arena that may fill what it reserves, without huge pages. */
    public static ArenaOptions of(final String name, final long reserveBytes) {
        return new ArenaOptions(name, reserveBytes, reserveBytes, false);
    }

    /** The same with another limit. */
    public ArenaOptions withLimitBytes(final long limitBytes) {
        return new ArenaOptions(name, reserveBytes, limitBytes, hugePages);
    }

    /** The same with or without huge pages. */
    public ArenaOptions withHugePages(final boolean hugePages) {
        return new ArenaOptions(name, reserveBytes, limitBytes, hugePages);
    }
}

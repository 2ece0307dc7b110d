package io.ringhold.engine.commands;

import java.util.random.RandomGenerator;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * The different members that SRANDMEMBER, HRANDFIELD and ZRANDMEMBER give: a large part of all is a shuffled list of them, a small one is
 * drawn until there are enough. Members are numbers that their collection knows them by. Engine thread; all is in scratch memory.
 */
public final class RandomSample {
    /** Error for a count whose opposite is no 64-bit integer. */
    public static final String NO_OPPOSITE = "ERR value is out of range, value must between -9223372036854775807"
            + " and 9223372036854775807";
    /** A sample of more than one in so many members is a large part. */
    private static final int LARGE_PART = 3;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final OffsetList members = new OffsetList();
    private Arena arena;
    /** Open-addressed table of the members drawn, each plus one; 0 is free. */
    private long table;
    private int tableBits;

    /**
     * Reads the count, and the option behind it, of a command like HRANDFIELD.
     *
     * @param option
     *            asks for what belongs to the members too.
     * @return false when the error has been sent.
     */
    public static boolean parseCount(final CommandContext context, final String option) {
        if (!context.parseInteger(2)) {
            return false;
        }
        final long count = context.integer();
        if (count == Long.MIN_VALUE) {
            context.reply().error(NO_OPPOSITE);
        } else if (context.argumentCount() > 4 || context.argumentCount() == 4 && !context.is(3, option)) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
        } else if (context.argumentCount() == 4 && Math.abs(count) > Long.MAX_VALUE / 2) {
            context.reply().error("ERR value is out of range");
        } else {
            return true;
        }
        return false;
    }

    /** Whether a sample is better taken from a list of all members than drawn one by one. */
    public static boolean isLarge(final long count, final long size) {
        return count > size / LARGE_PART;
    }

    /** Begins an empty sample; returns the list that will hold it. */
    public OffsetList begin(final CommandContext context) {
        arena = context.engine().clientArena();
        members.begin(arena);
        return members;
    }

    /** Makes the sample of what the list holds: at most so many. */
    public void shuffle(final RandomGenerator random, final long count) {
        final long size = members.size();
        if (count < size) {
            for (long i = 0; i < count; i++) {
                members.swap(i, random.nextLong(i, size));
            }
            members.truncate(count);
        }
    }

    /** True while there are fewer than so many; false too when there is no memory for them, and the list is incomplete then. */
    public boolean lacks(final long count) {
        if (table == 0 && count > 0 && !members.isIncomplete()) {
            tableBits = Long.SIZE - Long.numberOfLeadingZeros(2 * count);
            final long bytes = (long) Long.BYTES << tableBits;
            table = arena.allocate(bytes, MemoryTag.SCRATCH);
            if (table == 0) {
                members.fail();
            } else {
                arena.fill(table, bytes, (byte) 0);
            }
        }
        return !members.isIncomplete() && members.size() < count;
    }

    /** Adds a member if it is not there. */
    public void draw(final long member) {
        final long stored = member + 1;
        final long mask = (1L << tableBits) - 1;
        long index = stored * MULTIPLIER >>> Long.SIZE - tableBits;
        while (true) {
            final long at = table + index * Long.BYTES;
            final long there = arena.getLong(at);
            if (there == stored) {
                return;
            }
            if (there == 0) {
                arena.putLong(at, stored);
                members.add(member);
                return;
            }
            index = index + 1 & mask;
        }
    }

    /** Gives the memory back. */
    public void end() {
        members.end();
        if (table != 0) {
            arena.free(table);
            table = 0;
        }
    }
}

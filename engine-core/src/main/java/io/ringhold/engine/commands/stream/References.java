package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.stream.Groups;
import io.ringhold.offheap.stream.index.Ids;

/**
 * What becomes of the groups' pending entries when an entry of the stream is deleted, and whether it may be. Engine thread; allocates nothing.
 */
enum References {
    /** They stay. */
    KEEP("KEEPREF"),
    /** They go, too. */
    DELETE("DELREF"),
    /** Entries that a group has not read or acknowledged are not deleted. */
    ACKNOWLEDGED("ACKED");

    private static final References[] ALL = values();

    private final String word;

    References(final String word) {
        this.word = word;
    }

    /** The option that an argument is, or null. */
    static References of(final CommandContext context, final int argument) {
        for (final References option : ALL) {
            if (context.is(argument, option.word)) {
                return option;
            }
        }
        return null;
    }

    /** True when some group has yet to read or acknowledge an entry. */
    static boolean isReferenced(final CommandContext context, final long root, final long ms, final long seq) {
        final Groups groups = context.streams().groups();
        for (int i = 0; i < groups.count(root); i++) {
            final long group = groups.at(root, i);
            if (Ids.compare(ms, seq, groups.lastMs(group), groups.lastSeq(group)) > 0
                    || context.streams().pending().find(group, ms, seq) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Takes an id out of all groups' pending entries; false when there was none. */
    static boolean drop(final CommandContext context, final long root, final long ms, final long seq) {
        final Groups groups = context.streams().groups();
        boolean dropped = false;
        for (int i = 0; i < groups.count(root); i++) {
            dropped |= context.streams().pending().acknowledge(groups.at(root, i), ms, seq);
        }
        return dropped;
    }
}

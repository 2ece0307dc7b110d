package io.ringhold.engine.tracking;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.resp.Ascii;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Whether prefixes that a client gives overlap with one another or with those that it has; which Redis names is the first given one that
 * overlaps with any, and of those the first. Takes n log n steps for n prefixes. Engine thread.
 */
public final class PrefixCheck {
    private static final String REST = "'. Prefixes for a single client must not overlap.";

    private final CommandContext context;
    private final IntArrayList given;
    private final StringTree had;
    private final StringTree ordered;
    private int first = Integer.MAX_VALUE;

    /**
     * @param given
     *            positions of arguments.
     */
    public PrefixCheck(final CommandContext context, final IntArrayList given) {
        this.context = context;
        this.given = given;
        final Tracker tracker = context.engine().tracking().find(context.session());
        this.had = tracker == null ? null : tracker.prefixes();
        this.ordered = context.engine().tracking().newTree();
    }

    /** The error to reply, or null when none overlap. */
    public String error() {
        try {
            if (!findFirst()) {
                return CommandContext.OUT_OF_MEMORY;
            }
        } finally {
            ordered.clear();
        }
        for (int i = 0; had != null && had.size() > 0 && i < given.size() && i <= first; i++) {
            final long position = had.overlapping(address(i), length(i));
            if (position != StringTree.NONE) {
                return "ERR Prefix '" + quoted(i) + "' overlaps with an existing prefix '" + quoted(position) + REST;
            }
        }
        return first == Integer.MAX_VALUE
                ? null
                : "ERR Prefix '" + quoted(first) + "' overlaps with another provided prefix '" + quoted(partner())
                        + REST;
    }

    /** Finds the first given prefix that overlaps with another given one; false when there is no memory. */
    private boolean findFirst() {
        for (int i = 0; i < given.size(); i++) {
            final long same = ordered.find(address(i), length(i));
            if (same != StringTree.NONE) {
                overlap(ordered.number(same));
            } else if (!ordered.add(address(i), length(i), i)) {
                return false;
            }
        }
        final LongArrayList beginnings = new LongArrayList();
        for (long at = ordered.first(); at != StringTree.NONE; at = ordered.next(at)) {
            while (!beginnings.isEmpty() && !begins(beginnings.getLong(beginnings.size() - 1), at)) {
                beginnings.popLong();
            }
            if (!beginnings.isEmpty()) {
                overlap(ordered.number(beginnings.getLong(beginnings.size() - 1)));
                overlap(ordered.number(at));
            }
            beginnings.addLong(at);
        }
        return true;
    }

    private boolean begins(final long prefix, final long at) {
        return StringTree.isPrefix(ordered.address(prefix), ordered.length(prefix), ordered.address(at),
                ordered.length(at));
    }

    private void overlap(final long index) {
        first = (int) Math.min(first, index);
    }

    /** The first given prefix that the first one overlaps with. */
    private int partner() {
        int i = first + 1;
        while (!StringTree.isPrefix(address(i), length(i), address(first), length(first))
                && !StringTree.isPrefix(address(first), length(first), address(i), length(i))) {
            i++;
        }
        return i;
    }

    private long address(final int index) {
        return context.argument(given.getInt(index));
    }

    private int length(final int index) {
        return context.argumentLength(given.getInt(index));
    }

    private String quoted(final int index) {
        return context.quoted(given.getInt(index));
    }

    private String quoted(final long position) {
        final String text = Ascii.text(had.address(position), had.length(position));
        final int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}

package io.ringhold.engine.tracking;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.resp.Ascii;
import org.agrona.collections.LongArrayList;

/**
 * Whether prefixes that a client gives overlap with one another or with those that it has; which Redis names is the first given one that
 * overlaps with any, and of those the first. Takes n log n steps for n prefixes. Engine thread.
 */
public final class PrefixCheck {
    private static final String REST = "'. Prefixes for a single client must not overlap.";

    private final CommandContext context;
    private final StringTree had;
    private final StringTree ordered;
    /** The first argument that overlaps with another one. */
    private int first = Integer.MAX_VALUE;

    /** Of the CLIENT TRACKING at hand, whose arguments are well formed. */
    public PrefixCheck(final CommandContext context) {
        this.context = context;
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
        for (int i = next(2); had != null && had.size() > 0 && i != 0 && i <= first; i = next(i)) {
            final long position = had.overlapping(context.argument(i), context.argumentLength(i));
            if (position != StringTree.NONE) {
                return "ERR Prefix '" + context.quoted(i) + "' overlaps with an existing prefix '" + quoted(position)
                        + REST;
            }
        }
        return first == Integer.MAX_VALUE
                ? null
                : "ERR Prefix '" + context.quoted(first) + "' overlaps with another provided prefix '"
                        + context.quoted(partner())
                        + REST;
    }

    /** Where the next prefix stands behind an argument, 0 when there is none. */
    public static int next(final CommandContext context, final int from) {
        for (int i = from + 1; i < context.argumentCount(); i++) {
            if (context.is(i, "PREFIX")) {
                return i + 1;
            }
            if (context.is(i, "REDIRECT")) {
                i++;
            }
        }
        return 0;
    }

    private int next(final int from) {
        return next(context, from);
    }

    /** Finds the first given prefix that overlaps with another given one; false when there is no memory. */
    private boolean findFirst() {
        for (int i = next(2); i != 0; i = next(i)) {
            final long same = ordered.find(context.argument(i), context.argumentLength(i));
            if (same != StringTree.NONE) {
                overlap(ordered.number(same));
            } else if (!ordered.add(context.argument(i), context.argumentLength(i), i)) {
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

    private void overlap(final long argument) {
        first = (int) Math.min(first, argument);
    }

    /** The first given prefix that the first one overlaps with. */
    private int partner() {
        int i = next(first);
        while (!argumentBegins(first, i) && !argumentBegins(i, first)) {
            i = next(i);
        }
        return i;
    }

    private boolean argumentBegins(final int prefix, final int argument) {
        return StringTree.isPrefix(context.argument(prefix), context.argumentLength(prefix),
                context.argument(argument), context.argumentLength(argument));
    }

    private String quoted(final long position) {
        final String text = Ascii.text(had.address(position), had.length(position));
        final int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }
}

package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.StreamValues;
import io.ringhold.offheap.stream.StreamIterator;
import io.ringhold.offheap.stream.Streams;
import io.ringhold.offheap.stream.index.Ids;
import io.ringhold.offheap.stream.index.Outcome;

/**
 * The options of XADD and XTRIM, and the trimming that they ask for. Made once per engine and used again and again. Engine thread; allocates
 * nothing.
 *
 * <p>
 * With DELREF or ACKED every entry is looked at, and {@code ~} only sets how many at most.
 */
final class Trim {
    private static final long DEFAULT_LIMIT = 10_000;
    private static final long MAX_DEFAULT_LIMIT = 1_000_000;
    private static final long NODES_PER_TRIM = 100;

    private enum Strategy {
        NONE, MAXLEN, MINID
    }

    private final IdArgument minId = new IdArgument();
    private Strategy strategy;
    private References references;
    private boolean approximate;
    private boolean limited;
    private long limit;
    private long maxLength;
    private boolean noStream;
    private StreamIterator iterator;

    /** True when there is something to trim by. */
    boolean isAsked() {
        return strategy != Strategy.NONE;
    }

    /** NOMKSTREAM. */
    boolean isWithoutStream() {
        return noStream;
    }

    /**
     * Reads options, up to an id where that is expected.
     *
     * @return the argument of the id, or, without one, the number of arguments; 0 after an error.
     */
    int parse(final CommandContext context, final boolean isAdd, final IdArgument id) {
        strategy = Strategy.NONE;
        references = null;
        approximate = false;
        limited = false;
        limit = 0;
        noStream = false;
        int at = 2;
        while (at < context.argumentCount()) {
            final int next = option(context, at, isAdd);
            if (next < 0) {
                return 0;
            }
            if (next == 0) {
                if (!isAdd) {
                    context.reply().error(CommandContext.SYNTAX_ERROR);
                    return 0;
                }
                if (!IdArgument.isOnly(context, at, '*') && !id.parseNew(context, at)) {
                    return 0;
                }
                break;
            }
            at = next;
        }
        return isConsistent(context, isAdd) ? at : 0;
    }

    /** The argument behind an option, 0 when it is none, less after an error. */
    private int option(final CommandContext context, final int at, final boolean isAdd) {
        final boolean more = at + 1 < context.argumentCount();
        if (isAdd && IdArgument.isOnly(context, at, '*')) {
            return 0;
        }
        if (more && context.is(at, "MAXLEN")) {
            return threshold(context, at, Strategy.MAXLEN);
        }
        if (more && context.is(at, "MINID")) {
            return threshold(context, at, Strategy.MINID);
        }
        if (more && context.is(at, "LIMIT")) {
            if (!context.parseInteger(at + 1)) {
                return -1;
            }
            limit = context.integer();
            if (limit < 0) {
                context.reply().error("ERR The LIMIT argument must be >= 0.");
                return -1;
            }
            limited = true;
            return at + 2;
        }
        if (isAdd && context.is(at, "NOMKSTREAM")) {
            noStream = true;
            return at + 1;
        }
        final References option = References.of(context, at);
        if (option != null && references == null) {
            references = option;
            return at + 1;
        }
        return 0;
    }

    private int threshold(final CommandContext context, final int at, final Strategy wanted) {
        if (strategy != Strategy.NONE) {
            context.reply().error(
                    "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
            return -1;
        }
        strategy = wanted;
        final boolean hasSign = at + 2 < context.argumentCount()
                && (IdArgument.isOnly(context, at + 1, '~') || IdArgument.isOnly(context, at + 1, '='));
        approximate = hasSign && IdArgument.isOnly(context, at + 1, '~');
        final int value = hasSign ? at + 2 : at + 1;
        if (wanted == Strategy.MINID) {
            return minId.parse(context, value) ? value + 1 : -1;
        }
        if (!context.parseInteger(value)) {
            return -1;
        }
        maxLength = context.integer();
        if (maxLength < 0) {
            context.reply().error("ERR The MAXLEN argument must be >= 0.");
            return -1;
        }
        return value + 1;
    }

    private boolean isConsistent(final CommandContext context, final boolean isAdd) {
        if (strategy == Strategy.NONE && limit != 0) {
            context.reply().error("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
            return false;
        }
        if (strategy == Strategy.NONE && !isAdd) {
            context.reply().error("ERR syntax error, XTRIM must be called with a trimming strategy");
            return false;
        }
        if (limited && !approximate && context.engine().isLoading()) {
            // Redis 7.0 logs "MAXLEN ~ 10 LIMIT 5" as "MAXLEN = 12 LIMIT 5", 12 being what was left, and refuses that itself at replay
            limit = 0;
            return true;
        }
        if (limited && !approximate) {
            context.reply().error("ERR syntax error, LIMIT cannot be used without the special ~ option");
            return false;
        }
        if (!limited && approximate) {
            final long entries = NODES_PER_TRIM * context.streams().nodeMaxEntries();
            limit = entries <= 0 ? DEFAULT_LIMIT : Math.min(entries, MAX_DEFAULT_LIMIT);
        }
        return true;
    }

    /** Trims a stream and returns how many entries went; the caller logs it by {@link #log}. */
    long execute(final CommandContext context, final long root) {
        final StreamValues values = context.streams();
        final boolean plain = references == null || references == References.KEEP || values.groups().count(root) == 0;
        final long deleted;
        if (!plain) {
            deleted = executeByEntry(context, root);
        } else if (strategy == Strategy.MAXLEN) {
            deleted = values.streams().trimToLength(root, maxLength, approximate, limit);
        } else {
            deleted = values.streams().trimToId(root, minId.ms(), minId.seq(), approximate, limit);
        }
        context.changed(deleted);
        return deleted;
    }

    private long executeByEntry(final CommandContext context, final long root) {
        final Streams streams = context.streams().streams();
        if (iterator == null) {
            iterator = new StreamIterator(streams);
        }
        final long lengthBefore = streams.length(root);
        final long maxDeletedMs = streams.maxDeletedMs(root);
        final long maxDeletedSeq = streams.maxDeletedSeq(root);
        boolean hasLeft = false;
        long ms = 0;
        long seq = 0;
        for (long looked = 0; limit == 0 || looked < limit; looked++) {
            iterator.range(root, ms, seq, -1, -1, false);
            if (!iterator.next() || !isToGo(streams.length(root), iterator.ms(), iterator.seq())) {
                break;
            }
            ms = iterator.ms();
            seq = iterator.seq();
            if (references == References.ACKNOWLEDGED && References.isReferenced(context, root, ms, seq)) {
                if (!hasLeft) {
                    settleFirst(context, root, lengthBefore, maxDeletedMs, maxDeletedSeq);
                    hasLeft = true;
                }
            } else if (streams.delete(root, ms, seq) == Outcome.DONE) {
                References.drop(context, root, ms, seq);
                if (hasLeft) {
                    context.effects().begin(6).word("XDELEX").bytes(context.argument(1), context.argumentLength(1))
                            .word("DELREF").word("IDS").number(1).streamId(ms, seq).end();
                }
            } else {
                break;
            }
            if (ms == -1 && seq == -1) {
                break; // that was the greatest id
            }
            seq++;
            ms += seq == 0 ? 1 : 0;
        }
        if (!hasLeft) {
            settleFirst(context, root, lengthBefore, maxDeletedMs, maxDeletedSeq);
        }
        return lengthBefore - streams.length(root);
    }

    /** The first entries have gone, before one that stays or the end: they have been trimmed, not deleted from between others. */
    private static void settleFirst(final CommandContext context, final long root, final long lengthBefore,
            final long maxDeletedMs, final long maxDeletedSeq) {
        final Streams streams = context.streams().streams();
        if (streams.length(root) < lengthBefore) {
            streams.maxDeletedId(root, maxDeletedMs, maxDeletedSeq);
            context.effects().begin(6).word("XTRIM").bytes(context.argument(1), context.argumentLength(1))
                    .word("DELREF").word("MAXLEN").word("=").number(streams.length(root)).end();
        }
    }

    private boolean isToGo(final long length, final long ms, final long seq) {
        return strategy == Strategy.MAXLEN
                ? length > maxLength
                : Ids.compare(ms, seq, minId.ms(), minId.seq()) < 0;
    }

    /** Logs a trim that deleted something: to a length, which has the same effect however it was found. */
    void log(final CommandContext context, final long root) {
        if (references != References.DELETE && references != References.ACKNOWLEDGED
                || context.streams().groups().count(root) == 0) {
            context.effects().begin(5).word("XTRIM").bytes(context.argument(1), context.argumentLength(1))
                    .word("MAXLEN").word("=").number(context.streams().streams().length(root)).end();
        }
    }
}

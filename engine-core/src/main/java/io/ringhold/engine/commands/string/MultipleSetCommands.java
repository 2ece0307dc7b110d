package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.command.EffectWriter;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.arena.Arena;

/**
 * MSET MSETNX MSETEX: several keys at once. No other command runs in between, and each of them is logged as one
 * command.
 *
 * <p>
 * When memory is short: before anything is set, the bytes needed are compared with what the arena has left, by an
 * estimate; if they might not fit, the command is refused and nothing has changed. Should memory nevertheless end in
 * the middle (free memory may be in pieces too small for a large value), the pairs set so far stay and are logged, and
 * the reply is the same error. Engine thread.
 */
final class MultipleSetCommands implements CommandGroupHandlers {
    private static final String INVALID_KEY_COUNT = "ERR invalid numkeys value";
    private static final String WRONG_PAIRS = "ERR wrong number of key-value pairs";
    private static final long ENTRY_OVERHEAD_BYTES = 64;

    private final WriteOptions options = new WriteOptions();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("mset", this::mset);
        binder.bind("msetnx", this::msetnx);
        binder.bind("msetex", this::msetex);
    }

    private void mset(final CommandContext context) {
        if (!hasWholePairs(context)) {
            return;
        }
        options.clear();
        if (setAll(context, 1, context.argumentCount())) {
            context.reply().ok();
        }
    }

    private void msetnx(final CommandContext context) {
        if (!hasWholePairs(context)) {
            return;
        }
        options.clear();
        final int end = context.argumentCount();
        if (!are(false, context, 1, end)) {
            context.reply().integer(0);
        } else if (setAll(context, 1, end)) {
            context.reply().integer(1);
        }
    }

    private void msetex(final CommandContext context) {
        if (!context.isInteger(1) || context.integer() < 1 || context.integer() > Integer.MAX_VALUE) {
            context.reply().error(INVALID_KEY_COUNT);
            return;
        }
        final long behindPairs = 2 + 2 * context.integer();
        if (behindPairs > context.argumentCount()) {
            context.reply().error(WRONG_PAIRS);
            return;
        }
        final int end = (int) behindPairs;
        if (!options.parse(context, end, WriteOptions.FOR_MSETEX) || !options.resolveExpiry(context)) {
            return;
        }
        if (!isMet(context, end)) {
            context.reply().integer(0);
        } else if (setAll(context, 2, end)) {
            if (options.hasExpiry()) {
                logWithExpiry(context, end);
            }
            context.reply().integer(1);
        }
    }

    private static boolean hasWholePairs(final CommandContext context) {
        if (context.argumentCount() % 2 == 1) {
            return true;
        }
        context.reply().error("ERR wrong number of arguments for '" + context.command().fullName() + "' command");
        return false;
    }

    private boolean isMet(final CommandContext context, final int end) {
        return switch (options.condition()) {
            case WriteOptions.NX -> are(false, context, 2, end);
            case WriteOptions.XX -> are(true, context, 2, end);
            default -> true;
        };
    }

    /** Whether all keys are there, or none; looks no further than that is known. */
    private static boolean are(final boolean there, final CommandContext context, final int from, final int end) {
        for (int i = from; i < end; i += 2) {
            if (context.findForWrite(i) != 0 != there) {
                return false;
            }
        }
        return true;
    }

    /** Sets the pairs; when there is no memory, replies with the error and answers false. */
    private boolean setAll(final CommandContext context, final int from, final int end) {
        if (!mayFit(context, from, end)) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return false;
        }
        final Database database = context.database();
        for (int i = from; i < end; i += 2) {
            final long slot = context.findForWrite(i);
            if (context.strings().set(database, slot, context.hash(i), context.argument(i), context.argumentLength(i),
                    context.argument(i + 1), context.argumentLength(i + 1), options.expireAtMs(context, slot)) == 0) {
                logPart(context, from, i);
                context.reply().error(CommandContext.OUT_OF_MEMORY);
                return false;
            }
            context.modified(i, KeyEvent.SET);
            if (options.hasExpiry()) {
                context.event(i, KeyEvent.EXPIRE);
            }
        }
        return true;
    }

    private static boolean mayFit(final CommandContext context, final int from, final int end) {
        long bytes = 0;
        for (int i = from; i < end; i += 2) {
            bytes += context.argumentLength(i) + context.argumentLength(i + 1) + ENTRY_OVERHEAD_BYTES;
        }
        final Arena arena = context.keyspace().arena();
        return bytes <= arena.limitBytes() - arena.committedBytes() + arena.dirtyFreeBytes()
                || bytes <= arena.spanBytes() - arena.usedBytes();
    }

    private void logPart(final CommandContext context, final int from, final int end) {
        for (int i = from; i < end; i += 2) {
            final boolean bare = !options.hasExpiry() && !options.keepsExpiry();
            final EffectWriter set = context.effects().begin(bare ? 3 : options.hasExpiry() ? 5 : 4).word("SET")
                    .bytes(context.argument(i), context.argumentLength(i))
                    .bytes(context.argument(i + 1), context.argumentLength(i + 1));
            if (options.hasExpiry()) {
                set.word("PXAT").number(options.expireAtMs());
            } else if (options.keepsExpiry()) {
                set.word("KEEPTTL");
            }
            set.end();
        }
    }

    private void logWithExpiry(final CommandContext context, final int end) {
        final EffectWriter msetex = context.effects().begin(end + 2).word("MSETEX").number((end - 2) / 2);
        for (int i = 2; i < end; i++) {
            msetex.bytes(context.argument(i), context.argumentLength(i));
        }
        msetex.word("PXAT").number(options.expireAtMs()).end();
    }
}

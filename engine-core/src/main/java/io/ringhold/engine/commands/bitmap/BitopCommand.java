package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.bitmap.BitCombiner.Operator;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/**
 * BITOP. The result is computed piece by piece, of all sources, in scratch memory that stays in the cache, and each
 * piece is copied into the new value; the old one is there until the end, for it may be a source. Engine thread;
 * allocates nothing.
 */
final class BitopCommand implements CommandGroupHandlers {
    private static final int DESTINATION = 2;
    private static final int FIRST_SOURCE = 3;
    private static final Operator[] OPERATORS = Operator.values();

    private final BitCombiner combiner = new BitCombiner();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("bitop", this::bitop);
    }

    private void bitop(final CommandContext context) {
        final Operator operator = operator(context);
        if (operator == null) {
            return;
        }
        final long length = longestSource(context);
        if (length < 0) {
            return;
        }
        if (length == 0) {
            context.deleteDestination(DESTINATION);
            context.reply().integer(0);
            return;
        }
        final Arena arena = context.keyspace().arena();
        final long block = arena.allocate(length, MemoryTag.STRINGS);
        if (block == 0 || !combiner.begin(context.engine().clientArena(), operator)) {
            if (block != 0) {
                arena.free(block);
            }
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        compute(context, arena, block, length);
        combiner.end();
        final long slot = context.findForWrite(DESTINATION);
        if (context.strings().adopt(context.database(), slot, context.hash(DESTINATION), context.argument(DESTINATION),
                context.argumentLength(DESTINATION), block, length) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.modified(DESTINATION, KeyEvent.SET);
        context.reply().integer(length);
    }

    /** The operator, when it goes with the number of sources; null after an error reply. */
    private static Operator operator(final CommandContext context) {
        Operator operator = null;
        for (final Operator candidate : OPERATORS) {
            if (context.is(1, candidate.name())) {
                operator = candidate;
            }
        }
        final int sources = context.argumentCount() - FIRST_SOURCE;
        if (operator == null) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return null;
        }
        if (operator == Operator.NOT && sources != 1) {
            context.reply().error("ERR BITOP NOT must be called with a single source key.");
            return null;
        }
        if (operator.setsFirstApart() && sources < 2) {
            context.reply().error("ERR BITOP " + operator.name() + " must be called with at least two source keys.");
            return null;
        }
        return operator;
    }

    /** Bytes of the longest source; -1 after an error reply, when one is no string. */
    private static long longestSource(final CommandContext context) {
        long longest = 0;
        for (int i = FIRST_SOURCE; i < context.argumentCount(); i++) {
            final long slot = context.findForRead(i);
            if (slot != 0) {
                if (!context.requireString(slot)) {
                    return -1;
                }
                longest = Math.max(longest, context.strings().length(context.entry(slot)));
            }
        }
        return longest;
    }

    private void compute(final CommandContext context, final Arena arena, final long block, final long length) {
        final StringValues strings = context.strings();
        for (long from = 0; from < length; from += BitCombiner.PIECE_BYTES) {
            final int pieceLength = (int) Math.min(BitCombiner.PIECE_BYTES, length - from);
            combiner.beginPiece(pieceLength);
            for (int i = FIRST_SOURCE; i < context.argumentCount(); i++) {
                final long slot = find(context, i);
                long available = 0;
                if (slot != 0) {
                    strings.view(context.entry(slot));
                    available = Math.clamp(strings.viewLength() - from, 0, pieceLength);
                }
                combiner.source(i == FIRST_SOURCE, strings.viewAddress() + from, (int) available);
            }
            arena.putBytes(block + from, combiner.endPiece(), pieceLength);
        }
    }

    private static long find(final CommandContext context, final int key) {
        return context.database().find(context.hash(key), context.argument(key), context.argumentLength(key));
    }
}

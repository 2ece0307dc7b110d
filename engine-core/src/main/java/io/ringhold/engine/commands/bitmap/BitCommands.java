package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.offheap.arena.Arena;

/** SETBIT GETBIT BITCOUNT BITPOS. Engine thread; allocates nothing. */
final class BitCommands implements CommandGroupHandlers {
    private static final String NO_BIT = "ERR bit is not an integer or out of range";
    private static final String NO_BIT_ARGUMENT = "ERR The bit argument must be 1 or 0.";

    private final BitRange range = new BitRange();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("setbit", BitCommands::setbit);
        binder.bind("getbit", BitCommands::getbit);
        binder.bind("bitcount", this::bitcount);
        binder.bind("bitpos", this::bitpos);
    }

    private static void setbit(final CommandContext context) {
        final long index = BitOffset.parse(context, 2);
        if (index == BitOffset.INVALID || !context.parseInteger(3, NO_BIT)) {
            return;
        }
        final long bit = context.integer();
        if (bit != 0 && bit != 1) {
            context.reply().error(NO_BIT);
            return;
        }
        final long slot = context.findForWrite(1);
        if (slot != 0 && !context.requireString(slot)) {
            return;
        }
        final long length = slot == 0 ? 0 : context.strings().length(context.entry(slot));
        final long bytes = StringBytes.writable(context, slot, length, (index >>> 3) + 1);
        if (bytes == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final Arena arena = context.keyspace().arena();
        final int shift = 7 - (int) (index & 7);
        final int held = arena.getByte(bytes + (index >>> 3));
        final int old = held >>> shift & 1;
        if (old != bit) {
            arena.putByte(bytes + (index >>> 3), (byte) (held ^ 1 << shift));
        }
        if (old != bit || index >>> 3 >= length) {
            context.modified(1, KeyEvent.SETBIT);
        }
        context.reply().integer(old);
    }

    private static void getbit(final CommandContext context) {
        final long index = BitOffset.parse(context, 2);
        if (index == BitOffset.INVALID) {
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
        } else if (context.requireString(slot)) {
            final StringValues strings = context.strings();
            strings.view(context.entry(slot));
            context.reply().integer(
                    index >>> 3 < strings.viewLength() ? Bits.get(strings.viewAddress(), index) : 0);
        }
    }

    private void bitcount(final CommandContext context) {
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(0);
            return;
        }
        if (!context.requireString(slot) || !parseCountRange(context)) {
            return;
        }
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        // a reversed range is answered before the unit is looked at, as Redis 7.0 does
        if (range.isReversed()) {
            context.reply().integer(0);
        } else if (context.argumentCount() < 5 || range.parseUnit(context, 4)) {
            final boolean any = range.fit(strings.viewLength());
            context.reply().integer(any ? Bits.count(strings.viewAddress(), range.from(), range.to()) : 0);
        }
    }

    private boolean parseCountRange(final CommandContext context) {
        range.whole();
        final int count = context.argumentCount();
        if (count == 2) {
            return true;
        }
        if (count != 4 && count != 5) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        return range.parseFirst(context, 2) && range.parseLast(context, 3);
    }

    private void bitpos(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        final long bit = context.integer();
        if (bit != 0 && bit != 1) {
            context.reply().error(NO_BIT_ARGUMENT);
            return;
        }
        final long slot = context.findForRead(1);
        if (slot == 0) {
            context.reply().integer(bit == 1 ? -1 : 0);
            return;
        }
        if (!context.requireString(slot) || !parsePositionRange(context)) {
            return;
        }
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        if (!range.fit(strings.viewLength())) {
            context.reply().integer(-1);
            return;
        }
        final long found = Bits.find(strings.viewAddress(), (int) bit, range.from(), range.to());
        // without a given end the string counts as if zeros followed it
        context.reply().integer(found < 0 && bit == 0 && !range.isEndGiven() ? range.to() : found);
    }

    private boolean parsePositionRange(final CommandContext context) {
        range.whole();
        final int count = context.argumentCount();
        if (count > 6) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        return (count < 4 || range.parseFirst(context, 3)) && (count < 6 || range.parseUnit(context, 5))
                && (count < 5 || range.parseLast(context, 4));
    }
}

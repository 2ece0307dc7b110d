package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.FloatText;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.util.LongDouble;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Decimal;

/**
 * INCR INCRBY DECR DECRBY INCRBYFLOAT; the expiry stays. A value that is kept as a number is changed in place.
 * INCRBYFLOAT allocates on the heap, and is logged by its result, so that replay does not depend on arithmetic. Engine
 * thread.
 */
final class CounterCommands implements CommandGroupHandlers {
    private static final String OVERFLOW = "ERR increment or decrement would overflow";
    private static final String DECREMENT_OVERFLOW = "ERR decrement would overflow";
    private static final String NO_FLOAT = "ERR value is not a valid float";
    private static final String NOT_FINITE = "ERR increment would produce NaN or Infinity";

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("incr", context -> add(context, 1));
        binder.bind("decr", context -> add(context, -1));
        binder.bind("incrby", CounterCommands::incrby);
        binder.bind("decrby", CounterCommands::decrby);
        binder.bind("incrbyfloat", CounterCommands::incrbyfloat);
    }

    private static void incrby(final CommandContext context) {
        if (context.parseInteger(2)) {
            add(context, context.integer());
        }
    }

    private static void decrby(final CommandContext context) {
        if (!context.parseInteger(2)) {
            return;
        }
        if (context.integer() == Long.MIN_VALUE) {
            context.reply().error(DECREMENT_OVERFLOW);
        } else {
            add(context, -context.integer());
        }
    }

    private static void add(final CommandContext context, final long increment) {
        final long slot = context.findForWrite(1);
        if (slot == 0) {
            store(context, 0, increment, Entries.NO_EXPIRY);
            return;
        }
        if (!context.requireString(slot)) {
            return;
        }
        final StringValues strings = context.strings();
        final long entry = context.entry(slot);
        final boolean isNumber = strings.isInteger(entry);
        final long value;
        if (isNumber) {
            value = strings.integer(entry);
        } else {
            strings.view(entry);
            if (strings.viewLength() > Decimal.MAX_LENGTH
                    || !Decimal.isInteger(strings.viewAddress(), (int) strings.viewLength())) {
                context.reply().error(CommandContext.NOT_AN_INTEGER);
                return;
            }
            value = Decimal.parse(strings.viewAddress(), (int) strings.viewLength());
        }
        final long sum = value + increment;
        if (((value ^ sum) & (increment ^ sum)) < 0) {
            context.reply().error(OVERFLOW);
        } else if (isNumber) {
            strings.integer(entry, sum);
            context.modified(1, KeyEvent.INCRBY);
            context.reply().integer(sum);
        } else {
            store(context, slot, sum, context.keyspace().entries().expireAtMs(entry));
        }
    }

    private static void store(final CommandContext context, final long slot, final long value, final long expireAtMs) {
        if (context.strings().setInteger(context.database(), slot, context.hash(1), context.argument(1),
                context.argumentLength(1), value, expireAtMs) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        context.modified(1, KeyEvent.INCRBY);
        context.reply().integer(value);
    }

    private static void incrbyfloat(final CommandContext context) {
        final long slot = context.findForWrite(1);
        if (slot != 0 && !context.requireString(slot)) {
            return;
        }
        final LongDouble value = slot == 0 ? LongDouble.ZERO : valueOf(context, slot);
        final LongDouble increment = value == null
                ? null
                : FloatText.parse(context.argument(2), context.argumentLength(2));
        if (increment == null) {
            context.reply().error(NO_FLOAT);
            return;
        }
        final LongDouble sum = value.plus(increment);
        if (sum.isInfinite()) {
            context.reply().error(NOT_FINITE);
            return;
        }
        storeText(context, slot, sum.toString());
    }

    private static LongDouble valueOf(final CommandContext context, final long slot) {
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        return FloatText.parse(strings.viewAddress(), strings.viewLength());
    }

    private static void storeText(final CommandContext context, final long slot, final String text) {
        final Arena arena = context.engine().clientArena();
        final long block = FloatText.write(arena, text);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long address = arena.address(block);
        final long expireAtMs = slot == 0
                ? Entries.NO_EXPIRY
                : context.keyspace().entries().expireAtMs(context.entry(slot));
        // kept as bytes, also when it is a whole number: OBJECT ENCODING never tells "int" here
        if (context.strings().setBytes(context.database(), slot, context.hash(1), context.argument(1),
                context.argumentLength(1), address, text.length(), expireAtMs) == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        } else {
            context.modified(1, KeyEvent.INCRBYFLOAT);
            context.effects().begin(4).word("SET").bytes(context.argument(1), context.argumentLength(1))
                    .bytes(address, text.length()).word("KEEPTTL").end();
            context.reply().bulk(address, text.length());
        }
        arena.free(block);
    }
}

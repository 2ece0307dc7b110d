package io.ringhold.engine.commands.hash;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.FloatText;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.util.LongDouble;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Decimal;

/** HINCRBY and HINCRBYFLOAT; the log gets the result of the latter, and the time that the field has. Engine thread. */
final class CounterCommands implements CommandGroupHandlers {
    private static final int FIELD = 2;
    private static final int INCREMENT = 3;

    private final HashCursor cursor = new HashCursor();

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("hincrby", this::hincrby);
        binder.bindUnit("hincrbyfloat", this::hincrbyfloat);
    }

    private void hincrby(final CommandContext context) {
        if (!context.parseInteger(INCREMENT)) {
            return;
        }
        final long increment = context.integer();
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        long value = 0;
        if (slot != 0 && Hashes.find(context, context.entry(slot), FIELD, cursor)) {
            final HashValues hashes = context.hashes();
            hashes.view(cursor);
            if (!Decimal.isInteger(hashes.valueAddress(), hashes.valueLength())) {
                context.reply().error("ERR hash value is not an integer");
                return;
            }
            value = Decimal.parse(hashes.valueAddress(), hashes.valueLength());
        }
        final long sum = value + increment;
        if (((value ^ sum) & (increment ^ sum)) < 0) {
            context.reply().error("ERR increment or decrement would overflow");
            return;
        }
        final Arena arena = context.engine().clientArena();
        final long block = arena.allocate(Decimal.MAX_LENGTH, MemoryTag.SCRATCH);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long address = arena.address(block);
        if (store(context, slot, address, (int) (Decimal.write(address, sum) - address), KeyEvent.HINCRBY) != 0) {
            context.reply().integer(sum);
        }
        arena.free(block);
    }

    private void hincrbyfloat(final CommandContext context) {
        final LongDouble increment = FloatText.parse(context.argument(INCREMENT), context.argumentLength(INCREMENT));
        if (increment == null) {
            context.reply().error("ERR value is not a valid float");
            return;
        }
        if (increment.isInfinite()) {
            context.reply().error("ERR value is NaN or Infinity");
            return;
        }
        final long slot = Hashes.findForWrite(context);
        if (slot == Hashes.WRONG) {
            return;
        }
        LongDouble value = LongDouble.ZERO;
        if (slot != 0 && Hashes.find(context, context.entry(slot), FIELD, cursor)) {
            context.hashes().view(cursor);
            value = FloatText.parse(context.hashes().valueAddress(), context.hashes().valueLength());
            if (value == null) {
                context.reply().error("ERR hash value is not a float");
                return;
            }
        }
        final LongDouble sum = value.plus(increment);
        if (sum.isInfinite()) {
            context.reply().error("ERR increment would produce NaN or Infinity");
            return;
        }
        final Arena arena = context.engine().clientArena();
        final String text = sum.toString();
        final long block = FloatText.write(arena, text);
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long stored = store(context, slot, arena.address(block), text.length(), KeyEvent.HINCRBYFLOAT);
        if (stored != 0) {
            log(context, context.entry(stored), text);
            context.reply().bulk(text);
        }
        arena.free(block);
    }

    /** HSET takes a field's time away, so that what it has is set again. */
    private void log(final CommandContext context, final long entry, final String result) {
        context.effects().begin(4).word("HSET").bytes(context.argument(1), context.argumentLength(1))
                .bytes(context.argument(FIELD), context.argumentLength(FIELD)).word(result).end();
        final long atMs = Hashes.find(context, entry, FIELD, cursor)
                ? context.hashes().expireAtMs(cursor)
                : HashValues.NEVER;
        if (atMs != HashValues.NEVER) {
            context.effects().begin(6).word("HPEXPIREAT").bytes(context.argument(1), context.argumentLength(1))
                    .number(atMs).word("FIELDS").number(1)
                    .bytes(context.argument(FIELD), context.argumentLength(FIELD)).end();
        }
    }

    /** Sets the field, of a new hash if need be, and answers the hash's slot; 0 when there is no memory, which has been replied. */
    private static long store(final CommandContext context, final long existing, final long address,
            final int length, final KeyEvent event) {
        final long slot = existing == 0 ? Hashes.create(context) : existing;
        if (existing != 0) {
            Hashes.expire(context, context.entry(slot), FIELD);
        }
        if (slot != 0 && context.hashes().setKeepingTime(context.entry(slot), context.argument(FIELD),
                context.argumentLength(FIELD), address, length) != HashValues.NO_MEMORY) {
            context.modified(1, event);
            return slot;
        }
        if (slot != 0) {
            Hashes.settle(context, slot);
        }
        context.reply().error(CommandContext.OUT_OF_MEMORY);
        return 0;
    }
}

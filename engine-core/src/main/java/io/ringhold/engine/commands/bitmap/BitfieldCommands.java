package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.string.StringLimits;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.StringValues;

/**
 * BITFIELD BITFIELD_RO: reads and changes integers of any width in a string. The arguments are walked over twice, first
 * to check them all and to see how far the string must reach, then to execute them. Engine thread; allocates nothing.
 */
final class BitfieldCommands implements CommandGroupHandlers {
    private static final String READ_ONLY = "ERR BITFIELD_RO only supports the GET subcommand";
    private static final String INVALID_OVERFLOW = "ERR Invalid OVERFLOW type specified";

    private enum Operation {
        GET, SET, INCRBY, OVERFLOW
    }

    private final BitfieldType type = new BitfieldType();
    private Operation operation;
    private Overflow overflow;
    private long index;
    private long value;
    private int next;
    private int operations;
    private boolean writes;
    private long writtenBytes;

    @Override
    public void bindTo(final Binder binder) {
        binder.bind("bitfield", context -> bitfield(context, false));
        binder.bind("bitfield_ro", context -> bitfield(context, true));
    }

    private void bitfield(final CommandContext context, final boolean readOnly) {
        if (!check(context)) {
            return;
        }
        if (readOnly && writes) {
            context.reply().error(READ_ONLY);
            return;
        }
        final long slot = writes ? context.findForWrite(1) : context.findForRead(1);
        if (slot != 0 && !context.requireString(slot)) {
            return;
        }
        if (writes) {
            executeWriting(context, slot);
        } else {
            executeReading(context, slot);
        }
    }

    private boolean check(final CommandContext context) {
        begin();
        operations = 0;
        writes = false;
        writtenBytes = 0;
        while (next < context.argumentCount()) {
            if (!parse(context)) {
                return false;
            }
            if (operation == Operation.SET || operation == Operation.INCRBY) {
                writes = true;
                writtenBytes = Math.max(writtenBytes, index + type.bits() + 7 >>> 3);
                if (writtenBytes > StringLimits.MAX_BYTES) {
                    context.reply().error(BitOffset.OUT_OF_RANGE);
                    return false;
                }
            }
            operations += operation == Operation.OVERFLOW ? 0 : 1;
        }
        return true;
    }

    private void begin() {
        next = 2;
        overflow = Overflow.WRAP;
    }

    /** Reads one operation; replies with an error and answers false when it makes no sense. */
    private boolean parse(final CommandContext context) {
        final int at = next;
        final int left = context.argumentCount() - at - 1;
        operation = context.is(at, "GET") && left >= 2
                ? Operation.GET
                : context.is(at, "SET") && left >= 3
                        ? Operation.SET
                        : context.is(at, "INCRBY") && left >= 3
                                ? Operation.INCRBY
                                : context.is(at, "OVERFLOW") && left >= 1 ? Operation.OVERFLOW : null;
        if (operation == null) {
            context.reply().error(CommandContext.SYNTAX_ERROR);
            return false;
        }
        if (operation == Operation.OVERFLOW) {
            next = at + 2;
            return parseOverflow(context, at + 1);
        }
        if (!type.parse(context, at + 1)) {
            return false;
        }
        index = BitOffset.parse(context, at + 2, type.bits());
        if (index == BitOffset.INVALID) {
            return false;
        }
        next = at + 3;
        if (operation != Operation.GET) {
            if (!context.parseInteger(at + 3)) {
                return false;
            }
            value = context.integer();
            next = at + 4;
        }
        return true;
    }

    private boolean parseOverflow(final CommandContext context, final int argument) {
        overflow = context.is(argument, "WRAP")
                ? Overflow.WRAP
                : context.is(argument, "SAT")
                        ? Overflow.SAT
                        : context.is(argument, "FAIL") ? Overflow.FAIL : null;
        if (overflow == null) {
            context.reply().error(INVALID_OVERFLOW);
            return false;
        }
        return true;
    }

    private void executeReading(final CommandContext context, final long slot) {
        final StringValues strings = context.strings();
        if (slot != 0) {
            strings.view(context.entry(slot));
        }
        final long address = slot == 0 ? 0 : strings.viewAddress();
        final long length = slot == 0 ? 0 : strings.viewLength();
        context.reply().array(operations);
        begin();
        while (next < context.argumentCount() && parse(context)) {
            if (operation == Operation.GET) {
                context.reply().integer(type.get(address, length, index));
            }
        }
    }

    private void executeWriting(final CommandContext context, final long slot) {
        final long oldLength = slot == 0 ? 0 : context.strings().length(context.entry(slot));
        final long bytes = StringBytes.writable(context, slot, oldLength, writtenBytes);
        if (bytes == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        final long length = Math.max(oldLength, writtenBytes);
        if (length > oldLength) {
            context.changed();
        }
        context.reply().array(operations);
        begin();
        while (next < context.argumentCount() && parse(context)) {
            if (operation != Operation.OVERFLOW) {
                execute(context, bytes, length);
            }
        }
        if (context.changes() > 0) {
            context.touched(1, KeyEvent.SETBIT);
        }
    }

    private void execute(final CommandContext context, final long bytes, final long length) {
        final long old = type.get(context.keyspace().arena().address(bytes), length, index);
        if (operation == Operation.GET) {
            context.reply().integer(old);
            return;
        }
        final boolean fits = operation == Operation.SET ? type.add(value, 0, overflow) : type.add(old, value, overflow);
        if (!fits) {
            context.reply().nullBulk();
            return;
        }
        final long result = type.result();
        if (result != old) {
            type.put(context.keyspace().arena(), bytes, index, result);
            context.changed();
        }
        context.reply().integer(operation == Operation.SET ? old : result);
    }
}

package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.commands.string.StringLimits;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** Reads the index of a bit from an argument. Engine thread; allocates nothing. */
final class BitOffset {
    /** Stands for an argument that is no index. */
    static final long INVALID = -1;

    static final String OUT_OF_RANGE = "ERR bit offset is not an integer or out of range";

    private BitOffset() {}

    /** The index, or {@link #INVALID} after an error reply. */
    static long parse(final CommandContext context, final int argument) {
        return parse(context, argument, 0);
    }

    /**
     * As {@link #parse(CommandContext, int)}, understanding {@code #n} as the n-th field of so many bits.
     *
     * @param fieldBits
     *            0 when that form is not allowed.
     */
    static long parse(final CommandContext context, final int argument, final int fieldBits) {
        final long address = context.argument(argument);
        final int length = context.argumentLength(argument);
        final boolean ofFields = fieldBits != 0 && length > 0 && Memory.getByte(address) == '#';
        final int skipped = ofFields ? 1 : 0;
        if (Decimal.isInteger(address + skipped, length - skipped)) {
            final long number = Decimal.parse(address + skipped, length - skipped);
            final int factor = ofFields ? fieldBits : 1;
            if (number >= 0 && number <= Long.MAX_VALUE / factor
                    && number * factor >>> 3 < StringLimits.maxBytes(context)) {
                return number * factor;
            }
        }
        context.reply().error(OUT_OF_RANGE);
        return INVALID;
    }
}

package io.ringhold.engine.commands.bitmap;

import io.ringhold.engine.command.CommandContext;

/** The bytes of a key's string, for changing bits in them. Engine thread; allocates nothing. */
final class StringBytes {
    private StringBytes() {}

    /**
     * Makes the string of the key, which is argument 1, at least so long, and "raw".
     *
     * @param slot
     *            0 when the key is not there: it is then made.
     * @return the offset in the arena of the first byte, or 0 when there is no memory; nothing has changed then.
     */
    static long writable(final CommandContext context, final long slot, final long length, final long minLength) {
        return slot == 0
                ? context.strings().create(context.database(), context.hash(1), context.argument(1),
                        context.argumentLength(1), minLength)
                : context.strings().writable(context.database(), slot, Math.max(length, minLength));
    }
}

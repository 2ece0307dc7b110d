package io.ringhold.engine.commands.stream;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.offheap.stream.StreamFields;

/** Fields and values of an entry as arguments of a command, in turns. Engine thread; allocates nothing. */
final class ArgumentFields implements StreamFields {
    private CommandContext context;
    private int first;

    /** Reads from an argument to the last one. */
    void from(final CommandContext newContext, final int firstArgument) {
        context = newContext;
        first = firstArgument;
    }

    /** Bytes of all of them. */
    long bytes() {
        long bytes = 0;
        for (int i = first; i < context.argumentCount(); i++) {
            bytes += context.argumentLength(i);
        }
        return bytes;
    }

    @Override
    public int count() {
        return (context.argumentCount() - first) / 2;
    }

    @Override
    public long fieldAddress(final int index) {
        return context.argument(first + 2 * index);
    }

    @Override
    public int fieldLength(final int index) {
        return context.argumentLength(first + 2 * index);
    }

    @Override
    public long valueAddress(final int index) {
        return context.argument(first + 2 * index + 1);
    }

    @Override
    public int valueLength(final int index) {
        return context.argumentLength(first + 2 * index + 1);
    }
}

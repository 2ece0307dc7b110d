package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.util.MemoryAccess;
import io.ringhold.offheap.memory.Memory;
import net.openhft.hashing.LongHashFunction;

/**
 * The digest of a string: its 64-bit XXH3 hash without seed, written as 16 hexadecimal digits in lower case, and
 * compared in any case. Source: the documentation of DIGEST, and the specification of XXH3 at xxhash.com. Engine
 * thread; allocates nothing.
 */
final class ValueDigest {
    /** Characters of a digest. */
    static final int LENGTH = 16;

    private static final String WRONG_LENGTH = "ERR must be exactly 16 hexadecimal characters";
    private static final LongHashFunction XXH3 = LongHashFunction.xx3();

    private ValueDigest() {}

    /** Hash of bytes in memory. */
    static long of(final long address, final long length) {
        return XXH3.hash(null, MemoryAccess.INSTANCE, address, length);
    }

    /** Writes a digest's 16 characters. */
    static void write(final long address, final long digest) {
        for (int i = 0; i < LENGTH; i++) {
            Memory.putByte(address + i, (byte) Character.forDigit(nibble(digest, i), 16));
        }
    }

    /**
     * True when an argument has a digest's length; replies with an error otherwise. What stands in it is not looked at.
     */
    static boolean requireForm(final CommandContext context, final int argument) {
        if (context.argumentLength(argument) == LENGTH) {
            return true;
        }
        context.reply().error(WRONG_LENGTH);
        return false;
    }

    /** True when the string in a slot has the digest that an argument, of the right length, gives. */
    static boolean matches(final CommandContext context, final long slot, final int argument) {
        final StringValues strings = context.strings();
        strings.view(context.entry(slot));
        final long digest = of(strings.viewAddress(), strings.viewLength());
        final long given = context.argument(argument);
        for (int i = 0; i < LENGTH; i++) {
            if (Character.digit((char) (Memory.getByte(given + i) & 0x7f), 16) != nibble(digest, i)
                    || Memory.getByte(given + i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int nibble(final long digest, final int index) {
        return (int) (digest >>> 60 - 4 * index) & 0xf;
    }
}

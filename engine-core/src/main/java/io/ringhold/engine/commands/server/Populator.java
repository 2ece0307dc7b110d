package io.ringhold.engine.commands.server;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Decimal;
import io.ringhold.offheap.memory.Memory;

/** DEBUG POPULATE: fills a database with strings, made in scratch memory. Engine thread. */
final class Populator {
    private static final String NOT_POSITIVE = "ERR value is out of range, must be positive";
    private static final String KEY_PREFIX = "key";
    private static final String VALUE_PREFIX = "value:";
    private static final int MAX_VALUE_BYTES = 1 << 29;

    /** DEBUG POPULATE count [prefix] [size]. */
    void execute(final CommandContext context) {
        final long count = parse(context, 2, Long.MAX_VALUE);
        final long size = context.argumentCount() < 5 || count < 0 ? 0 : parse(context, 4, MAX_VALUE_BYTES);
        if (count < 0 || size < 0) {
            return;
        }
        final int prefixLength = context.argumentCount() < 4 ? KEY_PREFIX.length() : context.argumentLength(3);
        final long valueBytes = Math.max(size, VALUE_PREFIX.length() + Decimal.MAX_LENGTH);
        final long keyBytes = prefixLength + 1L + Decimal.MAX_LENGTH;
        final Arena scratch = context.engine().clientArena();
        // a key may be there already, and have expired
        final long block = context.canLog(keyBytes) ? scratch.allocate(keyBytes + valueBytes, MemoryTag.SCRATCH) : 0;
        if (block == 0) {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
            return;
        }
        scratch.fill(block, keyBytes + valueBytes, (byte) 0);
        final long key = scratch.address(block);
        final long value = key + keyBytes;
        if (context.argumentCount() < 4) {
            text(key, KEY_PREFIX);
        } else {
            Memory.copy(context.argument(3), key, prefixLength);
        }
        Memory.putByte(key + prefixLength, (byte) ':');
        text(value, VALUE_PREFIX);
        final boolean complete = populate(context, count, key, prefixLength + 1, value, size);
        scratch.free(block);
        context.logNothing();
        if (complete) {
            context.reply().ok();
        } else {
            context.reply().error(CommandContext.OUT_OF_MEMORY);
        }
    }

    private static boolean populate(final CommandContext context, final long count, final long key,
            final int keyNumberOffset, final long value, final long size) {
        final Database database = context.database();
        for (long i = 0; i < count; i++) {
            final int keyLength = (int) (Decimal.write(key + keyNumberOffset, i) - key);
            final long hash = context.keyspace().hash().hash(key, keyLength);
            if (database.find(hash, key, keyLength) == 0) {
                final long natural = Decimal.write(value + VALUE_PREFIX.length(), i) - value;
                final long length = size == 0 ? natural : size;
                if (context.strings().set(database, 0, hash, key, keyLength, value, length, Entries.NO_EXPIRY) == 0) {
                    return false;
                }
                context.changed();
                context.touched(key, keyLength);
            }
        }
        return true;
    }

    private static long parse(final CommandContext context, final int argument, final long max) {
        if (!context.isInteger(argument) || context.integer() < 0 || context.integer() > max) {
            context.reply().error(NOT_POSITIVE);
            return -1;
        }
        return context.integer();
    }

    private static void text(final long address, final String text) {
        for (int i = 0; i < text.length(); i++) {
            Memory.putByte(address + i, (byte) text.charAt(i));
        }
    }
}

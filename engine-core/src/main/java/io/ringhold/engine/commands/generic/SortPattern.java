package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.StringValues;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/**
 * Looks up what the patterns of SORT name: the first star stands for the element, and {@code ->} behind it for a field of a hash; {@code #}
 * is the element itself. Engine thread; allocates nothing.
 */
final class SortPattern {
    private final HashCursor cursor = new HashCursor();
    private boolean stores;
    private boolean incomplete;
    private long valueAddress;
    private int valueLength;

    /**
     * Begins a command.
     *
     * @param storesResult
     *            whether the result is stored. Keys and fields that are passed over since their time has come are removed then, so that the log
     *            knows of it: a replay would find them otherwise.
     */
    void begin(final boolean storesResult) {
        stores = storesResult;
        incomplete = false;
    }

    /** True when there was no memory to look a key up, or to log that it has expired. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** True when a pattern, which an argument is, has a place for the element. */
    static boolean hasStar(final CommandContext context, final int argument) {
        return indexOf(context.argument(argument), 0, context.argumentLength(argument), '*') >= 0;
    }

    /** Finds the value for an element; false when there is none, or no string. */
    boolean find(final CommandContext context, final int pattern, final long elementAddress, final int elementLength) {
        final long address = context.argument(pattern);
        final int length = context.argumentLength(pattern);
        if (length == 1 && Memory.getByte(address) == '#') {
            valueAddress = elementAddress;
            valueLength = elementLength;
            return true;
        }
        final int star = indexOf(address, 0, length, '*');
        if (star < 0) {
            return false;
        }
        final int arrow = arrowBehind(address, star, length);
        final int keyEnd = arrow < 0 ? length : arrow;
        final Arena arena = context.engine().clientArena();
        final int keyLength = keyEnd - 1 + elementLength;
        final long block = context.canLog((long) length + elementLength)
                ? arena.allocate(Math.max(1, keyLength), MemoryTag.SCRATCH)
                : 0;
        if (block == 0) {
            incomplete = true;
            return false;
        }
        final long key = arena.address(block);
        Memory.copy(address, key, star);
        Memory.copy(elementAddress, key + star, elementLength);
        Memory.copy(address + star + 1, key + star + elementLength, keyEnd - star - 1L);
        final boolean found = arrow < 0
                ? findString(context, key, keyLength)
                : findField(context, key, keyLength, address + arrow + 2, length - arrow - 2);
        arena.free(block);
        return found;
    }

    private boolean findString(final CommandContext context, final long key, final int keyLength) {
        final long slot = slotOf(context, key, keyLength, ValueType.STRING);
        if (slot == 0) {
            return false;
        }
        final StringValues strings = context.strings();
        strings.view(context.database().entry(slot));
        valueAddress = strings.viewAddress();
        valueLength = (int) strings.viewLength();
        return true;
    }

    private boolean findField(final CommandContext context, final long key, final int keyLength, final long field,
            final int fieldLength) {
        final long slot = slotOf(context, key, keyLength, ValueType.HASH);
        if (slot == 0) {
            return false;
        }
        final HashValues hashes = context.hashes();
        if (!hashes.find(context.database().entry(slot), field, fieldLength, cursor)) {
            if (stores) {
                context.database().expireField(slot, field, fieldLength);
            }
            return false;
        }
        hashes.view(cursor);
        valueAddress = hashes.valueAddress();
        valueLength = hashes.valueLength();
        return true;
    }

    private static long slotOf(final CommandContext context, final long key, final int keyLength, final int type) {
        final Database database = context.database();
        final long hash = context.keyspace().hash().hash(key, keyLength);
        if (context.keyspace().isExpiredKept()) {
            context.expireForWrite(hash, key, keyLength);
        }
        final long slot = database.findForRead(hash, key, keyLength);
        return slot != 0 && context.keyspace().entries().type(database.entry(slot)) == type ? slot : 0;
    }

    /** Absolute address of the value found last. */
    long valueAddress() {
        return valueAddress;
    }

    /** Length of the value found last. */
    int valueLength() {
        return valueLength;
    }

    /** Where a {@code ->} with something behind it stands behind the star, or -1. */
    private static int arrowBehind(final long address, final int star, final int length) {
        for (int i = star + 1; i + 2 < length; i++) {
            if (Memory.getByte(address + i) == '-' && Memory.getByte(address + i + 1) == '>') {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(final long address, final int from, final int length, final char wanted) {
        for (int i = from; i < length; i++) {
            if (Memory.getByte(address + i) == wanted) {
                return i;
            }
        }
        return -1;
    }
}

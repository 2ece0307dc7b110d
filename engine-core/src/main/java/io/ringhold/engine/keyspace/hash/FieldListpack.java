package io.ringhold.engine.keyspace.hash;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.listpack.Listpack;

/**
 * A small hash in a listpack: field and value in turn, or, when fields expire, field, value and the time of expiry in ms since 1970, 0 being
 * never. What changes it answers the listpack's block from then on, or 0 when there is no memory: nothing has changed then. Engine
 * thread; allocates nothing on the heap.
 */
public final class FieldListpack {
    /** Elements of a field that cannot expire. */
    public static final int PAIR = 2;
    /** Elements of a field that may expire. */
    public static final int TRIPLE = 3;

    private final Listpack listpack;

    FieldListpack(final Arena arena) {
        this.listpack = new Listpack(arena, MemoryTag.LISTPACKS);
    }

    Listpack listpack() {
        return listpack;
    }

    int size(final long block, final int width) {
        return listpack.count(block) / width;
    }

    /** Position of a field, or {@link Listpack#NONE}. */
    int find(final long block, final int width, final long address, final int length) {
        return listpack.find(block, listpack.first(block), address, length, width - 1);
    }

    int next(final long block, final int width, final int position) {
        int at = position;
        for (int i = 0; i < width; i++) {
            at = listpack.next(block, at);
        }
        return at;
    }

    /** When a field of three elements expires; 0: never. */
    long expireAtMs(final long block, final int position) {
        return listpack.integer(block, next(block, PAIR, position));
    }

    /** Bytes that a new field would add. */
    long addedBytes(final int width, final long address, final int length, final long valueAddress,
            final int valueLength) {
        return (long) listpack.addedBytes(address, length) + listpack.addedBytes(valueAddress, valueLength)
                + (width == TRIPLE ? Listpack.addedBytes(Long.MAX_VALUE) : 0);
    }

    /** Adds a field behind the others, which never expires. */
    long append(final long block, final int width, final long address, final int length, final long valueAddress,
            final int valueLength) {
        final long roomy = listpack.withRoom(block, addedBytes(width, address, length, valueAddress, valueLength));
        if (roomy == 0) {
            return 0;
        }
        listpack.append(roomy, address, length);
        listpack.append(roomy, valueAddress, valueLength);
        if (width == TRIPLE) {
            listpack.appendInteger(roomy, 0);
        }
        return roomy;
    }

    /** Gives a field another value. */
    long replaceValue(final long block, final int position, final long valueAddress, final int valueLength) {
        return listpack.replace(block, listpack.next(block, position), valueAddress, valueLength);
    }

    /** Sets when a field of three elements expires. */
    long expireAtMs(final long block, final int position, final long atMs) {
        return listpack.replaceInteger(block, next(block, PAIR, position), atMs);
    }

    /** Takes a field out. */
    long remove(final long block, final int width, final int position) {
        return listpack.delete(block, position, width);
    }

    /** The same fields with three elements each; the old block is the caller's. */
    long withTimes(final long block) {
        final long times = (long) size(block, PAIR) * Listpack.addedBytes(0);
        final long bytes = listpack.bytes(block) + times;
        final long created = bytes > Listpack.MAX_BYTES ? 0 : listpack.create((int) bytes);
        if (created == 0) {
            return 0;
        }
        int index = 0;
        for (int at = listpack.first(block); at != Listpack.NONE; at = listpack.next(block, at)) {
            listpack.view(block, at);
            listpack.append(created, listpack.viewAddress(), listpack.viewLength());
            if (index % PAIR == 1) {
                listpack.appendInteger(created, 0);
            }
            index++;
        }
        return created;
    }
}

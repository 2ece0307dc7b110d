package io.ringhold.engine.blocking;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.memory.Memory;

/** A key that clients wait for, with a copy of its bytes. Engine thread. */
final class WaitingKey {
    final int database;
    final long hash;
    final long block;
    final long address;
    final int length;
    /** In the order in which they came. */
    final List<WaitingClient> clients = new ArrayList<>();
    /** Another key of the same hash, or null. */
    WaitingKey sameHash;
    boolean ready;
    /** Whether it was, since it was served, of the type that the first client waits for. */
    boolean fitting;

    private WaitingKey(final int database, final long hash, final long block, final long address, final int length) {
        this.database = database;
        this.hash = hash;
        this.block = block;
        this.address = address;
        this.length = length;
    }

    /** Null when there is no memory. */
    static WaitingKey copyOf(final Arena arena, final int database, final long hash, final long keyAddress,
            final int keyLength) {
        final long block = arena.allocate(keyLength, MemoryTag.CLIENT_INPUT);
        if (block == 0) {
            return null;
        }
        arena.putBytes(block, keyAddress, keyLength);
        return new WaitingKey(database, hash, block, arena.address(block), keyLength);
    }

    boolean is(final int otherDatabase, final long keyAddress, final int keyLength) {
        return database == otherDatabase && length == keyLength && Memory.equals(address, keyAddress, keyLength);
    }
}

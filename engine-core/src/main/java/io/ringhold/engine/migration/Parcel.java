package io.ringhold.engine.migration;

import java.lang.foreign.MemorySegment;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.engine.transaction.Transaction;
import io.ringhold.engine.transaction.Transactions;
import io.ringhold.engine.util.GrowingBuffer;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;

/**
 * Requests on their way to another server: those for AUTH and SELECT, then RESTORE of a few keys at a time. Keys that are to be deleted here once they
 * are there are watched meanwhile. Engine thread; nothing is changed while an exchange has the {@link #requests}.
 */
final class Parcel {
    /** No further key is packed behind so many bytes: others wait while the engine packs. */
    private static final long FULL_BYTES = 64 * 1024;
    private static final int MAX_KEYS = 256;

    /** What became of a key that has been there and back. */
    enum Fate {
        /** It is deleted here, or has expired. */
        GONE,
        /**
         * It was changed, deleted, renamed or evicted on its way, or there is no memory to log its end: what is here of that name, if anything, stays.
         */
        CHANGED
    }

    private final GrowingBuffer buffer;
    private final int[] keys;
    private final long[] hashes;
    private final long[] expireAtMs;
    private final Transaction[] watches;
    private int count;

    /**
     * @param mostKeys
     *            that will ever be packed.
     */
    Parcel(final Arena arena, final int mostKeys) {
        this.buffer = new GrowingBuffer(arena, MemoryTag.SCRATCH);
        final int room = Math.min(mostKeys, MAX_KEYS);
        this.keys = new int[room];
        this.hashes = new long[room];
        this.expireAtMs = new long[room];
        this.watches = new Transaction[room];
    }

    /** Requests in it. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == keys.length || buffer.length() >= FULL_BYTES;
    }

    @SuppressWarnings("restricted")
    MemorySegment requests() {
        return MemorySegment.ofAddress(buffer.address()).reinterpret(buffer.length());
    }

    /** Watches nothing any more, and gives the memory back. */
    void free(final Transactions transactions) {
        for (int i = 0; i < watches.length; i++) {
            unwatch(transactions, i);
        }
        count = 0;
        buffer.free();
    }

    /** AUTH and SELECT, as the request wants them; false when there is no memory. */
    boolean greet(final CommandContext context, final MigrateRequest request) {
        if (request.password() != 0) {
            buffer.line('*', request.user() == 0 ? 2 : 3);
            word("AUTH");
            if (request.user() != 0) {
                argument(context, request.user());
            }
            argument(context, request.password());
            count++;
        }
        buffer.line('*', 2);
        word("SELECT");
        number(request.database());
        count++;
        return !buffer.isIncomplete();
    }

    /**
     * Adds a RESTORE of a key of the selected database.
     *
     * @param key
     *            argument.
     * @param slot
     *            the key's.
     * @return false when there is no memory; the parcel is then to be freed.
     */
    boolean add(final CommandContext context, final MigrateRequest request, final int key, final long slot) {
        final Database database = context.database();
        final long entry = database.entry(slot);
        final Entries entries = context.keyspace().entries();
        final boolean expires = entries.hasExpiry(entry);
        if (!request.copies()) {
            watches[count] = context.engine().transactions().watch(database, context.hash(key), context.argument(key),
                    context.argumentLength(key));
            if (watches[count] == null) {
                return false;
            }
        }
        keys[count] = key;
        hashes[count] = context.hash(key);
        expireAtMs[count] = expires ? entries.expireAtMs(entry) : Entries.NO_EXPIRY;
        count++;
        buffer.line('*', request.replaces() ? 5 : 4);
        word("RESTORE");
        argument(context, key);
        number(expires ? Math.max(1, entries.expireAtMs(entry) - context.nowMs()) : 0);
        final ValueCodec codec = context.engine().valueCodec();
        if (!codec.encode(entry)) {
            return false;
        }
        buffer.bulk(codec.address(), codec.length());
        codec.clear();
        if (request.replaces()) {
            word("REPLACE");
        }
        return !buffer.isIncomplete();
    }

    /** True when the key that an argument is has been packed already. */
    boolean has(final CommandContext context, final int key) {
        final long hash = context.hash(key);
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash && context.isSame(keys[i], key)) {
                return true;
            }
        }
        return false;
    }

    /** Deletes a key here that has been taken there, unless it has changed since it was packed. */
    Fate settle(final CommandContext context, final int index) {
        final boolean changed = context.engine().transactions().isTouched(watches[index]);
        unwatch(context.engine().transactions(), index);
        final int key = keys[index];
        if (!context.canLog(context.argumentLength(key))) {
            return Fate.CHANGED;
        }
        final long slot = context.findForWrite(key);
        if (slot == 0) {
            final boolean expired = expireAtMs[index] != Entries.NO_EXPIRY && expireAtMs[index] <= context.nowMs();
            return expired ? Fate.GONE : Fate.CHANGED;
        }
        if (changed) {
            return Fate.CHANGED;
        }
        context.database().delete(slot);
        context.modified(key, KeyEvent.DEL);
        context.effects().begin(2).word("DEL").bytes(context.argument(key), context.argumentLength(key)).end();
        return Fate.GONE;
    }

    private void unwatch(final Transactions transactions, final int index) {
        if (watches[index] != null) {
            transactions.unwatch(watches[index]);
            watches[index] = null;
        }
    }

    private void word(final String text) {
        buffer.line('$', text.length());
        buffer.text(text);
        buffer.text("\r\n");
    }

    private void number(final long value) {
        word(Long.toString(value));
    }

    private void argument(final CommandContext context, final int index) {
        buffer.bulk(context.argument(index), context.argumentLength(index));
    }
}

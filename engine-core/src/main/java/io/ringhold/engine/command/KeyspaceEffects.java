package io.ringhold.engine.command;

import io.ringhold.engine.Engine;
import io.ringhold.engine.blocking.WaitingClients;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.event.KeyEvents;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.KeyspaceListener;
import io.ringhold.offheap.keys.Entries;

/**
 * What follows when the keyspace tells that keys have come or gone: expiry and eviction are logged, observers and clients that wait for
 * keys are told. Engine thread; allocates nothing.
 */
public final class KeyspaceEffects implements KeyspaceListener {
    private final Keyspace keyspace;
    private final Entries entries;
    private final EffectWriter effects;
    private final KeyEvents events;
    private final WaitingClients waiting;

    /**
     * @param effects
     *            where deletions are logged.
     */
    public KeyspaceEffects(final Engine engine, final EffectWriter effects) {
        this.keyspace = engine.keyspace();
        this.entries = keyspace.entries();
        this.effects = effects;
        this.events = engine.keyEvents();
        this.waiting = engine.waiting();
    }

    @Override
    public boolean canTell(final long nameBytes) {
        return !effects.log().enabled() || effects.makeRoom(nameBytes);
    }

    @Override
    public void expired(final Database database, final long entry) {
        removed(database, entry, KeyEvent.EXPIRED);
    }

    @Override
    public void evicted(final Database database, final long entry) {
        removed(database, entry, KeyEvent.EVICTED);
    }

    private void removed(final Database database, final long entry, final KeyEvent event) {
        final long address = entries.keyAddress(entry);
        final int length = entries.keyLength(entry);
        effects.begin(database.index(), 2).word("DEL").bytes(address, length).end();
        if (events.isObserved()) {
            events.modified(database, address, length, null);
            events.happened(event, database, address, length);
        }
    }

    @Override
    public void fieldExpired(final Database database, final long entry, final long fieldAddress,
            final int fieldLength) {
        effects.begin(database.index(), 3).word("HDEL").bytes(entries.keyAddress(entry), entries.keyLength(entry))
                .bytes(fieldAddress, fieldLength).end();
    }

    @Override
    public void fieldsExpired(final Database database, final long entry, final boolean wereLast) {
        if (events.isObserved()) {
            final long address = entries.keyAddress(entry);
            final int length = entries.keyLength(entry);
            events.modified(database, address, length, null);
            events.happened(KeyEvent.HEXPIRED, database, address, length);
            if (wereLast) {
                events.happened(KeyEvent.DEL, database, address, length);
            }
        }
    }

    @Override
    public void added(final Database database, final long entry) {
        if (!keyspace.expiryPaused()) { // not while data are loaded, as by DEBUG RELOAD
            events.happened(KeyEvent.NEW, database, entries.keyAddress(entry), entries.keyLength(entry));
        }
    }

    @Override
    public void missed(final Database database, final long keyAddress, final int keyLength) {
        events.happened(KeyEvent.KEYMISS, database, keyAddress, keyLength);
    }

    @Override
    public void made(final Database database, final long entry) {
        final long address = entries.keyAddress(entry);
        final int length = entries.keyLength(entry);
        waiting.made(database, keyspace.hash().hash(address, length), address, length);
    }

    @Override
    public void lost(final Database database, final long entry) {
        made(database, entry);
    }

    @Override
    public void replaced() {
        waiting.replaced();
    }
}

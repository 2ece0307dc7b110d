package io.ringhold.tools.memory.gather;

import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Growth.Change;
import io.ringhold.tools.memory.result.Growth.Moved;

/** Compares the keys of two dumps: first takes all of the older, then all of the newer one. One thread. */
public final class GrowthCounter implements AutoCloseable {
    private final String before;
    private final KeyLedger ledger;
    private long keysBefore;
    private long bytesBefore;
    private long addedKeys;
    private long addedBytes;
    private long goneKeys;
    private long goneBytes;
    private long grownKeys;
    private long grownBytes;
    private long shrunkKeys;
    private long shrunkBytes;
    private long same;

    /**
     * @param before
     *            the older dump, as the operator named it.
     * @param arena
     *            for what is remembered of its keys: about 24 bytes for each.
     */
    public GrowthCounter(final String before, final Arena arena) {
        this.before = before;
        this.ledger = new KeyLedger(arena);
    }

    void before(final KeyFigures key) {
        ledger.put(key.hash, key.bytes);
        keysBefore++;
        bytesBefore += key.bytes;
    }

    void now(final KeyFigures key) {
        final long then = ledger.take(key.hash);
        if (then == KeyLedger.ABSENT) {
            addedKeys++;
            addedBytes += key.bytes;
        } else if (key.bytes > then) {
            grownKeys++;
            grownBytes += key.bytes - then;
        } else if (key.bytes < then) {
            shrunkKeys++;
            shrunkBytes += key.bytes - then;
        } else {
            same++;
        }
    }

    Growth result(final List<Change> types, final List<Change> patterns) {
        goneKeys = 0;
        goneBytes = 0;
        ledger.forEachGone(bytes -> {
            goneKeys++;
            goneBytes -= bytes;
        });
        return new Growth(before, keysBefore, bytesBefore, new Moved(addedKeys, addedBytes),
                new Moved(goneKeys, goneBytes), new Moved(grownKeys, grownBytes), new Moved(shrunkKeys, shrunkBytes),
                same, types, patterns);
    }

    @Override
    public void close() {
        ledger.close();
    }
}

package io.ringhold.engine.commands.server.info;

import java.util.SplittableRandom;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeySampler;

/** Keys of each database that has some. {@code avg_ttl} is estimated from a few random keys, as Redis' is from those it meets. */
final class KeyspaceSection implements InfoSection {
    private static final int SAMPLES = 64;

    private final SplittableRandom random = new SplittableRandom();

    @Override
    public String title() {
        return "Keyspace";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        for (int i = 0; i < context.keyspace().databaseCount(); i++) {
            final Database database = context.keyspace().database(i);
            if (database.size() > 0) {
                text.parts("db" + i, new InfoPart("keys", database.size()),
                        new InfoPart("expires", database.table().expiringSize()), new InfoPart("avg_ttl",
                                averageTtlMs(database, context.keyspace().entries(), context.nowMs())));
            }
        }
    }

    private long averageTtlMs(final Database database, final Entries entries, final long nowMs) {
        if (database.table().expiringSize() == 0) {
            return 0;
        }
        long sumMs = 0;
        int found = 0;
        for (int i = 0; i < SAMPLES; i++) {
            final long entry = database.entry(KeySampler.randomSlot(database.table(), random.nextLong()));
            if (entries.hasExpiry(entry)) {
                sumMs += Math.max(0, entries.expireAtMs(entry) - nowMs);
                found++;
            }
        }
        return found == 0 ? 0 : sumMs / found;
    }
}

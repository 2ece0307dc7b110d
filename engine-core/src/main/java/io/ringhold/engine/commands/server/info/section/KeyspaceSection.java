package io.ringhold.engine.commands.server.info.section;

import java.util.SplittableRandom;

import io.ringhold.engine.keyspace.Database;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeySampler;
import io.ringhold.offheap.keys.KeyTable;

/** Keys of each database that has some. {@code avg_ttl} is estimated from a few random keys, as Redis' is from those it meets. */
final class KeyspaceSection implements InfoSection {
    private static final int SAMPLES = 64;

    private final SplittableRandom random = new SplittableRandom();
    private final KeyTable.SlotVisitor adding = this::add;
    private Entries entries;
    private long nowMs;
    /** No long: keys may expire at the end of time. */
    private double sumMs;

    @Override
    public String title() {
        return "Keyspace";
    }

    @Override
    public void write(final InfoContext context, final InfoFields text) {
        entries = context.keyspace().entries();
        nowMs = context.nowMs();
        for (int i = 0; i < context.keyspace().databaseCount(); i++) {
            final Database database = context.keyspace().database(i);
            if (database.size() > 0) {
                text.parts("db" + i, new InfoPart("keys", database.size()),
                        new InfoPart("expires", database.table().expiringSize()),
                        new InfoPart("avg_ttl", averageTtlMs(database.table())));
            }
        }
    }

    private long averageTtlMs(final KeyTable table) {
        sumMs = 0;
        final int found = KeySampler.sample(table, random.nextLong(), true, SAMPLES, adding);
        return found == 0 ? 0 : (long) (sumMs / found);
    }

    private void add(final long slot, final long entry) {
        sumMs += Math.max(0, entries.expireAtMs(entry) - nowMs);
    }
}

package io.ringhold.wal.base;

import java.io.IOException;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.wal.rdb.RandomKeys;
import io.ringhold.wal.rdb.RdbFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Writing keys must not touch the heap. */
class CommandAllocationTest {
    private static final int WARM_UP = 40;
    private static final int MEASURED = 10;

    @Test
    void shouldAllocateNothingForValuesOfAnyType() throws IOException {
        try (RdbFixture fixture = new RdbFixture(RandomKeys.lowThresholds())) {
            fixture.fill(new Random(RdbFixture.seed("CommandAllocationTest")), 60, true);
            final MemoryView view = new LiveView(fixture.arena());
            removeScoresWithExponents(fixture);
            final EntryReader entry = new EntryReader(view);
            try (CommandBaseWriter writer = new CommandBaseWriter(view, fixture.image(),
                    (source, address) -> source.position(source.limit()), false)) {
                final long[] entries = fixture.entries();
                assertThat(HeapAllocation.leastBytes(WARM_UP, MEASURED, () -> {
                    for (final long next : entries) {
                        entry.open(next);
                        writer.writeKey(entry);
                    }
                })).isZero();
            }
        }
    }

    private static void removeScoresWithExponents(final RdbFixture fixture) {
        for (int i = 0; i < RandomKeys.DATABASES; i++) {
            fixture.run("SELECT " + i);
            for (final Object key : (List<?>) fixture.run("KEYS *")) {
                if (fixture.server.ask("TYPE", (String) key).equals("zset")) {
                    fixture.server.ask("ZREMRANGEBYSCORE", (String) key, "1e299", "1e301");
                    fixture.server.ask("ZREMRANGEBYSCORE", (String) key, "(0", "1e-300");
                }
            }
        }
    }
}

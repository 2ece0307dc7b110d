package io.ringhold.wal.base;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyTableWalker;
import io.ringhold.wal.rdb.RandomKeys;
import io.ringhold.wal.rdb.RdbFixture;
import io.ringhold.wal.rdb.RdbImage;
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
                final long[] entries = entries(fixture, view);
                write(writer, entry, entries, WARM_UP);
                final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
                for (int round = 0; round < 5 && least != 0; round++) {
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    write(writer, entry, entries, MEASURED);
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                assertThat(least).isZero();
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

    private static long[] entries(final RdbFixture fixture, final MemoryView view) {
        final List<Long> entries = new ArrayList<>();
        final KeyTableWalker walker = new KeyTableWalker(view);
        for (final RdbImage.DatabaseImage database : fixture.image().databases()) {
            walker.open(database.table());
            for (long next = walker.next(); next != 0; next = walker.next()) {
                entries.add(next);
            }
        }
        return entries.stream().mapToLong(Long::longValue).toArray();
    }

    private static void write(final CommandBaseWriter writer, final EntryReader entry, final long[] entries,
            final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            for (final long next : entries) {
                entry.open(next);
                writer.writeKey(entry);
            }
        }
    }
}

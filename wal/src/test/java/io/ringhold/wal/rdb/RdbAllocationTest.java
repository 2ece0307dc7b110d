package io.ringhold.wal.rdb;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
import io.ringhold.offheap.keys.KeyTableWalker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Writing keys must not touch the heap. */
class RdbAllocationTest {
    private static final int WARM_UP = 40;
    private static final int MEASURED = 10;

    @ParameterizedTest
    @ValueSource(ints = {10, 12})
    void shouldAllocateNothingForValuesOfAnyType(final int version) throws IOException {
        try (RdbFixture fixture = new RdbFixture(RandomKeys.LOW_THRESHOLDS);
                RdbOutput output = new RdbOutput((source, address) -> source.position(source.limit()), true, true)) {
            fixture.fill(new Random(RdbFixture.seed("RdbAllocationTest")), 60, version == 12);
            final Keyspace keyspace = fixture.harness.engine().keyspace();
            final MemoryView view = new LiveView(fixture.arena());
            final EntryReader entry = new EntryReader(view);
            try (RdbValueWriter values = new RdbValueWriter(view, output, keyspace.hash(), version)) {
                final long[] entries = entries(fixture, view);
                write(values, entry, entries, WARM_UP);
                final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
                for (int round = 0; round < 5 && least != 0; round++) {
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    write(values, entry, entries, MEASURED);
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
                assertThat(least).isZero();
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

    private static void write(final RdbValueWriter values, final EntryReader entry, final long[] entries,
            final int times) throws IOException {
        for (int i = 0; i < times; i++) {
            for (final long next : entries) {
                entry.open(next);
                values.type(entry);
                values.write(entry);
            }
        }
    }
}

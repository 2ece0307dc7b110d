package io.ringhold.wal.rdb;

import java.io.IOException;
import java.util.Random;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.offheap.cow.LiveView;
import io.ringhold.offheap.cow.MemoryView;
import io.ringhold.offheap.keys.EntryReader;
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
                final long[] entries = fixture.entries();
                assertThat(HeapAllocation.leastBytes(WARM_UP, MEASURED, () -> {
                    for (final long next : entries) {
                        entry.open(next);
                        values.type(entry);
                        values.write(entry);
                    }
                })).isZero();
            }
        }
    }
}

package io.ringhold.wal.rdb;

import java.util.Random;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;
import io.ringhold.wal.rdb.load.RdbLoadListener;
import io.ringhold.wal.rdb.load.RdbLoadOptions;
import io.ringhold.wal.rdb.load.RdbLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What one server writes, another one loads, and both hold the same. */
class RoundTripTest {
    private static final int KEYS = 400;

    @ParameterizedTest
    @ValueSource(ints = {RdbFormat.VERSION_7_0, RdbFormat.VERSION_7_2, RdbFormat.VERSION_7_4})
    void shouldLoadWhatWasWritten(final int version) throws Exception {
        final long seed = RdbFixture.seed("RoundTripTest " + version);
        // a listpack would make 0 of -0
        try (RdbFixture from = new RdbFixture(RandomKeys.LOW_THRESHOLDS);
                RdbFixture to = new RdbFixture("--zset-max-listpack-entries", "0")) {
            from.fill(new Random(seed), KEYS, version >= RdbFormat.VERSION_7_4);
            load(from.write(RdbOptions.of(version)), to);
            Contents.assertSame(Contents.of(to.server, version, RandomKeys.DATABASES),
                    Contents.of(from.server, version, RandomKeys.DATABASES));
        }
    }

    private static void load(final byte[] file, final RdbFixture to) throws Exception {
        try (NativeBuffer bytes = new NativeBuffer(file.length)) {
            Memory.copyFromArray(file, 0, bytes.address(), file.length);
            try (RdbLoader loader = new RdbLoader(to.harness.engine().keyspace(), bytes.address(), file.length,
                    RdbLoadOptions.DUMP_FILE, System::nanoTime, RdbLoadListener.NONE)) {
                while (!loader.load(1_000_000)) {
                    // until it is complete
                }
                assertThat(loader.loadedBytes()).isEqualTo(file.length);
                assertThat(loader.keys() + loader.expiredKeys()).isPositive();
            }
        }
    }
}

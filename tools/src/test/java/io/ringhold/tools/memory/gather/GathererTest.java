package io.ringhold.tools.memory.gather;

import java.util.List;
import java.util.Optional;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.BlockClass;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram.Bucket;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GathererTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    private final Gatherer gatherer = new Gatherer(new Gatherer.Limits(3, 1000, 10), NOW_MS, Optional.empty());

    @Test
    void shouldSumByTypeEncodingAndDatabase() {
        gatherer.add(Keys.string("a", 100));
        gatherer.add(Keys.string("b", 50));
        final KeyFigures hash = Keys.hash("c", 1000, 8);
        hash.database = 3;
        gatherer.add(hash);
        final MemoryReport report = report();

        assertThat(report.types()).containsExactly(
                new Share("hash", new Tally(1, 1000, 8, 500, 1, 0, 0, 0)),
                new Share("string", new Tally(2, 150, 2, 75, 2, 0, 0, 0)));
        assertThat(report.encodings()).extracting(Share::name).containsExactly("hash / listpack", "string / embstr");
        assertThat(report.databases()).extracting(Share::name).containsExactly("db0", "db3");
        assertThat(report.all()).isEqualTo(new Tally(3, 1150, 10, 575, 3, 0, 0, 0));
    }

    @Test
    void shouldTellExpiredKeysFromThoseThatStillLive() {
        gatherer.add(Keys.expiring("gone", 40, NOW_MS));
        gatherer.add(Keys.expiring("soon", 50, NOW_MS + 1500));
        gatherer.add(Keys.expiring("later", 60, NOW_MS + 100_000));
        gatherer.add(Keys.string("never", 70));
        final MemoryReport report = report();

        assertThat(report.all().expiring()).isEqualTo(3);
        assertThat(report.all().expired()).isEqualTo(1);
        assertThat(report.all().expiredBytes()).isEqualTo(40);
        assertThat(report.ttls().buckets()).startsWith(new Bucket(1, 1, 1, 50)).endsWith(new Bucket(64, 127, 1, 60))
                .hasSize(7);
        assertThat(report.bigKeys()).extracting(BigKey::ttlMs).containsExactly(BigKey.NO_TTL, 100_000L, 1500L);
    }

    @Test
    void shouldKeepTheBiggestOnly() {
        for (int i = 1; i <= 10; i++) {
            final KeyFigures key = Keys.hash("key" + i % 7, i * 10L, 1);
            gatherer.add(key);
            if (gatherer.takesElement(i)) {
                gatherer.addElement(key, "field", i);
            }
        }

        assertThat(report().bigKeys()).extracting(BigKey::bytes).containsExactly(100L, 90L, 80L);
        assertThat(report().bigElements()).extracting(BigElement::bytes).containsExactly(10L, 9L, 8L);
        assertThat(gatherer.takesElement(8)).isFalse();
    }

    @Test
    void shouldCountSizesInRangesThatDouble() {
        for (final int bytes : new int[] {15, 16, 31, 32, 33}) {
            gatherer.add(Keys.string("k" + bytes, bytes));
        }

        assertThat(report().keySizes().buckets()).containsExactly(new Bucket(8, 15, 1, 15), new Bucket(16, 31, 2, 47),
                new Bucket(32, 63, 2, 65));
    }

    @Test
    void shouldCountBlocksBySize() {
        assertThat(gatherer.blocks().add(48, 41)).isEqualTo(7);
        gatherer.blocks().add(48, 48);
        gatherer.blocks().add(65_536, 65_000);
        gatherer.blocks().add(196_608, 196_000);
        gatherer.blocks().add(262_144, 262_144);

        assertThat(report().blocks()).containsExactly(new BlockClass(262_144, 2, 458_752, 608),
                new BlockClass(65_536, 1, 65_536, 536), new BlockClass(48, 2, 96, 7));
    }

    @Test
    void shouldTellWhatHasChangedSinceAnOlderDump() {
        try (Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 24));
                GrowthCounter growth = new GrowthCounter("old.rdb", arena)) {
            final Gatherer comparing = new Gatherer(Gatherer.Limits.DEFAULT, NOW_MS, Optional.of(growth));
            for (final KeyFigures key : List.of(Keys.string("same", 10), Keys.string("user:1", 10),
                    Keys.string("user:2", 10), Keys.string("gone", 7))) {
                comparing.addBefore(key);
            }
            for (final KeyFigures key : List.of(Keys.string("same", 10), Keys.string("user:1", 25),
                    Keys.string("user:2", 8), Keys.hash("new", 100, 2))) {
                comparing.add(key);
            }
            final Growth found = comparing.report("new.rdb", 0, List.of()).growth().orElseThrow();

            assertThat(found.keysBefore()).isEqualTo(4);
            assertThat(found.bytesBefore()).isEqualTo(37);
            assertThat(found.added()).isEqualTo(new Growth.Moved(1, 100));
            assertThat(found.gone()).isEqualTo(new Growth.Moved(1, -7));
            assertThat(found.grown()).isEqualTo(new Growth.Moved(1, 15));
            assertThat(found.shrunk()).isEqualTo(new Growth.Moved(1, -2));
            assertThat(found.same()).isEqualTo(1);
            assertThat(found.patterns()).containsExactly(new Growth.Change("new", 0, 1, 0, 100),
                    new Growth.Change("user:*", 2, 2, 20, 33), new Growth.Change("gone", 1, 0, 7, 0));
            assertThat(found.types()).containsExactly(new Growth.Change("hash", 0, 1, 0, 100),
                    new Growth.Change("string", 4, 3, 37, 43));
        }
    }

    @Test
    void shouldReportNothingOfNoKeys() {
        final MemoryReport report = report();

        assertThat(report.all()).isEqualTo(Tally.NONE);
        assertThat(report.types()).isEmpty();
        assertThat(report.patterns()).isEmpty();
        assertThat(report.keySizes().buckets()).isEmpty();
    }

    private MemoryReport report() {
        return gatherer.report("dump.rdb", 0, List.of());
    }
}

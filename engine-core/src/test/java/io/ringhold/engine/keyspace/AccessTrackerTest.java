package io.ringhold.engine.keyspace;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTrackerTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY_MS = 86_400_000L;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 20));
    private final Entries entries = new Entries(arena);
    private final long key = arena.address(arena.allocate(8, MemoryTag.SCRATCH));
    private final AccessTracker access = new AccessTracker();
    private final long entry = entry();

    AccessTrackerTest() {
        access.nowMs(NOW);
        entries.access(entry, access.initial());
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldTellSecondsSinceTheLastUse() {
        access.nowMs(NOW + 5_999);
        assertThat(access.idleSeconds(entries, entry)).isEqualTo(5);
        access.read(entries, entry);
        assertThat(access.idleSeconds(entries, entry)).isZero();
        access.nowMs(NOW + 390 * DAY_MS);
        assertThat(access.idleSeconds(entries, entry)).isEqualTo(390 * 86_400 - 6);
        assertThat(access.image().idleSeconds(access.ofIdleSeconds(10_000_000))).isEqualTo(10_000_000);
        assertThat(access.image().idleSeconds(access.ofIdleSeconds(Long.MAX_VALUE))).isGreaterThan(30_000_000);
    }

    @Test
    void shouldOrderUsesWithinASecond() {
        final long other = entry();
        access.nowMs(NOW + 16);
        entries.access(other, access.initial());
        assertThat(access.rank(entries, entry)).isLessThan(access.rank(entries, other));
        final long then = access.rank(entries, other);
        access.nowMs(NOW + 100 * DAY_MS);
        assertThat(access.rank(entries, other)).isEqualTo(then);
    }

    @Test
    void shouldNotCountReadsWhenOnlyChangesDo() {
        access.readsCount(false);
        access.nowMs(NOW + 10_000);
        access.read(entries, entry);
        assertThat(access.idleSeconds(entries, entry)).isEqualTo(10);
        access.written(entries, entry);
        assertThat(access.idleSeconds(entries, entry)).isZero();
    }

    @Test
    void shouldCountUsesTheSlowerTheMoreThereAre() {
        access.useLfu(true);
        assertThat(frequencyAfter(100, 0)).isEqualTo(105);
        assertThat(frequencyAfter(100, 10)).isBetween(8, 10);
        assertThat(frequencyAfter(10_000, 10)).isBetween(45, 53);
        assertThat(frequencyAfter(1_000, 0)).isEqualTo(255);
    }

    @Test
    void shouldLoseOneForEachPeriodWithoutUse() {
        access.useLfu(true);
        entries.access(entry, access.ofFrequency(100));
        access.nowMs(NOW + 59_000);
        assertThat(access.frequency(entries, entry)).isEqualTo(100);
        access.nowMs(NOW + 10 * 60_000 + 1_000);
        assertThat(access.frequency(entries, entry)).isEqualTo(90);
        assertThat(access.image().frequency(entries.access(entry))).isEqualTo(90);
        access.decayMinutes(5);
        assertThat(access.frequency(entries, entry)).isEqualTo(98);
        access.decayMinutes(0);
        assertThat(access.frequency(entries, entry)).isEqualTo(100);
        access.decayMinutes(1);
        access.nowMs(NOW + 10 * 3_600_000L);
        assertThat(access.frequency(entries, entry)).isZero();
    }

    @Test
    void shouldOrderByUsesWhenFrequenciesLookTheSame() {
        access.useLfu(true);
        final long other = entry();
        entries.access(entry, access.initial());
        entries.access(other, access.initial());
        use(entry, 3);
        use(other, 5);
        assertThat(access.frequency(entries, entry)).isEqualTo(access.frequency(entries, other)).isEqualTo(6);
        assertThat(access.rank(entries, entry)).isLessThan(access.rank(entries, other));
        access.nowMs(NOW + 60_000);
        use(entry, 1);
        assertThat(access.rank(entries, entry)).isGreaterThan(access.rank(entries, other));
    }

    private void use(final long used, final int times) {
        for (int i = 0; i < times; i++) {
            access.written(entries, used);
        }
    }

    private int frequencyAfter(final int uses, final int logFactor) {
        access.logFactor(logFactor);
        entries.access(entry, access.initial());
        for (int i = 0; i < uses; i++) {
            access.read(entries, entry);
        }
        return access.frequency(entries, entry);
    }

    private long entry() {
        return entries.create(0, 0, key, 8, 0, Entries.NO_EXPIRY);
    }
}

package io.ringhold.wal.snapshot;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CpuShareTest {
    private static final long MS = 1_000_000;
    private static final long SHORT_REST_NS = 50_000;

    private long nowNs = 7 * MS;
    private long sleptNs;
    private int percent = 50;
    private final CpuShare share = new CpuShare(() -> nowNs, () -> percent, this::sleep);

    @Test
    void shouldRestAsLongAsItWorkedWhenTheShareIsHalf() {
        share.begin();
        work(3 * MS);
        assertThat(sleptNs).isEqualTo(3 * MS);
    }

    @Test
    void shouldRestThreeTimesAsLongWhenTheShareIsAQuarter() {
        percent = 25;
        share.begin();
        work(MS);
        assertThat(sleptNs).isEqualTo(3 * MS);
    }

    @Test
    void shouldNotRestWhenTheShareIsAll() {
        percent = 100;
        share.begin();
        work(MS);
        assertThat(sleptNs).isZero();
    }

    @Test
    void shouldGatherRestsThatAreTooShort() {
        share.begin();
        work(60_000);
        assertThat(sleptNs).isZero();
        work(60_000);
        assertThat(sleptNs).isEqualTo(120_000);
    }

    @Test
    void shouldTakeAWaitForARest() {
        share.begin();
        work(MS);
        nowNs += 3 * MS;
        share.resume();
        for (int i = 0; i < 20; i++) {
            work(MS / 10);
        }
        assertThat(sleptNs).as("three have been rested ahead: only short rests").isEqualTo(MS + 6 * SHORT_REST_NS);
        for (int i = 0; i < 30; i++) {
            work(MS / 10);
        }
        assertThat(sleptNs + 3 * MS).as("as long as it has worked").isBetween(6 * MS - MS / 10, 6 * MS);
    }

    @Test
    void shouldRestAfterALongPieceThoughItHasRestedAhead() {
        share.begin();
        nowNs += 3 * MS;
        share.resume();
        work(299_999);
        assertThat(sleptNs).isZero();
        work(1);
        assertThat(sleptNs).isEqualTo(SHORT_REST_NS);
    }

    @Test
    void shouldTakeNoMoreThanAPartOfALongWaitForARest() {
        share.begin();
        work(MS);
        nowNs += 500 * MS;
        share.resume();
        work(20 * MS);
        assertThat(sleptNs).isEqualTo(MS + SHORT_REST_NS);
        work(MS);
        assertThat(sleptNs).isEqualTo(2 * MS);
    }

    @Test
    void shouldOweWhatASleepThatEndedEarlyLeft() {
        final CpuShare woken = new CpuShare(() -> nowNs, () -> percent, ns -> sleep(MS));
        woken.begin();
        nowNs += 3 * MS;
        woken.rest();
        woken.rest();
        woken.rest();
        woken.rest();
        assertThat(sleptNs).isEqualTo(3 * MS);
    }

    private void work(final long ns) {
        nowNs += ns;
        share.rest();
    }

    private void sleep(final long ns) {
        sleptNs += ns;
        nowNs += ns;
    }
}

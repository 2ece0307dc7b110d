package io.ringhold.wal.snapshot;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CpuShareTest {
    private static final long MS = 1_000_000;

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
        work(2 * MS);
        assertThat(sleptNs).as("one has been rested ahead").isEqualTo(MS);
        work(2 * MS);
        assertThat(sleptNs).isEqualTo(2 * MS);
    }

    @Test
    void shouldTakeNoMoreThanAPartOfALongWaitForARest() {
        share.begin();
        work(MS);
        nowNs += 500 * MS;
        share.resume();
        work(20 * MS);
        assertThat(sleptNs).isEqualTo(MS);
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

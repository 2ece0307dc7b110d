package io.ringhold.engine.testing;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapAllocationTest {
    private static final int TURNS = 100;

    private byte[] kept;
    private int turns;

    @Test
    void shouldCountWhatEachMeasuredTurnAllocates() {
        assertThat(HeapAllocation.leastBytes(TURNS, TURNS, () -> kept = new byte[1000]))
                .isBetween(TURNS * 1000L, TURNS * 1100L);
        assertThat(kept).isNotNull();
    }

    @Test
    void shouldCountNothingWhenTurnsAllocateNothing() {
        assertThat(HeapAllocation.leastBytes(TURNS, TURNS, () -> turns++)).isZero();
        assertThat(turns).isGreaterThanOrEqualTo(2 * TURNS);
    }

    @Test
    void shouldForgetWhatIsAllocatedOnce() {
        assertThat(HeapAllocation.leastBytes(TURNS, TURNS, () -> {
            if (turns++ == TURNS + 1) {
                kept = new byte[1000];
            }
        })).isZero();
        assertThat(kept).isNotNull();
    }
}

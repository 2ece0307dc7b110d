package io.ringhold.bench.load;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoadPlanTest {
    private static LoadPlan plan(int connections, int pipeline) {
        return new LoadPlan(connections, 1, pipeline, 0, 1024, Duration.ZERO, Duration.ofSeconds(1), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 40, 16384",
        "1, 64, 1000, 64000",
        "1, 1000, 1000, 262144",
        "50, 1, 1000000, 1000000",
        "10000, 64, 1100, 20132",
        "20000, 64, 1100, 16384"})
    void shouldGiveAConnectionABufferForItsRequestsThatManyConnectionsCanHaveToo(int connections, int pipeline,
            int largestRequest, int expected) {
        assertThat(plan(connections, pipeline).bufferLength(largestRequest)).isEqualTo(expected);
    }

    @Test
    void shouldHaveAsDeepBuffersInTheOpenLoopAsCommandsMayBeOutstanding() {
        assertThat(plan(1, 1).withRate(1000).bufferLength(100)).isEqualTo(102_400);
    }
}

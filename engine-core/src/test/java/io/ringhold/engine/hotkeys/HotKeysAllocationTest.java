package io.ringhold.engine.hotkeys;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.ringhold.engine.commands.server.hotkeys.HotkeysCommands;
import io.ringhold.engine.commands.set.SetCommands;
import io.ringhold.engine.commands.stream.StreamCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.engine.testing.PreparedCommands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sampled commands must not touch the heap, however many keys there are and however long they have been. */
class HotKeysAllocationTest {
    private static final int KEYS = 3_000;
    private static final List<String> COMMANDS = Stream.concat(
            Stream.of("GET a", "MGET a b c", "SET a 1", "MSET b 1 c 2", "SINTERCARD 2 x y",
                    "XREAD COUNT 1 STREAMS s t 0 0"),
            IntStream.range(0, KEYS).mapToObj(i -> "GET key:" + "x".repeat(i % 100) + i)).toList();
    private static final int WARM_UP = 30;
    private static final int MEASURED = 20;

    @ParameterizedTest
    @CsvSource({"1,", "2,", "0, METRICS 4 CPU NET READS WRITES", "3, METRICS 2 CPU NET SAMPLE 2"})
    void shouldAllocateNothingWhenCommandsAreSampled(final int ratio, final String tracked) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new SetCommands(),
                new StreamCommands(), new HotkeysCommands()); PreparedCommands commands = engine.prepareAll(COMMANDS)) {
            engine.engine().hotKeys().standingRatio(ratio);
            if (tracked != null) {
                assertThat(engine.run("HOTKEYS START " + tracked)).isEqualTo("+OK\r\n");
            }
            assertThat(HeapAllocation.leastBytes(WARM_UP, MEASURED, () -> {
                commands.run();
                engine.advanceMs(StandingSample.HALF_LIFE_MS / 4);
            })).isZero();
        }
    }
}

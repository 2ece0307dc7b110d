package io.ringhold.engine.tracking;

import java.util.List;

import io.ringhold.engine.commands.connection.ClientCommands;
import io.ringhold.engine.commands.connection.TrackingCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.pipeline.Pushes;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.engine.testing.PreparedCommands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read and told of must not touch the heap. */
class TrackingAllocationTest {
    private static final List<String> COMMANDS = List.of("GET a", "MGET a b c", "SET a 1", "MSET b 1 c 2", "GET c",
            "SET c 2");
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"ON", "ON NOLOOP", "ON OPTOUT", "ON BCAST", "ON BCAST NOLOOP PREFIX a PREFIX b"})
    void shouldAllocateNothingWhenKeysAreReadAndChanged(final String options) {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands(), new ClientCommands(),
                new TrackingCommands()); PreparedCommands commands = engine.prepareAll(COMMANDS)) {
            engine.protocol(3);
            engine.engine().pushes(new Pushes(CommandLog.NONE, session -> {}));
            assertThat(engine.run("CLIENT TRACKING " + options)).isEqualTo("+OK\r\n");
            final ClientTracking tracking = engine.engine().tracking();
            assertThat(HeapAllocation.leastBytes(WARM_UP, MEASURED, () -> {
                commands.run();
                if (tracking.hasWork()) {
                    tracking.work();
                }
            })).isZero();
        }
    }
}

package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands that may be run often allocate nothing on the heap. Two commands are run in turn, so that there is something to do. */
class GenericAllocationTest {
    private static final int WARM_UP = 5000;
    private static final int MEASURED = 1000;

    @ParameterizedTest
    @CsvSource({"SET k v, DEL k", "SET k v, UNLINK k none", "EXISTS k a none, TOUCH k a", "TTL a, PTTL k",
        "EXPIRE k 100, PERSIST k", "EXPIRE k 100 XX, PEXPIREAT k 1800000000000 GT", "SET k v, EXPIRE k -1",
        "EXPIRETIME a, PEXPIRETIME k", "TYPE k, RANDOMKEY", "RENAME a b, RENAME b a", "RENAMENX a k, COPY a c REPLACE",
        "SCAN 0 COUNT 100 TYPE string, KEYS k*", "OBJECT ENCODING a, OBJECT IDLETIME a", "PING, ECHO hello",
        "SELECT 1, SELECT 0", "DBSIZE, EXISTS k"})
    void shouldAllocateNothingWhenRunOften(final String first, final String second) {
        try (EngineHarness engine = EngineHarness
                .withoutLog(AllCommands.groups().toArray(new CommandGroupHandlers[0]))) {
            engine.execute("MSET", "k", "some-value", "a", "12", "l", "x".repeat(3000));
            engine.execute("EXPIRE", "a", "1000");
            assertThat(engine.allocatedBytes(WARM_UP, MEASURED, first, second)).isZero();
        }
    }
}

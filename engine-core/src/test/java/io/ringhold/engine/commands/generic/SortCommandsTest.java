package io.ringhold.engine.commands.generic;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a comparison with Redis cannot show of SORT: what memory it reads, by the bounds checks of the tests. */
class SortCommandsTest {
    @ParameterizedTest
    @CsvSource({"SET w_b weight, DEL w_b, w_*", "HSET w_b f weight, HDEL w_b f, w_*->f"})
    void shouldNotReadAWeightThatIsGone(final String set, final String delete, final String pattern) {
        try (EngineHarness engine = EngineHarness.of(AllCommands.groups().toArray(new CommandGroupHandlers[0]))) {
            final String sort = "SORT l ALPHA BY " + pattern;
            engine.run("RPUSH l a b c");
            engine.run(set);
            assertThat(engine.run(sort)).isEqualTo("*3\r\n$1\r\na\r\n$1\r\nc\r\n$1\r\nb\r\n");
            engine.run(delete);
            engine.freeAll();
            assertThat(engine.run(sort)).isEqualTo("*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n");
        }
    }
}

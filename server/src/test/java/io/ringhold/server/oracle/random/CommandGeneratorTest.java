package io.ringhold.server.oracle.random;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import io.ringhold.server.oracle.resp.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CommandGeneratorTest {
    @Test
    void shouldDrawTheSameCommandsWhenTheSeedIsTheSame() {
        assertThat(new CommandGenerator(7).commands(500)).isEqualTo(new CommandGenerator(7).commands(500))
                .isNotEqualTo(new CommandGenerator(8).commands(500));
    }

    @Test
    void shouldDrawEveryCommandOfTheGrammar() {
        assertThat(new CommandGenerator(1).commands(20_000).stream().map(Command::name).collect(Collectors.toSet()))
                .contains("SET", "LCS", "BITFIELD_RO", "MEMORY", "SWAPDB", "RANDOMKEY", "PEXPIREAT")
                .hasSizeGreaterThan(55);
    }

    @Test
    void shouldChooseAndRepeatAsThePatternSays() {
        Production production = Production.parse("A [ B | C ] ( D | E F )* {bit}*");
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> words = new ArrayList<>();
            production.draw(random, new Arguments(random), words);
            assertThat(String.join(" ", words)).matches("A( B| C)?( D| E F){1,4}( 0| 1){1,4}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A ( B", "A B )", "[ A )", "A ]*"})
    void shouldRefuseAPatternWhenBracketsDoNotMatch(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> Production.parse(pattern));
    }
}

package io.ringhold.server.oracle.scenario;

import java.util.List;
import java.util.Map;

import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.rule.Rule;
import io.ringhold.server.oracle.scenario.Scenario.Kind;
import io.ringhold.server.oracle.scenario.Scenario.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScenarioFileTest {
    @Test
    void shouldSplitScenariosAtEmptyLines() {
        List<Scenario> scenarios = parse("# about the file\n\n# first\na> GET k\nb> GET k\n\n\nc> PING\n");
        assertThat(scenarios).extracting(Scenario::title).containsExactly("first", "c> PING");
        assertThat(scenarios).extracting(Scenario::line).containsExactly(4, 8);
        assertThat(scenarios.getFirst().steps()).extracting(Step::client).containsExactly("a", "b");
    }

    @Test
    void shouldKnowEveryKindOfStep() {
        List<Step> steps = parse("a> GET k\nb>? GET k\na awaits\na awaits 3\nbob closes").getFirst().steps();
        assertThat(steps).extracting(Step::kind).containsExactly(Kind.SENDS, Kind.SENDS_IF_FREE, Kind.AWAITS,
                Kind.AWAITS, Kind.CLOSES);
        assertThat(steps).extracting(Step::messages).containsExactly(0, 0, 1, 3, 0);
    }

    @Test
    void shouldSendCommandsTogether() {
        List<Step> steps = parse("a>> MULTI\na>> GET k\na> EXEC\na> PING").getFirst().steps();
        assertThat(steps).extracting(Step::commands).containsExactly(List.of("MULTI", "GET k", "EXEC"),
                List.of("PING"));
        assertThat(steps).extracting(Step::line).containsExactly(3, 4);
    }

    @Test
    void shouldApplyARuleToTheNextStepAlone() {
        List<Step> steps = parse("@sorted\na> KEYS *\n@ttl 3\na> TTL k\na> GET k").getFirst().steps();
        assertThat(steps).extracting(Step::rule).containsExactly(Rule.SORTED, Rule.ttl(3), Rule.EXACT);
    }

    @Test
    void shouldKeepSettingsAndProtocolsForTheScenarioAlone() {
        List<Scenario> scenarios = parse("@config save \"\"\n@resp3 a b\n@resp2 c\na> GET k\n\na> GET k");
        assertThat(scenarios.getFirst().settings()).containsExactly(new Setting("save", ""));
        assertThat(scenarios.getFirst().protocols()).isEqualTo(Map.of("a", 3, "b", 3, "c", 2));
        assertThat(scenarios.getLast().settings()).isEmpty();
        assertThat(scenarios.getLast().protocols()).isEmpty();
    }

    @Test
    void shouldReadBackWhatAScenarioPrints() {
        String text = "@config save \"\"\n@resp3 a\n@resp2 c\na>> MULTI\na> SET k \"a b\"\nb>? GET k\nc awaits 2\nc closes";
        assertThat(parse(text).getFirst().script()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a GET k", "a>GET k", "a> GET \"k", "@foo", "@sorted", "a>> GET k", "a>> GET k\nb> GET k",
        "a>> GET k\na awaits", "@config save \"\"", "a opens"})
    void shouldNameTheLineWhenItIsNotUnderstood(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageStartingWith("some.scenario:");
    }

    private static List<Scenario> parse(String text) {
        return ScenarioFile.parse("some.scenario", text.lines().toList());
    }
}

package io.ringhold.server.oracle;

import java.util.List;

import io.ringhold.server.oracle.OracleCase.Kind;
import io.ringhold.server.oracle.OracleCase.Newer;
import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.OracleCase.Step;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CaseFileTest {
    @Test
    void shouldSplitCasesAtEmptyLines() {
        List<OracleCase> cases = parse("# about the file\n\n# first\nSET a 1\nGET a\n\n\nDEL a\n");
        assertThat(cases).extracting(OracleCase::title).containsExactly("first", "DEL a");
        assertThat(cases).extracting(OracleCase::line).containsExactly(4, 8);
        assertThat(cases.getFirst().steps()).extracting(Step::text).containsExactly("SET a 1", "GET a");
    }

    @Test
    void shouldApplyADirectiveToTheNextCommandAlone() {
        List<Step> steps = parse("@sorted\nKEYS *\n@ttl 3\nTTL a\nGET a\n@inline\nPING\n@raw\n\"a\\r\\n\"\n@closed")
                .getFirst()
                .steps();
        assertThat(steps).extracting(Step::rule).containsExactly(Rule.SORTED, Rule.ttl(3), Rule.EXACT, Rule.EXACT,
                Rule.EXACT, Rule.EXACT);
        assertThat(steps).extracting(Step::kind).containsExactly(Kind.COMMAND, Kind.COMMAND, Kind.COMMAND, Kind.INLINE,
                Kind.RAW, Kind.CLOSED);
        assertThat(steps.get(2).wire()).asString().isEqualTo("*2\r\n$3\r\nGET\r\n$1\r\na\r\n");
        assertThat(steps.get(3).wire()).asString().isEqualTo("PING\r\n");
        assertThat(steps.get(4).wire()).asString().isEqualTo("a\r\n");
    }

    @Test
    void shouldKeepClientAndSettingsForTheCaseAlone() {
        List<OracleCase> cases = parse("@config maxmemory \"1 gb\"\nGET a\n@client 2\nGET b\n\nGET c");
        assertThat(cases.getFirst().config()).containsExactly(new Setting("maxmemory", "1 gb"));
        assertThat(cases.getFirst().steps()).extracting(Step::client).containsExactly(1, 2);
        assertThat(cases.getLast().config()).isEmpty();
        assertThat(cases.getLast().steps()).extracting(Step::client).containsExactly(1);
    }

    @Test
    void shouldHoldTheExpectedReplyWhenACommandIsNewer() {
        Newer newer = parse("@newer 8.4 => (integer) 1\n@instead DEL a\nDELEX a").getFirst().steps().getFirst().newer()
                .orElseThrow();
        assertThat(newer.version()).isEqualTo("8.4");
        assertThat(newer.expected().reply(2)).hasToString("(integer) 1");
        assertThat(newer.instead()).containsExactly(Command.of("DEL", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@foo\nGET a", "@ttl x\nTTL a", "@sorted", "@sorted\n\nGET a", "@newer 8.4 OK\nGET a",
        "@newer 8.4 => ?\nGET a", "@instead GET a\nGET b", "@config a\nGET b", "@config a b", "GET \"a"})
    void shouldNameFileAndLineWhenALineIsNotUnderstood(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text))
                .withMessageMatching("(?s)some.cases:[12]: .+");
    }

    @Test
    void shouldNameCommandsAndSubcommandsThatHaveACase() {
        assertThat(parse("@newer 8.4 => OK\nNEW a\n@inline\nping\nOBJECT freq a\nOBJECT").getFirst().commandNames())
                .containsExactly("new", "object", "object|freq", "ping");
        assertThat(CaseFiles.coveredCommands()).contains("set", "bitfield", "object|encoding", "msetex", "swapdb");
    }

    @Test
    void shouldSelectByFolderFileAndLine() {
        assertThat(CaseFiles.select("")).hasSameSizeAs(CaseFiles.all());
        assertThat(CaseFiles.select("bitmap")).extracting(OracleCase::file).contains("bitmap/bitop.cases")
                .doesNotContain("string/set.cases");
        OracleCase last = CaseFiles.select("string/set.cases").getLast();
        assertThat(CaseFiles.select("string/set.cases:" + last.line())).containsExactly(last);
        assertThatIllegalArgumentException().isThrownBy(() -> CaseFiles.select("string/set.cases:1000000"));
    }

    private static List<OracleCase> parse(String text) {
        return CaseFile.parse("some.cases", text.lines().toList());
    }
}

package io.ringhold.server.oracle.rule;

import io.ringhold.server.oracle.resp.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RuleTest {
    @Test
    void shouldSeeEveryByteWhenExact() {
        assertThat(Rule.EXACT.matches(reply("\"a\""), reply("\"a\""))).isTrue();
        assertThat(Rule.EXACT.matches(reply("\"a\""), reply("a"))).isFalse();
        assertThat(Rule.EXACT.matches(reply("(nil)"), reply("(nil array)"))).isFalse();
        assertThat(Rule.EXACT.matches(reply("(error) ERR a"), reply("(error) ERR b"))).isFalse();
    }

    @Test
    void shouldIgnoreTheOrderButNotTheNumberWhenSorted() {
        assertThat(Rule.SORTED.matches(reply("[\"a\", \"b\", \"a\"]"), reply("[\"b\", \"a\", \"a\"]"))).isTrue();
        assertThat(Rule.SORTED.matches(reply("[\"a\", \"b\"]"), reply("[\"a\", \"b\", \"b\"]"))).isFalse();
        assertThat(Rule.SORTED.matches(reply("[\"a\"]"), reply("[a]"))).isFalse();
    }

    @Test
    void shouldKeepPairsTogetherWhenPairsAreSorted() {
        Rule rule = new Rule(Rule.Kind.PAIRS_SORTED, 0);
        assertThat(rule.matches(reply("[\"a\", \"1\", \"b\", \"2\"]"), reply("[\"b\", \"2\", \"a\", \"1\"]"))).isTrue();
        assertThat(rule.matches(reply("[\"a\", \"1\", \"b\", \"2\"]"), reply("[\"b\", \"1\", \"a\", \"2\"]")))
                .isFalse();
    }

    @Test
    void shouldCompareOnlyKeysWhenFields() {
        Rule rule = new Rule(Rule.Kind.FIELDS, 0);
        assertThat(rule.matches(reply("[\"a\", \"1\"]"), reply("[\"a\", \"2\"]"))).isTrue();
        assertThat(rule.matches(reply("[\"a\", \"1\"]"), reply("[\"b\", \"1\"]"))).isFalse();
        assertThat(rule.matches(reply("[\"a\", \"1\"]"), reply("[\"a\", (integer) 1]"))).isFalse();
    }

    @Test
    void shouldTolerateSmallDifferencesOfPositiveNumbersWhenTtl() {
        assertThat(Rule.ttl(2).matches(reply("(integer) 10"), reply("(integer) 12"))).isTrue();
        assertThat(Rule.ttl(2).matches(reply("(integer) 10"), reply("(integer) 13"))).isFalse();
        assertThat(Rule.ttl(2).matches(reply("(integer) -1"), reply("(integer) -2"))).isFalse();
        assertThat(Rule.ttl(2).matches(reply("(integer) 0"), reply("(integer) -1"))).isFalse();
    }

    @Test
    void shouldStillCompareErrorsWhenOnlyTheTypeCounts() {
        assertThat(Rule.TYPE.matches(reply("(integer) 1"), reply("(integer) 2"))).isTrue();
        assertThat(Rule.TYPE.matches(reply("(nil)"), reply("\"\""))).isFalse();
        assertThat(Rule.TYPE.matches(reply("(error) ERR a"), reply("(error) ERR b"))).isFalse();
    }

    @Test
    void shouldIgnoreNumbersAndPortsWhenShape() {
        assertThat(Rule.SHAPE.matches(reply("[(integer) 1, [\"a\", \"127.0.0.1:5\"]]"),
                reply("[(integer) 2, [\"a\", \"127.0.0.1:66\"]]"))).isTrue();
        assertThat(Rule.SHAPE.matches(reply("[\"a\", \"b\"]"), reply("[\"a\"]"))).isFalse();
        assertThat(Rule.SHAPE.matches(reply("[\"1\"]"), reply("[\"2\"]"))).isFalse();
        assertThat(Rule.SHAPE.matches(reply("[\"a\"]"), reply("[(integer) 1]"))).isFalse();
    }

    @Test
    void shouldCompareTheFirstWordWhenErrorPrefix() {
        Rule rule = new Rule(Rule.Kind.ERROR_PREFIX, 0);
        assertThat(rule.matches(reply("(error) ERR a"), reply("(error) ERR b"))).isTrue();
        assertThat(rule.matches(reply("(error) ERR a"), reply("(error) NOAUTH a"))).isFalse();
        assertThat(rule.matches(reply("\"a\""), reply("\"b\""))).isFalse();
    }

    private static Reply reply(String literal) {
        return new ReplyLiteral(literal).reply(2);
    }
}

package io.ringhold.server.oracle.rule;

import io.ringhold.server.oracle.resp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReplyLiteralTest {
    @ParameterizedTest
    @ValueSource(strings = {"OK", "(integer) -1", "\"a b\\x00\"", "(nil)", "(nil array)", "(error) ERR syntax error",
        "[]",
        "[\"a\", (integer) 1, [(nil), \"x, y]\"], OK]"})
    void shouldReadWhatAReplyShows(String literal) {
        assertThat(new ReplyLiteral(literal).reply(2)).hasToString(literal);
    }

    @Test
    void shouldBecomeTheOneNullWhenResp3() {
        assertThat(new ReplyLiteral("(nil)").reply(3)).isEqualTo(new Reply.Null('_'));
        assertThat(new ReplyLiteral("[(nil array)]").reply(3)).hasToString("[(null)]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(integer) x", "(foo) 1", "\"a\" \"b\"", "[", "12"})
    void shouldRefuseWhatIsNoReply(String literal) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplyLiteral(literal));
    }
}

package io.ringhold.server.oracle.scenario;

import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.rule.ReplyLiteral;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrdersTest {
    private static final String FIRST = "[\"message\", \"ch\", \"1\"]";
    private static final String SECOND = "[\"message\", \"ch\", \"2\"]";
    private static final String INVALIDATE = "[\"invalidate\", [\"k\"]]";

    @Test
    void shouldPutMessagesBehindReplies() {
        assertThat(Orders.of(replies(FIRST, INVALIDATE, "(integer) 1", SECOND)))
                .isEqualTo(replies("(integer) 1", FIRST, SECOND, INVALIDATE));
    }

    @Test
    void shouldLeaveMessagesOfOneKindInTheirOrder() {
        assertThat(Orders.of(replies(SECOND, INVALIDATE, FIRST))).isEqualTo(replies(SECOND, FIRST, INVALIDATE));
    }

    @Test
    void shouldTakeMessagesOutOfTheReplyToExec() {
        assertThat(Orders.of(replies("OK", "[" + FIRST + ", (integer) 1, " + SECOND + "]", "(integer) 2", "(nil)")))
                .isEqualTo(replies("OK", "[(integer) 1, (integer) 2, (nil)]", FIRST, SECOND));
    }

    @Test
    void shouldSortThePatternsThatAMessageMatches() {
        String one = "[\"pmessage\", \"a*\", \"ab\", \"1\"]";
        String two = "[\"pmessage\", \"*b\", \"ab\", \"1\"]";
        assertThat(Orders.of(replies(one, two, FIRST))).isEqualTo(Orders.of(replies(two, one, FIRST)));
        assertThat(Orders.of(replies(one, FIRST, two))).isNotEqualTo(Orders.of(replies(two, FIRST, one)));
    }

    @Test
    void shouldSortChannelsWhenAllAreLeft() {
        assertThat(Orders.ofLeavingAll(replies("[\"unsubscribe\", \"b\", (integer) 1]",
                "[\"unsubscribe\", \"a\", (integer) 0]")))
                .isEqualTo(replies("[\"unsubscribe\", \"a\", (integer) 1]", "[\"unsubscribe\", \"b\", (integer) 0]"));
    }

    @Test
    void shouldSortChannelsThatATransactionLeft() {
        assertThat(Orders.ofLeavingAll(
                replies("[OK, [\"unsubscribe\", \"b\", (integer) 1], [\"unsubscribe\", \"a\", (integer) 0]]")))
                .isEqualTo(
                        replies("[OK, [\"unsubscribe\", \"a\", (integer) 1], [\"unsubscribe\", \"b\", (integer) 0]]"));
    }

    private static List<Reply> replies(String... literals) {
        return Stream.of(literals).map(literal -> new ReplyLiteral(literal).reply(2)).toList();
    }
}

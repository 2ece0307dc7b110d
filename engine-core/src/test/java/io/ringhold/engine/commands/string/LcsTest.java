package io.ringhold.engine.commands.string;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LcsTest {
    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @BeforeEach
    void setTheDocumentedExample() {
        engine.execute("MSET", "a", "ohmytext", "b", "mynewtext");
    }

    @AfterEach
    void close() {
        assertThat(engine.clientArena().blockCount(MemoryTag.SCRATCH)).isLessThanOrEqualTo(1);
        engine.close();
    }

    @Test
    void shouldFindTheSubsequenceAndItsLengthWhenAsked() {
        engine.execute("MSET", "n", "1234", "m", "2434");

        assertThat(engine.bulk("LCS", "a", "b")).isEqualTo("mytext");
        assertThat(engine.integer("LCS", "a", "b", "len")).isEqualTo(6);
        assertThat(engine.bulk("LCS", "n", "m")).isEqualTo("234");
        assertThat(engine.execute("LCS", "a", "none")).isEqualTo("$0\r\n\r\n");
        assertThat(engine.integer("LCS", "none", "none", "LEN")).isZero();
    }

    @Test
    void shouldTellWhereTheStringsMatchWhenAskedForIndexes() {
        final String text = "*2\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n";
        final String my = "*2\r\n*2\r\n:2\r\n:3\r\n*2\r\n:0\r\n:1\r\n";

        assertThat(engine.execute("LCS", "a", "b", "IDX"))
                .isEqualTo("*4\r\n$7\r\nmatches\r\n*2\r\n" + text + my + "$3\r\nlen\r\n:6\r\n");
        assertThat(engine.execute("LCS", "a", "none", "IDX"))
                .isEqualTo("*4\r\n$7\r\nmatches\r\n*0\r\n$3\r\nlen\r\n:0\r\n");
        engine.protocol(3);
        assertThat(engine.execute("LCS", "a", "b", "IDX", "MINMATCHLEN", "4"))
                .isEqualTo("%2\r\n$7\r\nmatches\r\n*1\r\n" + text + "$3\r\nlen\r\n:6\r\n");
        assertThat(engine.execute("LCS", "a", "b", "WITHMATCHLEN", "MINMATCHLEN", "4", "idx")).isEqualTo(
                "%2\r\n$7\r\nmatches\r\n*1\r\n*3\r\n*2\r\n:4\r\n:7\r\n*2\r\n:5\r\n:8\r\n:4\r\n$3\r\nlen\r\n:6\r\n");
    }

    @Test
    void shouldCheckTypesThenOptionsThenSizeWhenLcsIsWrong() {
        engine.putList("l");
        engine.execute("SETRANGE", "large", "20000", "x");

        assertThat(engine.error("LCS", "a", "l", "FOO"))
                .isEqualTo("ERR The specified keys must contain string values");
        assertThat(engine.error("LCS", "a", "b", "FOO")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("LCS", "a", "b", "MINMATCHLEN")).isEqualTo(CommandContext.SYNTAX_ERROR);
        assertThat(engine.error("LCS", "a", "b", "MINMATCHLEN", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("LCS", "a", "b", "IDX", "LEN"))
                .isEqualTo("ERR If you want both the length and indexes, please just use IDX.");
        assertThat(engine.error("LCS", "large", "large")).isEqualTo(
                "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
}

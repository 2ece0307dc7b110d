package io.ringhold.engine.commands.string;

import java.util.List;

import io.ringhold.engine.command.CommandContext;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.keys.Entries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.ringhold.engine.testing.EngineHarness.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

class MultipleSetTest {
    private final EngineHarness engine = EngineHarness.of(new StringCommands());

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldSetAllAndLetTheLastCountWhenMset() {
        engine.execute("SET", "b", "old", "EX", "10");
        engine.putList("l");
        engine.takeLogged();

        assertThat(engine.execute("MSET", "a", "1", "b", "2", "l", "3", "a", "4")).isEqualTo("+OK\r\n");
        assertThat(engine.execute("MGET", "a", "b", "l")).isEqualTo("*3\r\n$1\r\n4\r\n$1\r\n2\r\n$1\r\n3\r\n");
        assertThat(engine.expireAtMs("b")).isEqualTo(Entries.NO_EXPIRY);
        assertThat(engine.encoding("a")).isEqualTo("int");
        assertThat(engine.takeLogged()).containsExactly(List.of("MSET", "a", "1", "b", "2", "l", "3", "a", "4"));
    }

    @Test
    void shouldRefuseHalfPairsWhenSettingSeveral() {
        assertThat(engine.error("MSET", "a")).isEqualTo("ERR wrong number of arguments for 'mset' command");
        assertThat(engine.error("MSET", "a", "1", "b")).isEqualTo("ERR wrong number of arguments for 'mset' command");
        assertThat(engine.error("MSETNX", "a", "1", "b"))
                .isEqualTo("ERR wrong number of arguments for 'msetnx' command");
    }

    @Test
    void shouldSetNothingWhenOneOfMsetnxExists() {
        engine.execute("SET", "b", "old");
        engine.takeLogged();

        assertThat(engine.integer("MSETNX", "a", "1", "b", "2")).isZero();
        assertThat(engine.exists("a")).isFalse();
        assertThat(engine.integer("MSETNX", "a", "1", "a", "2")).isOne();
        assertThat(engine.bulk("GET", "a")).isEqualTo("2");
        assertThat(engine.takeLogged()).containsExactly(List.of("MSETNX", "a", "1", "a", "2"));
    }

    @Test
    void shouldShareOneExpiryWhenMsetex() {
        engine.execute("SET", "c", "old", "PX", "77");
        engine.takeLogged();

        assertThat(engine.integer("MSETEX", "2", "a", "1", "b", "2", "EX", "10")).isOne();
        assertThat(engine.expireAtMs("a")).isEqualTo(START_MS + 10_000);
        assertThat(engine.expireAtMs("b")).isEqualTo(START_MS + 10_000);
        assertThat(engine.integer("MSETEX", "2", "a", "3", "c", "4", "xx", "keepttl")).isOne();
        assertThat(engine.expireAtMs("a")).isEqualTo(START_MS + 10_000);
        assertThat(engine.expireAtMs("c")).isEqualTo(START_MS + 77);
        assertThat(engine.integer("MSETEX", "1", "a", "5")).isOne();
        assertThat(engine.expireAtMs("a")).isEqualTo(Entries.NO_EXPIRY);
        assertThat(engine.takeLogged()).containsExactly(
                List.of("MSETEX", "2", "a", "1", "b", "2", "PXAT", "" + (START_MS + 10_000)),
                List.of("MSETEX", "2", "a", "3", "c", "4", "xx", "keepttl"), List.of("MSETEX", "1", "a", "5"));
    }

    @Test
    void shouldSetAllOrNothingWhenMsetexHasACondition() {
        engine.execute("SET", "a", "old");
        engine.takeLogged();

        assertThat(engine.integer("MSETEX", "2", "a", "1", "b", "2", "NX")).isZero();
        assertThat(engine.integer("MSETEX", "2", "a", "1", "b", "2", "XX", "PX", "100")).isZero();
        assertThat(engine.exists("b")).isFalse();
        assertThat(engine.bulk("GET", "a")).isEqualTo("old");
        assertThat(engine.takeLogged()).isEmpty();
    }

    @Test
    void shouldCheckCountThenPairsThenOptionsWhenMsetexIsWrong() {
        assertThat(engine.error("MSETEX", "1", "a")).isEqualTo("ERR wrong number of arguments for 'msetex' command");
        for (final String count : List.of("a", "0", "-1", "2147483648")) {
            assertThat(engine.error("MSETEX", count, "a", "1")).isEqualTo("ERR invalid numkeys value");
        }
        assertThat(engine.error("MSETEX", "2", "a", "1", "b")).isEqualTo("ERR wrong number of key-value pairs");
        assertThat(engine.error("MSETEX", "2147483647", "a", "1", "EX", "10"))
                .isEqualTo("ERR wrong number of key-value pairs");
        for (final String options : List.of("FOO", "NX XX", "EX 10 PX 10", "EX 10 KEEPTTL", "GET", "IFEQ 1", "EX")) {
            final String[] command = ("MSETEX 1 a 1 " + options).split(" ");
            assertThat(engine.error(command)).as(options).isEqualTo(CommandContext.SYNTAX_ERROR);
        }
        assertThat(engine.error("MSETEX", "1", "a", "1", "EX", "x")).isEqualTo(CommandContext.NOT_AN_INTEGER);
        assertThat(engine.error("MSETEX", "1", "a", "1", "EX", "0"))
                .isEqualTo("ERR invalid expire time in 'msetex' command");
    }

    @Test
    void shouldKeepAndLogWhatWasSetWhenMemoryEndsInTheMiddle() {
        try (EngineHarness small = EngineHarness.withDataBytes(4 << 20, new StringCommands())) {
            final String filling = "x".repeat(900);
            int keys = 0;
            while (small.execute("SET", "f" + keys, filling).equals("+OK\r\n")) {
                keys++;
            }
            for (int i = 0; i < keys; i += 2) {
                small.execute("GETDEL", "f" + i);
            }
            small.takeLogged();

            // half of the memory is free, but in pieces too small for the second value
            assertThat(small.error("MSETEX", "2", "a", filling, "b", "x".repeat(500_000), "EX", "10"))
                    .isEqualTo(CommandContext.OUT_OF_MEMORY);
            assertThat(small.bulk("GET", "a")).isEqualTo(filling);
            assertThat(small.exists("b")).isFalse();
            assertThat(small.takeLogged())
                    .containsExactly(List.of("SET", "a", filling, "PXAT", "" + (START_MS + 10_000)));
        }
    }
}

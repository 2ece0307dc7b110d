package io.ringhold.engine.command;

import java.util.List;

import io.ringhold.engine.commands.hash.HashCommands;
import io.ringhold.engine.commands.set.SetCommands;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.testing.EngineHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That nothing is done which there is no memory to log, where the log gets more than a client has sent. */
class EffectMemoryTest {
    private static final String OUT_OF_MEMORY = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    /** Longer than what is always there for the log. */
    private static final String LONG = "x".repeat(20_000);

    @Test
    void shouldPopNoMemberThatThereIsNoMemoryToLog() {
        try (EngineHarness engine = EngineHarness.of(new SetCommands())) {
            prepare(engine, "SADD k 1" + LONG + " 2" + LONG);

            assertThat(engine.runWithoutMemory("SPOP k")).isEqualTo(OUT_OF_MEMORY);
            assertThat(engine.runWithoutMemory("SPOP k 1")).isEqualTo(OUT_OF_MEMORY);

            assertThat(engine.takeLogged()).isEmpty();
            assertThat(engine.integer("SCARD", "k")).isEqualTo(2);
            final String popped = engine.bulk("SPOP", "k");
            assertThat(engine.takeLogged()).containsExactly(List.of("SREM", "k", popped));
        }
    }

    @Test
    void shouldGiveNullsForMembersThatStayWhenMemoryEndsHalfWay() {
        try (EngineHarness engine = EngineHarness.of(new SetCommands())) {
            prepare(engine, "SADD k short 1" + LONG + " 2" + LONG);

            String reply = OUT_OF_MEMORY; // while a long one is drawn first
            for (int i = 0; i < 200 && reply.equals(OUT_OF_MEMORY); i++) {
                reply = engine.runWithoutMemory("SPOP k 2");
            }

            assertThat(reply).isEqualTo("*2\r\n$5\r\nshort\r\n$-1\r\n");
            assertThat(engine.takeLogged()).containsExactly(List.of("SREM", "k", "short"));
            assertThat(engine.integer("SCARD", "k")).isEqualTo(2);
        }
    }

    @Test
    void shouldLogPoppedMembersByAMebibyteAtTheMost() {
        try (EngineHarness engine = EngineHarness.of(new SetCommands())) {
            final String tail = "x".repeat(100_000);
            for (int i = 0; i < 40; i++) {
                engine.execute("SADD", "k", i + tail);
            }
            engine.takeLogged();

            engine.execute("SPOP", "k", "30");

            final List<List<String>> unit = engine.takeLogged();
            final List<List<String>> removals = unit.subList(1, unit.size() - 1);
            assertThat(removals).allSatisfy(
                    command -> assertThat(String.join("", command).length()).isLessThan((1 << 20) + 2 * tail.length()));
            assertThat(removals.stream().mapToInt(command -> command.size() - 2).sum()).isEqualTo(30);
            assertThat(engine.integer("SCARD", "k")).isEqualTo(10);
        }
    }

    @Test
    void shouldKeepAKeyThatHasExpiredUntilThereIsMemoryToLogItsEnd() {
        try (EngineHarness engine = EngineHarness.of(new StringCommands())) {
            final Database database = engine.engine().keyspace().database(0);
            prepare(engine, "SET " + LONG + " v PX 100");
            engine.advanceMs(100_000);

            assertThat(engine.runWithoutMemory("GET " + LONG)).isEqualTo("$-1\r\n");
            assertThat(engine.runWithoutMemory("SET " + LONG + " w")).isEqualTo(OUT_OF_MEMORY);
            final boolean isMore = engine.withoutMemory(database::expireSome);

            assertThat(isMore).as("nothing more to do for now").isFalse();
            assertThat(engine.takeLogged()).isEmpty();
            assertThat(database.size()).isEqualTo(1);
            assertThat(database.expireSome()).isTrue();
            assertThat(engine.takeLogged()).containsExactly(List.of("DEL", LONG));
            assertThat(database.size()).isZero();
        }
    }

    @Test
    void shouldKeepAFieldThatHasExpiredUntilThereIsMemoryToLogItsEnd() {
        try (EngineHarness engine = EngineHarness.of(new HashCommands())) {
            final Database database = engine.engine().keyspace().database(0);
            prepare(engine, "HSET h a 1");
            prepare(engine, "HSETEX h PX 100 FIELDS 1 " + LONG + " v");
            engine.advanceMs(100_000);

            final boolean isMore = engine.withoutMemory(database::expireFields);

            assertThat(isMore).as("nothing more to do for now").isFalse();
            assertThat(engine.takeLogged()).isEmpty();
            database.expireFields();
            assertThat(engine.takeLogged()).containsExactly(List.of("HDEL", "h", LONG));
            assertThat(engine.integer("HLEN", "h")).isEqualTo(1);
        }
    }

    /** Runs a command without logging it, so that no memory is kept for that. */
    private static void prepare(final EngineHarness engine, final String words) {
        engine.logging(false);
        engine.run(words);
        engine.logging(true);
    }
}

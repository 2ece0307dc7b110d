package io.ringhold.engine.commands.transaction;

import java.util.Arrays;
import java.util.List;

import io.ringhold.engine.command.CommandGroupHandlers;
import io.ringhold.engine.commands.AllCommands;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One client's transactions: what the log gets, what is counted, what CLIENT INFO tells, and memory. */
class TransactionCommandsTest {
    private static final String OK = "+OK\r\n";
    private static final String QUEUED = "+QUEUED\r\n";

    private final EngineHarness engine = EngineHarness
            .of(AllCommands.groups(() -> EngineHarness.START_MS * 1000).toArray(CommandGroupHandlers[]::new));

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldLogSeveralWritesAsOneUnit() {
        transaction("SET a 1", "GET a", "SELECT 3", "INCR b", "SPOP none");

        assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"), List.of("SET", "a", "1"),
                List.of("INCR", "b"),
                List.of("EXEC"));
    }

    @Test
    void shouldLogOneWriteAsItIsAndReadsNotAtAll() {
        transaction("SET a 1", "GET a");
        transaction("GET a");
        transaction();

        assertThat(engine.takeLogged()).containsExactly(List.of("SET", "a", "1"));
    }

    @Test
    void shouldLogNothingUntilExec() {
        engine.execute("MULTI");
        engine.execute("SET", "a", "1");
        engine.execute("DISCARD");

        assertThat(engine.takeLogged()).isEmpty();
        assertThat(engine.exists("a")).isFalse();
    }

    @Test
    void shouldLogTheEndOfAnExpiredKeyInsideTheUnit() {
        engine.execute("SET", "a", "1", "PX", "10");
        engine.takeLogged();
        engine.advanceMs(20);

        transaction("GET a", "SET b 1");

        assertThat(engine.takeLogged()).containsExactly(List.of("MULTI"), List.of("DEL", "a"),
                List.of("SET", "b", "1"), List.of("EXEC"));
    }

    @Test
    void shouldAbortWhenAWatchedKeyHasExpiredUnnoticed() {
        engine.execute("SET", "a", "1", "PX", "10");
        engine.execute("WATCH", "a");
        engine.advanceMs(20);

        assertThat(transaction("SET b 1")).isEqualTo("*-1\r\n");
        assertThat(engine.exists("b")).isFalse();
    }

    @Test
    void shouldNotAbortWhenAWatchedKeyHadExpiredBefore() {
        engine.execute("SET", "a", "1", "PX", "10");
        engine.advanceMs(20);
        engine.execute("WATCH", "a");

        assertThat(transaction("GET a")).isEqualTo("*1\r\n$-1\r\n");
    }

    @Test
    void shouldCountQueuedCommandsWhenTheyAreExecuted() {
        engine.execute("MULTI");
        engine.execute("SET", "a", "1");
        engine.execute("LPUSH", "a", "1");
        assertThat(calls("set")).isZero();
        final long processed = engine.engine().statistics().commands();

        engine.execute("EXEC");

        assertThat(calls("set")).isEqualTo(1);
        assertThat(calls("lpush")).isEqualTo(1);
        assertThat(calls("exec")).isEqualTo(1);
        assertThat(failedCalls("lpush")).isEqualTo(1);
        assertThat(failedCalls("exec")).isZero();
        assertThat(engine.engine().statistics().commands()).isEqualTo(processed + 3);
        assertThat(engine.session().commands()).isEqualTo(4);
    }

    @Test
    void shouldTakeAtLeastAsLongAsWhatItExecutes() {
        transaction("SET a 1", "SET a 2");

        assertThat(nanoseconds("set")).isPositive();
        assertThat(nanoseconds("exec")).isGreaterThan(nanoseconds("set"));
    }

    @Test
    void shouldTellOfATransactionInClientInfo() {
        assertThat(engine.bulk("CLIENT", "INFO")).contains(" flags=N ", " multi=-1 ", " multi-mem=0 ");
        engine.execute("WATCH", "a", "b");
        assertThat(engine.bulk("INFO", "clients")).contains("watching_clients:1\r\n", "total_watched_keys:2\r\n");
        assertThat(engine.bulk("CLIENT", "INFO")).contains(" flags=N ", " multi=-1 watch=2 ");

        engine.execute("UNWATCH");
        assertThat(engine.bulk("CLIENT", "INFO")).contains(" watch=0 ");
        assertThat(engine.bulk("INFO", "clients")).contains("watching_clients:0\r\n", "total_watched_keys:0\r\n");
        final String inside = transaction("PING", "CLIENT INFO");

        assertThat(inside).contains(" flags=x ", " multi=2 ", " cmd=exec ").doesNotContain("multi-mem=0 ");
    }

    @Test
    void shouldGiveMemoryBack() {
        transaction("SET a 1", "SET b 2");
        final long before = inputBytes();
        final String value = "x".repeat(100_000);

        engine.execute("WATCH", "k", "l");
        engine.execute("MULTI");
        for (int i = 0; i < 100; i++) {
            assertThat(engine.execute("SET", "k" + i, value)).isEqualTo(QUEUED);
        }
        assertThat(inputBytes()).isGreaterThan(before + 100L * value.length());
        assertThat(engine.session().transaction().queue().heldBytes()).isGreaterThan(100L * value.length());
        assertThat(engine.execute("EXEC")).isEqualTo("*100\r\n" + OK.repeat(100));

        assertThat(inputBytes()).isLessThanOrEqualTo(before);
        assertThat(engine.session().transaction()).isNull();
    }

    @Test
    void shouldKeepAllArgumentsOfManyCommandsOfAllSizes() {
        engine.execute("MULTI");
        for (int i = 0; i < 3_000; i++) {
            final String[] push = new String[2 + 1 + i % 70];
            Arrays.fill(push, "v".repeat(i % 50) + i);
            push[0] = "RPUSH";
            push[1] = "list:" + i % 7;
            engine.execute(push);
        }
        engine.execute("EXEC");
        final List<List<String>> logged = engine.takeLogged();

        assertThat(logged).hasSize(3_002);
        for (int i = 0; i < 3_000; i++) {
            final List<String> push = logged.get(i + 1);
            assertThat(push).hasSize(3 + i % 70).startsWith("RPUSH", "list:" + i % 7);
            assertThat(push.subList(2, push.size())).containsOnly("v".repeat(i % 50) + i);
        }
    }

    @Test
    void shouldEndTheTransactionWhenTheConnectionIsReset() {
        engine.execute("WATCH", "a");
        engine.execute("MULTI");
        engine.execute("SET", "a", "1");
        engine.execute("RESET");

        assertThat(engine.session().transaction()).isNull();
        assertThat(engine.engine().transactions().watchedKeys()).isZero();
        assertThat(engine.error("EXEC")).isEqualTo("ERR EXEC without MULTI");
    }

    /** Commands of words with blanks between; the reply to EXEC. */
    private String transaction(final String... commands) {
        assertThat(engine.execute("MULTI")).isEqualTo(OK);
        for (final String command : commands) {
            assertThat(engine.execute(command.split(" ", -1))).isEqualTo(QUEUED);
        }
        return engine.execute("EXEC");
    }

    private long inputBytes() {
        return engine.clientArena().usedBytes(MemoryTag.TRANSACTIONS);
    }

    private long calls(final String command) {
        return engine.engine().commands().find(command).calls();
    }

    private long failedCalls(final String command) {
        return engine.engine().commands().find(command).failedCalls();
    }

    private long nanoseconds(final String command) {
        return engine.engine().commands().find(command).nanoseconds();
    }
}

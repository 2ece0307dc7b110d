package io.ringhold.engine.commands.server.digest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.ringhold.engine.testing.HeapAllocation;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DigestSubcommandsTest {
    private static final String ZEROS = "+" + "0".repeat(40) + "\r\n";
    private static final int ELEMENTS = 3_000;
    private static final long MOST_BYTES = 8_192;
    /** A stream with entries, groups, consumers and pending entries. */
    private static final List<String> STREAM = List.of("XADD s 1-1 f v", "XADD s 2-1 f v g w", "XADD s 3-1 f v",
            "XADD s 4-1 f v", "XDEL s 1-1", "XGROUP CREATE s g 0", "XGROUP CREATE s h 2-1",
            "XREADGROUP GROUP g c COUNT 2 STREAMS s >",
            "XGROUP CREATECONSUMER s g d");

    private final ServerHarness server = new ServerHarness("--enable-debug-command", "local");
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private void run(final String... commands) {
        for (final String command : commands) {
            assertThat(client.run(command)).as(command).doesNotStartWith("-");
        }
    }

    private String digest() {
        return client.run("DEBUG DIGEST");
    }

    private String digestOf(final String key) {
        return client.run("DEBUG DIGEST-VALUE " + key);
    }

    @Test
    void shouldGiveZerosWhenThereIsNothing() {
        assertThat(digest()).isEqualTo(ZEROS);
        run("SET k v", "SELECT 3", "RPUSH l a");
        assertThat(digest()).matches("\\+[0-9a-f]{40}\r\n").isNotEqualTo(ZEROS);
        run("FLUSHALL");
        assertThat(digest()).isEqualTo(ZEROS);
    }

    @Test
    void shouldDigestEachOfTheKeysGiven() {
        run("SET k v", "SET same v", "RPUSH l a");
        final String value = digestOf("k").substring("*1\r\n".length());
        final String list = digestOf("l").substring("*1\r\n".length());
        assertThat(value).matches("\\+[0-9a-f]{40}\r\n").isNotEqualTo(list);
        assertThat(digestOf("k missing l same")).isEqualTo("*4\r\n" + value + ZEROS + list + value);
        assertThat(client.run("DEBUG DIGEST-VALUE")).isEqualTo("*0\r\n");
    }

    @Test
    void shouldRefuseOtherArguments() {
        assertThat(client.run("DEBUG DIGEST k"))
                .isEqualTo("-ERR unknown subcommand or wrong number of arguments for 'DIGEST'. Try DEBUG HELP.\r\n");
        assertThat(server.connect("10.0.0.1:1").run("DEBUG DIGEST")).startsWith("-ERR DEBUG command not allowed.");
        assertThat(client.run("DEBUG HELP")).contains("+DIGEST\r\n", "+DIGEST-VALUE [<key> ...]\r\n");
    }

    /** What a digest is made of may change, but not by mistake; and it must not depend on the process. */
    @Test
    void shouldGiveTheSameDigestInEveryProcess() {
        run("SET string 17", "RPUSH list a b", "SADD set a b", "HSET hash f v", "ZADD zset 1.5 a");
        run(STREAM.toArray(String[]::new));
        assertThat(digest()).isEqualTo("+137b2fd58b8e6996a39cd9e2c58ad537f84a823b\r\n");
    }

    @Test
    void shouldTellLookAlikesApart() {
        final Map<String, String> seen = new HashMap<>();
        for (final String script : List.of("SET k a", "SET l a", "SET k b", "SET k ab", "APPEND k ", "RPUSH k a",
                "RPUSH k a a",
                "RPUSH k a a a", "RPUSH k ab", "RPUSH k a b", "RPUSH k b a", "RPUSH k ", "RPUSH k  ", "SADD k a",
                "SADD k a b",
                "SADD k ab", "SADD k ", "HSET k a b", "HSET k b a", "HSET k a a", "HSET k ab ", "HSET k  ab",
                "HSET k a 1 b 2", "HSET k a 2 b 1", "HSET k a 1 b 1", "HSET k a 2 b 2", "ZADD k 1 a", "ZADD k 1 b",
                "ZADD k 2 a", "ZADD k 1 a 2 b", "ZADD k 2 a 1 b", "ZADD k inf a", "ZADD k -inf a", "ZADD k 0 a",
                "ZADD k 1e-300 a", "XADD k 1-1 a b", "XADD k 1-2 a b", "XADD k 2-1 a b", "XADD k 1-1 a b c d",
                "SET k a PX 1000", "SET k a PX 1001", "SET k a;SET l a", "SET k b;SET l a", "SET k a;SET l b",
                "SELECT 1;SET k a", "SELECT 2;SET k a", "SET k a;SELECT 1;SET k a",
                "HSET k a b;HPEXPIRE k 1000 FIELDS 1 a",
                "HSET k a b;HPEXPIRE k 1001 FIELDS 1 a", "HSET k a b;PEXPIRE k 1000")) {
            run(script.split(";"));
            assertThat(seen.put(digest(), script)).as(script).isNull();
            run("FLUSHALL", "SELECT 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XADD s 9-1 f v", "XDEL s 2-1", "XDEL s 4-1", "XTRIM s MAXLEN 1", "XSETID s 5-1",
        "XSETID s 4-1 ENTRIESADDED 9 MAXDELETEDID 1-1", "XSETID s 4-1 ENTRIESADDED 4 MAXDELETEDID 1-2",
        "XGROUP CREATE s i 0", "XGROUP DESTROY s h", "XGROUP SETID s h 3-1", "XGROUP SETID s h 2-1 ENTRIESREAD 2",
        "XGROUP CREATECONSUMER s g e", "XGROUP DELCONSUMER s g c", "XGROUP DELCONSUMER s g d",
        "XREADGROUP GROUP g c COUNT 1 STREAMS s >", "XREADGROUP GROUP g c COUNT 1 NOACK STREAMS s >", "XACK s g 2-1",
        "XCLAIM s g d 0 2-1 TIME 1700000000000 RETRYCOUNT 1", "XCLAIM s g c 0 2-1 TIME 1699999999999 RETRYCOUNT 1",
        "XCLAIM s g c 0 2-1 TIME 1700000000000 RETRYCOUNT 2", "PEXPIRE s 1000"})
    void shouldChangeWhenAnythingOfAStreamDoes(final String change) {
        run(STREAM.toArray(String[]::new));
        run("COPY s copy");
        final String before = digest();
        assertThat(digestOf("s")).isEqualTo(digestOf("copy"));
        run(change);
        assertThat(digest()).isNotEqualTo(before);
        assertThat(digestOf("s")).isNotEqualTo(digestOf("copy"));
    }

    @Test
    void shouldIgnoreWhenConsumersWereSeenAndKeysWereUsed() {
        run(STREAM.toArray(String[]::new));
        run("SET k v");
        final String before = digest();
        server.advanceMs(100_000);
        run("XREADGROUP GROUP g d STREAMS s 0", "XGROUP CREATECONSUMER s g c", "GET k");
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void shouldTakeMinusZeroForZero() {
        run("ZADD plus 0 a 0 b", "ZADD minus -0 a 0 b");
        assertThat(digestOf("minus")).isEqualTo(digestOf("plus"));
        run("CONFIG SET zset-max-listpack-entries 0", "ZADD minus -0 c", "ZADD plus 0 c");
        assertThat(client.run("OBJECT ENCODING minus")).contains("skiplist");
        assertThat(digestOf("minus")).isEqualTo(digestOf("plus"));
    }

    @Test
    void shouldFollowKeysThatAreCopiedRenamedAndMoved() {
        run("ZADD k 1 a 2 b", "PEXPIRE k 5000", "COPY k copy");
        final String value = digestOf("k");
        assertThat(digestOf("copy")).isEqualTo(value);
        run("DEL copy");
        final String before = digest();
        run("RENAME k other");
        assertThat(digestOf("other")).isEqualTo(value);
        assertThat(digest()).isNotEqualTo(before);
        run("RENAME other k");
        assertThat(digest()).isEqualTo(before);
        run("MOVE k 5");
        assertThat(digest()).isNotEqualTo(before);
        run("SELECT 5", "MOVE k 0");
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void shouldChangeWhenDatabasesAreSwapped() {
        run("SET k zero", "SELECT 1", "SET k one", "SADD s a");
        final String before = digest();
        run("SWAPDB 0 1");
        assertThat(digest()).isNotEqualTo(before);
        run("SWAPDB 0 1");
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void shouldLeaveOutWhatHasExpiredWhetherOrNotItIsStillInMemory() {
        run("SET stays v");
        final String before = digest();
        run("SET k v PX 100", "HSET h f v", "HPEXPIRE h 100 FIELDS 1 f");
        assertThat(digest()).isNotEqualTo(before);
        server.advanceMs(100);
        assertThat(digest()).isEqualTo(before);
        assertThat(digestOf("k h")).isEqualTo("*2\r\n" + ZEROS + ZEROS);
        assertThat(client.run("DBSIZE")).isEqualTo(":3\r\n");
        run("GET k");
        server.engine().keyspace().database(0).expireFields();
        assertThat(client.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void shouldLeaveOutFieldsThatHaveExpired() {
        run("HSET h f v", "HSET large f v");
        for (int i = 0; i < 1_000; i++) {
            run("HSET large f" + i + " v");
        }
        final String small = digestOf("h");
        final String large = digestOf("large");
        run("HSETEX h PX 100 FIELDS 1 g v", "HSETEX large PX 100 FIELDS 1 g v");
        assertThat(digestOf("h")).isNotEqualTo(small);
        assertThat(digestOf("large")).isNotEqualTo(large);
        server.advanceMs(100);
        assertThat(digestOf("h")).isEqualTo(small);
        assertThat(digestOf("large")).isEqualTo(large);
    }

    @Test
    void shouldLeaveNoTraceInStatisticsAndLog() {
        run("SET k v");
        server.takeLogged();
        final long hits = server.engine().keyspace().statistics().hits();
        final long misses = server.engine().keyspace().statistics().misses();
        run("DEBUG DIGEST", "DEBUG DIGEST-VALUE k missing");
        assertThat(server.engine().keyspace().statistics().hits()).isEqualTo(hits);
        assertThat(server.engine().keyspace().statistics().misses()).isEqualTo(misses);
        assertThat(server.takeLogged()).isEmpty();
    }

    @Test
    void shouldAllocateNothingForEachKeyOrElement() {
        run("DEBUG POPULATE " + ELEMENTS, "XGROUP CREATE s g 0 MKSTREAM");
        for (int i = 1; i <= ELEMENTS; i++) {
            final String long300 = i + "x".repeat(300);
            run("RPUSH l " + i, "SADD s1 " + long300, "HSET h f" + i + " v", "ZADD z " + i + ".25 m" + i,
                    "XADD s " + i + "-0 f " + i);
        }
        run("XREADGROUP GROUP g c STREAMS s >");
        assertThat(HeapAllocation.leastBytes(0, 1, () -> new KeyspaceDigester(server.engine().keyspace()).keyspace()))
                .isLessThan(MOST_BYTES);
    }
}

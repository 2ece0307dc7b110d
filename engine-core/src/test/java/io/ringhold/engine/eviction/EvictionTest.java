package io.ringhold.engine.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.event.KeyEvent;
import io.ringhold.engine.event.KeyObserver;
import io.ringhold.engine.keyspace.Database;
import io.ringhold.engine.resp.Ascii;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EvictionTest {
    private static final String OUT_OF_MEMORY = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
    private static final String VALUE = "v".repeat(100);
    private static final int KEYS = 4_000;

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();
    private final Eviction eviction = server.engine().eviction();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldLetKeysGoThatWereNotUsedForLongest() {
        fill(0, KEYS, "");
        use(0, KEYS / 2, "GET");
        fullBy("allkeys-lru");
        fill(KEYS, KEYS + KEYS / 4, "");
        // a quarter has to go; the half that was read is younger than the other
        assertThat(left(0, KEYS / 2)).isGreaterThan(KEYS / 2 * 95 / 100);
        assertThat(left(KEYS, KEYS + KEYS / 4)).isEqualTo(KEYS / 4);
        assertThat(left(KEYS / 2, KEYS)).isBetween(KEYS / 5, KEYS / 3);
    }

    @Test
    void shouldLookAtKeysAgainWhenTheyWereUsedSinceTheyWereFound() {
        fill(0, 400, "");
        fullBy("allkeys-lru");
        for (int round = 0; round < 200; round++) {
            use(0, 10, "GET");
            fill(400 + round, 401 + round, "");
        }
        assertThat(left(0, 10)).isEqualTo(10);
    }

    @Test
    void shouldLetKeysGoThatWereNotChangedForLongestWhateverIsRead() {
        fill(0, KEYS, "");
        fullBy("allkeys-lrm");
        use(0, KEYS / 2, "APPEND", "");
        use(KEYS / 2, KEYS, "GET");
        fill(KEYS, KEYS + KEYS / 4, "");
        assertThat(left(0, KEYS / 2)).isGreaterThan(KEYS / 2 * 95 / 100);
        assertThat(left(KEYS / 2, KEYS)).isLessThan(KEYS / 3);
    }

    @Test
    void shouldLetKeysGoThatAreUsedLeastOften() {
        client.run("CONFIG SET maxmemory-policy allkeys-lfu lfu-log-factor 1 lfu-decay-time 0");
        fill(0, KEYS, "");
        for (int i = 0; i < 20; i++) {
            use(0, KEYS / 2, "GET");
        }
        use(KEYS / 2, KEYS, "GET");
        fullBy("allkeys-lfu");
        fill(KEYS, KEYS + KEYS / 4, "");
        assertThat(left(0, KEYS / 2)).isGreaterThan(KEYS / 2 * 98 / 100);
        assertThat(number(client.run("OBJECT FREQ k0"))).isGreaterThan(8);
    }

    @Test
    void shouldLetAnyKeyGoAtRandom() {
        fill(0, KEYS, "");
        use(0, KEYS / 2, "GET");
        fullBy("allkeys-random");
        fill(KEYS, 2 * KEYS, "");
        final int half = left(0, KEYS / 2);
        final int otherHalf = left(KEYS / 2, KEYS);
        assertThat(half).isBetween(otherHalf * 8 / 10, otherHalf * 12 / 10);
        // each key stays with a chance of about 1/e
        assertThat(half + otherHalf).isBetween(KEYS * 30 / 100, KEYS * 45 / 100);
    }

    @Test
    void shouldLetKeysGoThatExpireSoonest() {
        for (int i = 0; i < KEYS; i++) {
            set(i, "EX " + (1_000 + i * 7919 % KEYS * 2));
        }
        fullBy("volatile-ttl");
        fill(KEYS, KEYS + KEYS / 4, "");
        final IntPredicate gone = i -> !exists(i);
        final int latestGone = IntStream.range(0, KEYS).filter(gone).map(i -> i * 7919 % KEYS).max().orElseThrow();
        final int earliestLeft = IntStream.range(0, KEYS).filter(gone.negate()).map(i -> i * 7919 % KEYS).min()
                .orElseThrow();
        assertThat(latestGone).isGreaterThan(KEYS / 5).isLessThan(earliestLeft);
    }

    @ParameterizedTest
    @ValueSource(strings = {"volatile-lru", "volatile-lfu", "volatile-lrm", "volatile-random", "volatile-ttl"})
    void shouldLeaveKeysWithoutExpiryAloneAndRefuseWritesWhenNoOtherIsLeft(final String policy) {
        fill(0, KEYS, "");
        fill(KEYS, KEYS + 100, "EX 1000");
        fullBy(policy);
        int written = 0;
        String reply = set(2 * KEYS, "");
        while (reply.equals("+OK\r\n")) {
            written++;
            reply = set(2 * KEYS + written, "");
        }
        assertThat(reply).isEqualTo(OUT_OF_MEMORY);
        assertThat(written).isGreaterThan(80);
        assertThat(left(0, KEYS)).isEqualTo(KEYS);
        assertThat(left(KEYS, KEYS + 100)).isZero();
        assertThat(eviction.hasBacklog()).isFalse();
        assertThat(client.run("GET k0")).endsWith(VALUE + "\r\n");
        assertThat(client.run("DEL k0 k1 k2 k3 k4")).isEqualTo(":5\r\n");
        assertThat(set(0, "")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldStayBelowTheLimitWhileATransactionIsExecuted() {
        final long limit = 40 << 20;
        final String value = "v".repeat(1 << 20);
        client.run("CONFIG SET maxmemory-policy allkeys-lru maxmemory " + limit);
        for (int i = 0; i < 60; i++) {
            client.execute("SET", "old" + i, value);
        }
        client.run("MULTI");
        for (int i = 0; i < 20; i++) {
            client.execute("SET", "new" + i, value);
        }
        client.run("INFO memory");

        final String used = client.run("EXEC").replaceFirst("(?s).*\r\nused_memory:(\\d+)\r\n.*", "$1");

        assertThat(Long.parseLong(used)).isBetween(limit * 9 / 10, limit);
        assertThat(client.run("EXISTS new0 new19")).isEqualTo(":2\r\n");
    }

    @Test
    void shouldLetCommandsThroughAndGoOnBetweenThemWhenMostExpiriesWereTakenAway() {
        final int keys = 60_000;
        server.logging(false);
        fill(0, keys, "EX 100000");
        endResize();
        fill(0, keys, "");
        client.run("SET last " + VALUE + " EX 200000");
        fullBy("volatile-ttl");
        assertThat(set(keys, "")).isEqualTo("+OK\r\n");
        assertThat(exists("last")).as("the command has not looked at all of the index").isTrue();
        assertThat(runSlices()).isGreaterThan(3);
        assertThat(exists("last")).isFalse();
        String reply = "+OK\r\n";
        for (int i = 1; reply.equals("+OK\r\n") && i < 20; i++) {
            reply = set(keys + i, "");
        }
        assertThat(reply).isEqualTo(OUT_OF_MEMORY);
    }

    @Test
    void shouldRefuseWritesOnlyAboveTheLimitWhenNothingMayGo() {
        fill(0, 120, "");
        fullBy("noeviction", 2_000);
        int written = 120;
        while (set(written, "").equals("+OK\r\n")) {
            written++;
        }
        assertThat(written).isBetween(125, 140);
        assertThat(set(written, "")).isEqualTo(OUT_OF_MEMORY);
        assertThat(left(0, written)).isEqualTo(written);
        assertThat(client.run("DEL k0 k1")).isEqualTo(":2\r\n");
        assertThat(set(0, "")).isEqualTo("+OK\r\n");
        client.run("CONFIG SET maxmemory 0");
        fill(written, 2 * written, "");
    }

    @Test
    void shouldRefuseWritesWhenNotEvenAnEmptyServerFits() {
        fill(0, 20, "");
        client.run("CONFIG SET maxmemory 1 maxmemory-policy allkeys-lru");
        assertThat(set(0, "")).isEqualTo(OUT_OF_MEMORY);
        runSlices();
        assertThat(client.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(set(0, "")).isEqualTo(OUT_OF_MEMORY);
        assertThat(eviction.hasBacklog()).isFalse();
    }

    @Test
    void shouldMakeRoomForALargeValueBeforeItComes() {
        fill(0, 2 * KEYS, "");
        fullBy("allkeys-lru");
        final long limit = eviction.countedBytes();
        for (int i = 0; i < 20; i++) {
            assertThat(client.execute("SET", "big" + i % 3, "x".repeat(20_000 + i))).isEqualTo("+OK\r\n");
            assertThat(eviction.countedBytes()).isLessThanOrEqualTo(limit);
        }
        assertThat(client.execute("SET", "huge", "x".repeat((int) limit + 1))).isEqualTo(OUT_OF_MEMORY);
        assertThat(number(client.run("DBSIZE"))).isGreaterThan(5_000);
    }

    @Test
    void shouldLogAndTellEachKeyThatGoes() {
        final List<String> told = new ArrayList<>();
        server.engine().keyEvents().observe(new KeyObserver() {
            @Override
            public void modified(final Database database, final long keyAddress, final int keyLength,
                    final Session cause) {
                if (cause == null) {
                    told.add("modified " + database.index() + ' ' + Ascii.text(keyAddress, keyLength));
                }
            }

            @Override
            public void happened(final KeyEvent event, final Database database, final long keyAddress,
                    final int keyLength) {
                if (event == KeyEvent.EVICTED) {
                    told.add(event.redisName() + ' ' + database.index() + ' ' + Ascii.text(keyAddress, keyLength));
                }
            }
        }, true);
        client.run("SELECT 3");
        set(0, "EX 100");
        client.run("SELECT 0");
        fill(1, 100, "");
        fullBy("volatile-lru", 400);
        server.takeLogged();
        assertThat(set(100, "")).isEqualTo("+OK\r\n");
        assertThat(server.takeLogged()).containsExactly("DEL k0", "SET k100 " + VALUE);
        assertThat(told).containsExactly("modified 3 k0", "evicted 3 k0");
        assertThat(client.run("INFO stats")).contains("\r\nevicted_keys:1\r\n");
        client.run("CONFIG RESETSTAT");
        assertThat(client.run("INFO stats")).contains("\r\nevicted_keys:0\r\n");
    }

    @Test
    void shouldLetNoMoreKeysGoWhileALargeValueIsBeingFreed() {
        for (int i = 0; i < 30_000; i += 10) {
            final StringBuilder members = new StringBuilder("SADD big");
            for (int j = i; j < i + 10; j++) {
                members.append(" member").append(j);
            }
            client.run(members.toString());
        }
        server.advanceMs(10_000);
        fill(0, 20, "");
        fullBy("allkeys-lru");
        fill(20, 100, "");
        assertThat(exists("big")).isFalse();
        assertThat(server.engine().keyspace().lazyFreePending()).isPositive();
        assertThat(left(0, 100)).isGreaterThan(90);
    }

    @Test
    void shouldFreeWhatIsOverInSlicesWhenTheLimitIsLowered() {
        fill(0, KEYS, "");
        final long limit = eviction.countedBytes() - KEYS * 60L;
        client.run("CONFIG SET maxmemory " + limit + " maxmemory-policy allkeys-lru");
        assertThat(eviction.hasBacklog()).isTrue();
        assertThat(set(KEYS, "")).isEqualTo("+OK\r\n");
        server.advanceMs(7);
        assertThat(client.run("INFO stats")).contains("\r\ntotal_eviction_exceeded_time:7\r\n",
                "\r\ncurrent_eviction_exceeded_time:7\r\n");
        assertThat(left(0, KEYS)).isGreaterThan(KEYS - 20);
        assertThat(runSlices()).isGreaterThan(20);
        assertThat(eviction.countedBytes()).isBetween(limit * 99 / 100, limit);
        assertThat(client.run("INFO stats")).contains("\r\ncurrent_eviction_exceeded_time:0\r\n");
        assertThat(number(client.run("DBSIZE"))).isGreaterThan(100);
    }

    @Test
    void shouldLetNothingGoWhileClientsArePaused() {
        fill(0, 100, "");
        client.run("CLIENT PAUSE 100 WRITE");
        client.run("CONFIG SET maxmemory 1 maxmemory-policy allkeys-lru");
        assertThat(eviction.hasBacklog()).isFalse();
        server.advanceMs(101);
        assertThat(eviction.hasBacklog()).isTrue();
    }

    @Test
    void shouldTakeSamplesWhenLatencyIsMonitored() {
        client.run("CONFIG SET latency-monitor-threshold 1");
        fill(0, 100, "");
        fullBy("allkeys-lru");
        server.commandsTake(2_000_000);
        set(100, "");
        assertThat(client.run("LATENCY LATEST")).contains("eviction-cycle", "eviction-del");
    }

    private int runSlices() {
        int steps = 0;
        while (eviction.hasBacklog()) {
            eviction.step();
            steps++;
        }
        return steps;
    }

    /** From here on there is room for what is there, and no more. */
    private void fullBy(final String policy) {
        fullBy(policy, 0);
    }

    private void fullBy(final String policy, final long roomBytes) {
        client.run("CONFIG SET maxmemory-policy " + policy);
        endResize(); // later it would give memory back
        client.run("CONFIG SET maxmemory " + (eviction.countedBytes() + roomBytes));
    }

    private void endResize() {
        while (server.engine().keyspace().database(0).table().maintain(1_000)) {
            // until it has ended
        }
    }

    /** Each key a bit later than the one before. */
    private void fill(final int from, final int to, final String options) {
        for (int i = from; i < to; i++) {
            assertThat(set(i, options)).isEqualTo("+OK\r\n");
            server.advanceMs(10);
        }
    }

    private String set(final int key, final String options) {
        return client.run(("SET k" + key + ' ' + VALUE + ' ' + options).strip());
    }

    private void use(final int from, final int to, final String command, final String... arguments) {
        for (int i = from; i < to; i++) {
            final List<String> words = new ArrayList<>(List.of(command, "k" + i));
            words.addAll(List.of(arguments));
            assertThat(client.execute(words.toArray(String[]::new))).doesNotStartWith("-");
            server.advanceMs(10);
        }
    }

    private int left(final int from, final int to) {
        return (int) IntStream.range(from, to).filter(this::exists).count();
    }

    private boolean exists(final int key) {
        return exists("k" + key);
    }

    private boolean exists(final String key) {
        return !client.run("OBJECT ENCODING " + key).equals("$-1\r\n");
    }

    private static long number(final String reply) {
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }
}

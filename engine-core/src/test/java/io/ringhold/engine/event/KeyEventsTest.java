package io.ringhold.engine.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyEventsTest {
    private final ServerHarness server = new ServerHarness("--enable-debug-command", "yes");
    private final ServerHarness.Client client = server.connect();
    private final RecordingObserver observer = new RecordingObserver();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellWhatRedisTellsWhenACommandIsExecuted(final String commands, final List<String> modified,
            final String events) {
        final String[] parts = commands.split("; ", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            client.run(parts[i]);
        }
        observe();
        client.run(parts[parts.length - 1]);
        assertThat(observer.modified).containsExactlyInAnyOrderElementsOf(modified);
        assertThat(String.join(", ", observer.events)).isEqualTo(events);
        assertThat(observer.causes).allSatisfy(cause -> assertThat(cause).isSameAs(client.session()));
    }

    static Stream<Object[]> cases() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                KeyEventsTest.class.getResourceAsStream("/event/key-events.cases"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(line -> {
                final String[] parts = line.split("\\|", -1);
                final String modified = parts[1].strip();
                return new Object[] {parts[0].strip(),
                    modified.isEmpty() ? List.of() : List.of(modified.split(" ", -1)), parts[2].strip()};
            }).toList().stream();
        }
    }

    @Test
    void shouldTellOfAnExpiredKeyWhenItIsLookedUp() {
        client.run("set k v px 10");
        observe();
        server.advanceMs(11);
        client.run("get k");
        assertThat(observer.modified).containsExactly("k");
        assertThat(observer.causes).containsOnlyNulls();
        assertThat(observer.events).containsExactly("expired k");
    }

    @Test
    void shouldTellOfAnExpiredKeyWhenItIsFound() {
        client.run("select 3");
        client.run("set k v px 10");
        observe();
        server.advanceMs(10_000);
        while (server.engine().keyspace().database(3).expireSome()) {
            // until it has been found
        }
        assertThat(observer.modified).containsExactly("3/k");
        assertThat(observer.causes).containsOnlyNulls();
        assertThat(observer.events).containsExactly("expired 3/k");
    }

    @Test
    void shouldTellOnceWhenFieldsExpire() {
        client.run("hset h a 1 b 2 c 3");
        client.run("hpexpire h 10 fields 2 a b");
        observe();
        server.advanceMs(11);
        server.engine().keyspace().database(0).expireFields();
        assertThat(observer.modified).containsExactly("h");
        assertThat(observer.causes).containsOnlyNulls();
        assertThat(observer.events).containsExactly("hexpired h");
    }

    @Test
    void shouldTellThatTheHashGoesWhenItsLastFieldsExpire() {
        client.run("hset h a 1 b 2");
        client.run("hpexpire h 10 fields 2 a b");
        observe();
        server.advanceMs(11);
        server.engine().keyspace().database(0).expireFields();
        assertThat(observer.modified).containsExactly("h");
        assertThat(observer.events).containsExactly("hexpired h", "del h");
        assertThat(client.run("exists h")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldTellThatTheHashGoesWhenACommandLeavesExpiredFieldsOnly() {
        client.run("hset h a 1 b 2");
        client.run("hpexpire h 10 fields 1 a");
        observe();
        server.advanceMs(11);
        client.run("hdel h b");
        assertThat(observer.modified).containsExactly("h");
        assertThat(observer.events).containsExactly("hdel h", "hexpired h", "del h");
    }

    @Test
    void shouldTellThatTheHashGoesWhenACommandFindsExpiredFieldsOnly() {
        client.run("hset h a 1");
        client.run("hpexpire h 10 fields 1 a");
        observe();
        server.advanceMs(11);
        client.run("hgetdel h fields 1 a");
        assertThat(observer.modified).containsExactly("h");
        assertThat(observer.events).containsExactly("hexpired h", "del h");
    }

    @Test
    void shouldTellBeforeADatabaseIsEmptied() {
        client.run("set k v");
        observe();
        client.run("flushdb");
        assertThat(observer.databases).containsExactly("flushing 0 of 1", "flushed");
        assertThat(observer.causes).allSatisfy(cause -> assertThat(cause).isSameAs(client.session()));
        assertThat(observer.events).isEmpty();
    }

    @Test
    void shouldTellOfEachDatabaseWhenAllAreEmptied() {
        client.run("set k v");
        observe();
        client.run("flushall");
        assertThat(observer.databases).hasSize(17).startsWith("flushing 0 of 1", "flushing 1 of 0").endsWith("flushed");
    }

    @Test
    void shouldTellBeforeDatabasesAreExchanged() {
        observe();
        client.run("swapdb 1 2");
        client.run("swapdb 3 3");
        assertThat(observer.databases).containsExactly("swapping 1 2");
    }

    @Test
    void shouldTellNothingWhenNobodyObservesAnyMore() {
        observe();
        server.engine().keyEvents().observe(observer, false);
        client.run("set k v");
        assertThat(server.engine().keyEvents().isObserved()).isFalse();
        assertThat(observer.modified).isEmpty();
    }

    @Test
    void shouldTellEachObserverOnceWhenItIsRegisteredTwice() {
        observe();
        observe();
        client.run("set k v");
        assertThat(observer.events).containsExactly("set k");
    }

    private void observe() {
        server.engine().keyEvents().observe(observer, true);
    }
}

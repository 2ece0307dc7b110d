package io.ringhold.engine.command;

import java.util.Arrays;
import java.util.stream.IntStream;

import io.ringhold.engine.testing.LogReplay;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** That a replayed log leads to the data that the server had. Fields of hashes that expire have a test of their own. */
class ReplayedLogTest {
    /** The log knows nothing of a pause in which expired keys are kept. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"SET k old PX 50|GETSET k new|GET k", "SET k old PX 50|SET k new GET|GET k",
        "SET k old PX 50;SADD d 2|SUNIONSTORE d k|SCARD d", "SADD k 1;PEXPIRE k 50;SADD d 2|SUNIONSTORE d k|SCARD d",
        "SET k a PX 50;SET d b|BITOP OR d k|EXISTS d",
        "ZADD k 1 a;PEXPIRE k 50;ZADD d 1 b|ZRANGESTORE d k 0 -1|ZCARD d",
        "SET k a PX 50;RPUSH l k|SORT l BY nosort GET * STORE d|LRANGE d 0 -1"})
    void shouldFindGoneWhatHasExpiredDuringAPause(final String before, final String command, final String question) {
        try (ServerHarness server = new ServerHarness(); ServerHarness replayed = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            Arrays.stream(before.split(";")).forEach(client::run);
            server.advanceMs(60);
            client.run("MULTI");
            client.run("CLIENT PAUSE 1000 WRITE");
            client.run(command);
            assertThat(client.run("EXEC")).doesNotContain("-ERR", "-WRONGTYPE");
            client.run("CLIENT UNPAUSE");

            final ServerHarness.Client other = LogReplay.onto(replayed, server);
            assertThat(other.run(question)).isEqualTo(client.run(question));
            assertThat(other.run("DBSIZE")).isEqualTo(client.run("DBSIZE"));
        }
    }

    @ParameterizedTest
    @CsvSource({"BY none_* ALPHA", "BY none_* ALPHA DESC", "BY none_* ALPHA LIMIT 0 5", "BY nosort", "BY none_*"})
    void shouldStoreTheSameOfASetWhateverItsForm(final String options) {
        try (ServerHarness server = new ServerHarness();
                ServerHarness replayed = new ServerHarness("--set-max-listpack-entries", "0")) {
            final ServerHarness.Client client = server.connect();
            IntStream.range(0, 20).forEach(i -> client.run("SADD s m" + i * 7 % 20));
            client.run("SORT s " + options + " STORE d");

            assertThat(LogReplay.onto(replayed, server).run("LRANGE d 0 -1")).isEqualTo(client.run("LRANGE d 0 -1"));
        }
    }

    @Test
    void shouldLogAnEntryAndWhatIsTrimmedForItAsOne() {
        try (ServerHarness server = new ServerHarness()) {
            final ServerHarness.Client client = server.connect();
            client.run("XADD s MAXLEN 1 1-1 a 1");
            assertThat(server.takeLogged()).containsExactly("XADD s 1-1 a 1");
            client.run("XADD s MAXLEN 1 2-1 a 1");
            assertThat(server.takeLogged()).containsExactly("MULTI", "XADD s 2-1 a 1", "XTRIM s MAXLEN = 1", "EXEC");
        }
    }
}

package io.ringhold.server.oracle.scenario;

import java.util.Optional;
import java.util.function.Supplier;

import io.ringhold.server.oracle.ServerPair;
import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.scenario.ScenarioRunner.Difference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That scenarios find differences, shown with redis-servers that were made to differ, and nothing where there is none. */
class ScenarioRunnerIT {
    private static ServerPair same;

    @BeforeAll
    static void start() {
        same = ServerPair.start(ServerProcess::redis, ServerProcess::redis);
    }

    @AfterAll
    static void stop() {
        same.close();
    }

    @Test
    void shouldFindNothingWhenRandomClientsUseTheSameServers() {
        try (ScenarioRunner runner = new ScenarioRunner(same)) {
            assertThat(runner.play(new ScenarioGenerator(7).scenario(200), 2)).isEmpty();
        }
    }

    @Test
    void shouldFindThatAClientHearsSomethingElse() {
        try (ServerPair servers = differing("--notify-keyspace-events", "KEA")) {
            assertThat(play(servers, "a> SET j 1\na> PSUBSCRIBE *\nb> SET k 1\nb> DEL k")).hasValueSatisfying(found -> {
                assertThat(found.index()).isEqualTo(2);
                assertThat(found.text()).contains("what client a hears differs\n  right  : nothing\n  subject: ",
                        "[\"pmessage\", \"*\", \"__keyspace@0__:k\", \"set\"]\n", "  b> SET k 1", "a< OK");
            });
        }
    }

    @Test
    void shouldFindThatOnlyOneWaits() {
        try (ServerPair servers = differing("--rename-command", "RPUSH", "")) {
            assertThat(play(servers, "a> BLPOP l 0\nb> RPUSH l 1").orElseThrow().text())
                    .contains("client a is READY, at the subject WAITING", "[\"l\", \"1\"]");
        }
    }

    @Test
    void shouldFindThatOnlyOneIsDisconnected() {
        try (ServerPair servers = differing("--client-output-buffer-limit", "pubsub 10000 0 0")) {
            assertThat(play(servers, "a> SUBSCRIBE ch\nb> PUBLISH ch {times:100000}").orElseThrow().text())
                    .contains("client a is READY, at the subject CLOSED");
        }
    }

    @Test
    void shouldFindThatTheDataDiffer() {
        try (ServerPair servers = differing("--rename-command", "SET", "")) {
            String text = "a>> CLIENT REPLY OFF\na>> SET k 1\na> CLIENT REPLY ON";
            assertThat(play(servers, text).orElseThrow().text()).contains("db 0 key \"k\": present / missing");
        }
    }

    @Test
    void shouldHearEverythingOfWhoWaitsOrIsMuteAtTheEnd() {
        try (ServerPair servers = differing("--rename-command", "PUBLISH", "")) {
            assertThat(play(servers, """
                    @resp3 a
                    a> SUBSCRIBE ch
                    a> BLPOP l 0
                    b> CLIENT REPLY OFF
                    b> PUBLISH ch 1""").orElseThrow()).satisfies(found -> {
                assertThat(found.index()).isEqualTo(4);
                assertThat(found.text()).contains("what client a hears differs",
                        "right  : (null)\n           >[\"message\", \"ch\", \"1\"]\n", "subject: (null)\n");
            });
        }
    }

    @Test
    void shouldFillPlaceholdersAndMaskWhatTheyStandFor() {
        String text = "a> ECHO {addr:b}\na> ECHO {laddr:b}\na> CLIENT ID\na> ECHO {times:3}\nb> PING";
        try (ScenarioRunner runner = new ScenarioRunner(same)) {
            assertThat(runner.play(scenario(text), 2).map(Difference::text)).isEmpty();
        }
    }

    @Test
    void shouldMaskWhatStandsAmongTheRepliesToExec() {
        same.redis().connect().close(); // so that ids differ
        String text = "a> MONITOR\na> MULTI\na> SUBSCRIBE ch\na> CLIENT ID\na> PING\na> EXEC";
        try (ScenarioRunner runner = new ScenarioRunner(same)) {
            assertThat(runner.play(scenario(text), 3).map(Difference::text)).isEmpty();
        }
    }

    private static Optional<Difference> play(ServerPair servers, String text) {
        try (ScenarioRunner runner = new ScenarioRunner(servers)) {
            return runner.play(scenario(text), 2);
        }
    }

    private static Scenario scenario(String text) {
        return ScenarioFile.parse("some.scenario", text.lines().toList()).getFirst();
    }

    private static ServerPair differing(String... arguments) {
        Supplier<ServerProcess> other = () -> ServerProcess.redis(arguments);
        return ServerPair.start(ServerProcess::redis, other);
    }
}

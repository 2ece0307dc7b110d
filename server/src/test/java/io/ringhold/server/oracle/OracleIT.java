package io.ringhold.server.oracle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.ringhold.server.oracle.random.RandomRun;
import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** That the harness finds differences, shown with redis-servers that were made to differ, and what its servers can do. */
class OracleIT {
    @Test
    void shouldFindNothingWhenBothServersAreTheSame() {
        try (ServerPair servers = ServerPair.start(ServerProcess::redis, ServerProcess::redis)) {
            play(servers, "SET k v EX 100\n@ttl 1\nTTL k\nSELECT 3\nSET k w\n\nGET k");
            new RandomRun(servers, 3).play(5, 500);
        }
    }

    @Test
    void shouldShowBothRepliesAndTheLineWhenRepliesDiffer() {
        try (ServerPair servers = differing("--rename-command", "GETDEL", "")) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> play(servers, "SET k v\n\n# title\nGETDEL k\n"))
                    .withMessageContainingAll("oracle/some.cases:4 (RESP2)", "  GETDEL k", "case 'title'",
                            "right  : (nil)", "subject: (error) ERR unknown command 'GETDEL'",
                            "-Dringhold.oracle.cases=some.cases:4");
        }
    }

    @Test
    void shouldShowTheKeyWhenOnlyTheDataDiffer() {
        try (ServerPair servers = ServerPair.start(ServerProcess::redis, ServerProcess::redis)) {
            try (RespConnection subject = servers.subject().connect()) {
                assertThat(subject.call("SET", "other", "v")).hasToString("OK");
                assertThat(KeyspaceDump.of(subject).databases().get(0)).containsOnlyKeys(Bytes.of("other"));
            }
            try (ConnectionPair pair = servers.connect(2)) {
                pair.redis().call("SET", "k", "1");
                pair.subject().call("SET", "k", "2", "EX", "100");
                assertThat(KeyspaceDump.of(pair.redis()).differences(KeyspaceDump.of(pair.subject()))).containsExactly(
                        "db 0 key \"k\": value \"1\" / \"2\"", "db 0 key \"other\": missing / present");
                pair.subject().call("SET", "k", "1", "EX", "100");
                pair.subject().call("DEL", "other");
                assertThat(KeyspaceDump.of(pair.redis()).differences(KeyspaceDump.of(pair.subject())))
                        .singleElement().asString().startsWith("db 0 key \"k\": PTTL (integer) -1 / ");
            }
        }
    }

    @Test
    void shouldExpectWhatTheFileSaysWhenACommandIsNewer() {
        try (ServerPair servers = ServerPair.start(ServerProcess::redis, ServerProcess::redis);
                CaseRunner runner = new CaseRunner(servers, false)) {
            runner.run(onlyCase("@newer 9 => (integer) 1\n@instead SET k 1\nINCR k"), 2);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> runner.run(onlyCase("@newer 9 => (integer) 2\nINCR k"), 2))
                    .withMessageContainingAll("right  : (integer) 2", "subject: (integer) 1");
        }
    }

    @Test
    void shouldGiveAShortScriptWhenRandomCommandsFindADifference() {
        try (ServerPair servers = differing("--rename-command", "GETSET", "")) {
            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> new RandomRun(servers, 2).play(1, 2000))
                    .withMessageContainingAll("seed 1", "the last commands:", "a script of 1 commands:\n  ",
                            "unknown command", "-Dringhold.seed=1");
        }
    }

    @Test
    void shouldRestoreSettingsWhenACaseIsOver() {
        try (ServerPair servers = ServerPair.start(ServerProcess::redis, ServerProcess::redis)) {
            play(servers, "@config maxmemory 1000000\nCONFIG GET maxmemory\n");
            try (RespConnection connection = servers.subject().connect()) {
                assertThat(connection.call("CONFIG", "GET", "maxmemory")).hasToString("[\"maxmemory\", \"0\"]");
            }
        }
    }

    @Test
    void shouldKeepPortAndDirectoryWhenRestarted() {
        Path directory;
        try (ServerProcess server = ServerProcess.redis("--appendonly", "yes", "--appendfsync", "always")) {
            int port = server.port();
            directory = server.directory();
            try (RespConnection connection = server.connect()) {
                assertThat(connection.pipeline(List.of(Command.parse("SET k v"), Command.parse("GET k"))))
                        .hasToString("[OK, \"v\"]");
            }
            server.kill();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            server.awaitOutput("Ready to accept connections");
            try (RespConnection connection = RespConnection.connect(port, Duration.ofSeconds(5))) {
                assertThat(connection.call("GET", "k")).hasToString("\"v\"");
                assertThat(directory.resolve("appendonlydir")).isDirectory();
                assertThat(server.terminate()).isZero();
                assertThat(connection.awaitClosed()).isTrue();
            }
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldShowWhatTheServerWroteWhenItDoesNotStart() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> ServerProcess.redis("--nosuchsetting", "1"))
                .withMessageContainingAll("redis ended instead of starting", "nosuchsetting");
    }

    private static ServerPair differing(String... arguments) {
        return ServerPair.start(ServerProcess::redis, () -> ServerProcess.redis(arguments));
    }

    private static void play(ServerPair servers, String cases) {
        try (CaseRunner runner = new CaseRunner(servers, true)) {
            CaseFile.parse("some.cases", cases.lines().toList()).forEach(c -> runner.run(c, 2));
        }
    }

    private static OracleCase onlyCase(String text) {
        return CaseFile.parse("some.cases", text.lines().toList()).getFirst();
    }
}

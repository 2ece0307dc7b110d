package io.ringhold.server.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.server.oracle.ConnectionPair.ReplyPair;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.rule.Rule;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RenamedCommandsIT {
    private static final String[] RENAMED = {"--rename-command", "FLUSHALL", "", "--rename-command", "config",
        "hidden-Config", "--rename-command", "SET", "put", "--rename-command", "OBJECT", "thing"};

    @Test
    void shouldReplyAsRedisDoes() {
        try (ServerPair servers = ServerPair.start(() -> ServerProcess.redis(RENAMED),
                () -> ServerProcess.subject(RENAMED));
                ConnectionPair clients = servers.connect(2)) {
            for (final String command : List.of("PUT k 1", "put", "SET k 2", "GET k", "FLUSHALL", "FLUSHALL ASYNC",
                    "HIDDEN-CONFIG GET hz", "CONFIG GET hz", "hidden-config NOSUCH", "hidden-config SET hz x", "THING",
                    "thing encoding k", "thing encoding", "OBJECT ENCODING k", "COMMAND GETKEYS put k v",
                    "COMMAND GETKEYS set k v", "MULTI", "put k 5", "set k 6", "EXEC", "GET k", "CLIENT NOSUCH")) {
                final ReplyPair replies = clients.call(Command.of(command.split(" ")));
                assertThat(Rule.EXACT.matches(replies.redis(), replies.subject())).as(command + ": " + replies)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldReplayALogOfRedisThatHasTheNewNames() throws IOException {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--rename-command", "SET", "put")) {
            server.kill();
            final Path log;
            try (Stream<Path> files = Files.list(server.directory().resolve("appendonlydir"))) {
                log = files.filter(file -> file.toString().endsWith(".incr.aof")).findFirst().orElseThrow();
            }
            Files.writeString(log, "*3\r\n$3\r\nput\r\n$1\r\nk\r\n$1\r\n1\r\n");
            server.restart();
            try (RespConnection client = server.connect()) {
                assertThat(client.call("GET", "k").text()).isEqualTo("1");
            }
        }
    }

    /** Redis itself could not: its log has the names that clients use. */
    @Test
    void shouldReplayALogThatWasWrittenUnderOtherNames() {
        try (ServerProcess server = ServerProcess.ringhold("--appendonly", "yes", "--rename-command", "SET", "put",
                "--rename-command", "PEXPIREAT", "", "--rename-command", "APPEND", "", "--rename-command", "STRLEN",
                "append")) {
            try (RespConnection client = server.connect()) {
                assertThat(client.call("PUT", "k", "1").text()).isEqualTo("OK");
                assertThat(client.call("PUT", "t", "1", "EX", "1000").text()).isEqualTo("OK");
                assertThat(client.call("EXPIRE", "k", "1000").text()).isEqualTo("1");
                assertThat(client.call("append", "k").text()).isEqualTo("1");
            }
            server.kill();
            server.restart();
            try (RespConnection client = server.connect()) {
                assertThat(client.call("GET", "k").text()).isEqualTo("1");
                assertThat(Long.parseLong(client.call("TTL", "k").text())).isBetween(1L, 1000L);
                assertThat(Long.parseLong(client.call("TTL", "t").text())).isBetween(1L, 1000L);
            }
        }
    }
}

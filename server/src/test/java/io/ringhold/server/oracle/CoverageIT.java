package io.ringhold.server.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No command without a case, and none of Redis' missing from the groups that are complete. */
class CoverageIT {
    /** Groups, as COMMAND DOCS names them, of which every command of Redis is there. */
    private static final Set<String> COMPLETE_GROUPS = Set.of("string", "bitmap", "list", "set", "hash", "sorted-set",
            "stream", "hyperloglog", "geo", "transactions");
    /** Commands of other groups that belong to the data types. */
    private static final Set<String> MORE_COMMANDS = Set.of("sort", "sort_ro", "object|encoding", "object|freq",
            "object|idletime", "object|refcount", "object|help", "memory|usage", "client|unblock");

    @Test
    void shouldHaveACaseForEveryCommand() {
        final Set<String> commands;
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            commands = commandsOf(connection);
        }
        assertThat(commands).contains("get", "client|list");
        commands.removeAll(CaseFiles.coveredCommands());
        assertThat(commands).as("commands without a case").isEmpty();
    }

    @Test
    void shouldHaveEveryCommandThatRedisHasForTheDataTypes() {
        final Set<String> ours;
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            ours = commandsOf(connection);
        }
        final Set<String> theirs = new TreeSet<>(MORE_COMMANDS);
        try (ServerProcess server = ServerProcess.redis(); RespConnection connection = server.connect()) {
            final Map<String, String> groups = groupsOf(connection);
            commandsOf(connection).stream()
                    .filter(name -> COMPLETE_GROUPS.contains(groups.get(name.replaceFirst("\\|.*", ""))))
                    .forEach(theirs::add);
            assertThat(groups.values()).containsAll(COMPLETE_GROUPS);
        }
        assertThat(theirs).contains("getex", "lpos", "smismember", "hrandfield", "zmpop", "xautoclaim", "xgroup|create",
                "pfcount", "geosearch");
        assertThat(ours).as("commands of Redis").containsAll(theirs);
        assertThat(CaseFiles.coveredCommands()).as("commands with a case").containsAll(theirs);
    }

    @Test
    void shouldKnowTheCommandsOfRedis() throws IOException {
        final List<String> known = Files.readAllLines(
                Path.of("..", "engine-core", "src", "test", "resources", "redis-7.0-commands.txt"));
        try (ServerProcess server = ServerProcess.redis(); RespConnection connection = server.connect()) {
            assertThat(connection.call("INFO", "server").text()).contains("redis_version:7.0.");
            assertThat(texts(connection.call("COMMAND", "LIST"))).containsExactlyInAnyOrderElementsOf(
                    known.stream().map(line -> line.replaceFirst(" .*", "")).toList());
        }
    }

    /** Names of commands and subcommands; a container's own name stands for no command but COMMAND, whose bare form is one. */
    private static Set<String> commandsOf(final RespConnection connection) {
        final Set<String> names = new TreeSet<>(texts(connection.call("COMMAND", "LIST")));
        names.removeIf(name -> names.stream().anyMatch(other -> other.startsWith(name + "|")));
        return names;
    }

    private static Map<String, String> groupsOf(final RespConnection connection) {
        final Map<String, String> groups = new TreeMap<>();
        final List<Reply> docs = ((Reply.Aggregate) connection.call("COMMAND", "DOCS")).items();
        for (int i = 0; i < docs.size(); i += 2) {
            final List<String> fields = ((Reply.Aggregate) docs.get(i + 1)).items().stream().map(Reply::text).toList();
            groups.put(docs.get(i).text(), fields.get(fields.indexOf("group") + 1));
        }
        return groups;
    }

    private static Collection<String> texts(final Reply reply) {
        return ((Reply.Aggregate) reply).items().stream().map(Reply::text).toList();
    }
}

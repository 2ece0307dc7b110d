package io.ringhold.server.oracle;

import java.util.Set;
import java.util.TreeSet;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No command without a case: asks a running Ringhold for its commands and the case files for theirs. */
class CoverageIT {
    @Test
    void shouldHaveACaseForEveryCommand() {
        final Set<String> commands = new TreeSet<>();
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            final Reply.Aggregate list = (Reply.Aggregate) connection.call("COMMAND", "LIST");
            list.items().forEach(name -> commands.add(name.text()));
        }
        assertThat(commands).contains("get", "client|list");
        // a container's own name stands for no command but COMMAND, whose bare form is one
        commands.removeIf(name -> commands.stream().anyMatch(other -> other.startsWith(name + "|")));
        commands.removeAll(CaseFiles.coveredCommands());
        assertThat(commands).as("commands without a case").isEmpty();
    }
}

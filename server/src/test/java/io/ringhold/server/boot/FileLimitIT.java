package io.ringhold.server.boot;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileLimitIT {
    private static final int FILES = 250;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldTurnClientsAwayBeforeFilesRunOut(final String threading) {
        final List<String> program = new ArrayList<>(
                List.of("bash", "-c", "ulimit -n " + FILES + " && exec \"$0\" \"$@\""));
        program.addAll(ServerProcess.ringholdProgram());
        try (ServerProcess server = ServerProcess.start("ringhold", program, "--threading", threading)) {
            final List<RespConnection> clients = new ArrayList<>();
            String reply = "";
            while (clients.size() < FILES && !reply.startsWith("ERR")) {
                final RespConnection client = server.connect();
                clients.add(client);
                client.send("PING");
                reply = client.read().text();
            }
            assertThat(reply).isEqualTo("ERR max number of clients reached");
            final int most = clients.size() - 1;
            assertThat(server.output()).contains("# Current maximum open files is " + FILES
                    + ". maxclients has been reduced to " + most + " to compensate for low ulimit.");
            final RespConnection first = clients.getFirst();
            assertThat(first.call("CONFIG", "SET", "maxclients", Integer.toString(most + 1)).text())
                    .isEqualTo(
                            "ERR CONFIG SET failed (possibly related to argument 'maxclients') - The operating system is not able"
                                    + " to handle the specified number of clients, try with " + most);
            assertThat(first.call("CONFIG", "SET", "maxclients", Integer.toString(most - 1)).text()).isEqualTo("OK");
            clients.forEach(RespConnection::close);
        }
    }
}

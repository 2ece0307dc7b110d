package io.ringhold.engine.commands.server;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DebugCommandTest {
    private final ServerHarness server = new ServerHarness("--enable-debug-command", "local");
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldPopulateForTests() {
        server.takeLogged();
        assertThat(client.run("DEBUG POPULATE 100")).isEqualTo("+OK\r\n");
        assertThat(client.run("DEBUG POPULATE 3 pre 10")).isEqualTo("+OK\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":103\r\n");
        assertThat(client.run("GET key:99")).isEqualTo("$8\r\nvalue:99\r\n");
        assertThat(client.run("GET pre:2")).isEqualTo("$10\r\nvalue:2\0\0\0\r\n");
        assertThat(server.takeLogged()).isEmpty();
        assertThat(client.run("DEBUG POPULATE -1")).isEqualTo("-ERR value is out of range, must be positive\r\n");
    }

    @Test
    void shouldReplyInEveryTypeOfBothProtocols() {
        final String about = "$39\r\nSome real reply following the attribute\r\n";
        assertThat(client.run("DEBUG PROTOCOL attrib")).isEqualTo(about);
        assertThat(client.run("DEBUG PROTOCOL push")).isEqualTo("-ERR RESP2 is not supported by this command\r\n");
        assertThat(client.run("DEBUG PROTOCOL bignum")).isEqualTo("$37\r\n1234567999999999999999999999999999999\r\n");
        client.run("HELLO 3");
        assertThat(client.run("DEBUG PROTOCOL attrib"))
                .isEqualTo("|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n" + about);
        assertThat(client.run("DEBUG PROTOCOL push"))
                .isEqualTo(
                        ">2\r\n$16\r\nserver-cpu-usage\r\n:42\r\n$40\r\nSome real reply following the push reply\r\n");
        assertThat(client.run("DEBUG PROTOCOL bignum")).isEqualTo("(1234567999999999999999999999999999999\r\n");
    }

    @Test
    void shouldServeTestsByDebug() {
        client.run("SET k v");
        assertThat(client.run("DEBUG OBJECT k")).startsWith("+Value at:0x")
                .contains(" refcount:1 encoding:embstr lru:");
        assertThat(client.run("DEBUG OBJECT missing")).isEqualTo("-ERR no such key\r\n");
        assertThat(client.run("DEBUG SET-ACTIVE-EXPIRE 0")).isEqualTo("+OK\r\n");
        assertThat(server.engine().activeExpiry()).isFalse();
        assertThat(client.run("DEBUG SLEEP 0.001")).isEqualTo("+OK\r\n");
        assertThat(client.execute("DEBUG", "ERROR", "X foo")).isEqualTo("-X foo\r\n");
        assertThat(client.run("DEBUG foo"))
                .isEqualTo("-ERR unknown subcommand or wrong number of arguments for 'foo'. Try DEBUG HELP.\r\n");
        assertThat(server.connect("10.0.0.1:1").run("DEBUG SLEEP 0")).startsWith("-ERR DEBUG command not allowed.");
    }
}

package io.ringhold.engine.commands.connection;

import java.util.List;

import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionCommandsTest {
    private static final String WRONG_PASSWORD = "-WRONGPASS invalid username-password pair or user is disabled.\r\n";

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerPingAndEcho() {
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(client.run("PING hi")).isEqualTo("$2\r\nhi\r\n");
        assertThat(client.run("ECHO hi")).isEqualTo("$2\r\nhi\r\n");
    }

    @Test
    void shouldKeepNoMemoryForRepliesThatNobodyWants() {
        client.run("CLIENT REPLY OFF");
        client.executeUnsent("ECHO", "x".repeat(100_000));
        client.executeUnsent("NOSUCH");
        assertThat(client.session().output().heldBytes()).isZero();
        assertThat(client.run("CLIENT REPLY ON")).isEqualTo("+OK\r\n");
        assertThat(client.run("CLIENT REPLY SKIP")).isEmpty();
        assertThat(client.run("PING")).isEmpty();
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(server.engine().statistics().errorReplies()).isEqualTo(1);
    }

    @Test
    void shouldDescribeTheServerInBothProtocols() {
        final String two = client.run("HELLO 2");
        assertThat(two).startsWith("*14\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n")
                .endsWith("$7\r\nmodules\r\n*0\r\n");
        final String three = client.run("HELLO 3 SETNAME me");
        assertThat(three).startsWith("%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n").contains("$5\r\nproto\r\n:3\r\n");
        assertThat(client.run("CLIENT GETNAME")).isEqualTo("$2\r\nme\r\n");
        assertThat(client.run("GET missing")).isEqualTo("_\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"HELLO 4~NOPROTO unsupported protocol version",
        "HELLO abc~ERR Protocol version is not an integer or out of range",
        "HELLO 3 AUTH x~ERR Syntax error in HELLO option 'AUTH'", "HELLO 3 foo~ERR Syntax error in HELLO option 'foo'",
        "HELLO 3 AUTH bob x~WRONGPASS invalid username-password pair or user is disabled.",
        "AUTH foo~ERR AUTH <password> called without any password configured for the default user. Are you sure your"
                + " configuration is correct?",
        "AUTH a b c~ERR syntax error", "AUTH bob x~WRONGPASS invalid username-password pair or user is disabled.",
        "PING a b~ERR wrong number of arguments for 'ping' command", "SELECT 99~ERR DB index is out of range",
        "SELECT -1~ERR DB index is out of range", "SELECT abc~ERR value is not an integer or out of range",
        "SELECT 2147483648~ERR value is out of range, value must between -2147483648 and 2147483647",
        "CLIENT LIST TYPE foo~ERR Unknown client type 'foo'", "CLIENT LIST TYPE~ERR syntax error",
        "CLIENT LIST ID 1 abc~ERR Invalid client ID", "CLIENT LIST ID~ERR syntax error",
        "CLIENT KILL 1.2.3.4:5~ERR No such client", "CLIENT KILL ID 0~ERR client-id should be greater than 0",
        "CLIENT KILL ID abc~ERR client-id should be greater than 0", "CLIENT KILL foo bar~ERR syntax error",
        "CLIENT KILL ID 1 ADDR~ERR syntax error", "CLIENT KILL USER bob~ERR No such user 'bob'",
        "CLIENT KILL SKIPME maybe~ERR syntax error", "CLIENT NO-EVICT foo~ERR syntax error",
        "CLIENT REPLY foo~ERR syntax error", "CLIENT PAUSE abc~ERR timeout is not an integer or out of range",
        "CLIENT PAUSE -1~ERR timeout is negative", "CLIENT PAUSE 10 foo~ERR CLIENT PAUSE mode must be WRITE or ALL",
        "CLIENT PAUSE 9223372036854775807~ERR timeout is out of range",
        "CLIENT SETINFO foo bar~ERR Unrecognized option 'foo'",
        "CLIENT foo~ERR unknown subcommand 'foo'. Try CLIENT HELP."})
    void shouldReplyWithRedisErrors(final String command, final String error) {
        assertThat(client.run(command)).isEqualTo("-" + error + "\r\n");
    }

    @Test
    void shouldAskNewClientsForThePasswordOnceItIsSet() {
        assertThat(client.run("AUTH default anything")).isEqualTo("+OK\r\n");
        assertThat(client.run("CONFIG SET requirepass secret")).isEqualTo("+OK\r\n");
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
        final ServerHarness.Client other = server.connect();
        assertThat(other.run("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(other.run("HELLO 3"))
                .startsWith("-NOAUTH HELLO must be called with the client already authenticated");
        assertThat(other.run("AUTH wrong")).isEqualTo(WRONG_PASSWORD);
        assertThat(other.run("AUTH default wrong")).isEqualTo(WRONG_PASSWORD);
        assertThat(other.run("HELLO 3 AUTH default secret")).startsWith("%7\r\n");
        assertThat(other.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(other.run("RESET")).isEqualTo("+RESET\r\n");
        assertThat(other.run("PING")).isEqualTo("-NOAUTH Authentication required.\r\n");
        assertThat(other.run("AUTH secret")).isEqualTo("+OK\r\n");
        other.run("CONFIG SET requirepass " + "");
    }

    @Test
    void shouldResetTheConnection() {
        client.run("HELLO 3 SETNAME me");
        client.run("SELECT 3");
        client.run("CLIENT NO-EVICT ON");
        client.run("CLIENT SETINFO LIB-NAME lib");
        client.run("CLIENT REPLY OFF");
        assertThat(client.run("PING")).isEmpty();
        assertThat(client.run("RESET")).isEqualTo("+RESET\r\n");
        assertThat(client.run("CLIENT INFO")).contains(" flags=N ", " resp=2 lib-name=lib ");
        assertThat(client.session().database()).isZero();
        assertThat(client.run("CLIENT GETNAME")).isEqualTo("$-1\r\n");
    }

    @Test
    void shouldCloseAfterTheReplyWhenQuitting() {
        assertThat(client.run("QUIT")).isEqualTo("+OK\r\n");
        assertThat(client.session().closing()).isEqualTo(Closing.AFTER_REPLIES);
    }

    @Test
    void shouldLeaveOutRepliesAsAsked() {
        assertThat(client.run("CLIENT REPLY SKIP")).isEmpty();
        assertThat(client.run("PING")).isEmpty();
        assertThat(client.run("PING")).isEqualTo("+PONG\r\n");
        assertThat(client.run("CLIENT REPLY OFF")).isEmpty();
        assertThat(client.run("CLIENT REPLY SKIP")).isEmpty();
        assertThat(client.run("PING")).isEmpty();
        assertThat(client.run("CLIENT REPLY ON")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldNameClients() {
        assertThat(client.execute("CLIENT", "SETNAME", "a b"))
                .isEqualTo("-ERR Client names cannot contain spaces, newlines or special characters.\r\n");
        assertThat(client.run("CLIENT SETNAME me")).isEqualTo("+OK\r\n");
        assertThat(client.run("CLIENT SETINFO lib-name jedis")).isEqualTo("+OK\r\n");
        assertThat(client.execute("CLIENT", "SETINFO", "LIB-VER", "1 2"))
                .isEqualTo("-ERR LIB-VER cannot contain spaces, newlines or special characters.\r\n");
        assertThat(client.run("CLIENT INFO")).contains(" name=me ", " lib-name=jedis ", " cmd=client|info ",
                " flags=N ");
        assertThat(client.execute("CLIENT", "SETNAME", "")).isEqualTo("+OK\r\n");
        assertThat(client.run("CLIENT GETNAME")).isEqualTo("$-1\r\n");
    }

    @ParameterizedTest
    @CsvSource({"GET, get", "GET k v, get", "NOSUCH, NULL", "CLIENT NOSUCH, NULL", "CLIENT NO-TOUCH, client|no-touch"})
    void shouldNameTheLastCommandAlsoWhenItWasRefused(final String refused, final String shown) {
        final ServerHarness.Client other = server.connect();
        for (final String first : List.of("PING", "MULTI")) {
            other.run(first);
            assertThat(other.run(refused)).startsWith("-ERR ");
            assertThat(client.run("CLIENT LIST ID 2")).contains(" cmd=" + shown + " ");
        }
    }

    @Test
    void shouldNameTheLastCommandWhenItWasRefusedForThePasswordOrMemory() {
        client.run("CONFIG SET requirepass secret");
        final ServerHarness.Client other = server.connect();
        assertThat(other.run("GET k")).startsWith("-NOAUTH ");
        assertThat(client.run("CLIENT LIST ID 2")).contains(" cmd=get ", " tot-cmds=0");

        other.run("AUTH secret");
        client.run("CONFIG SET maxmemory 1");
        assertThat(other.run("SET k v")).startsWith("-OOM ");
        assertThat(client.run("CLIENT LIST ID 2")).contains(" cmd=set ", " tot-cmds=1");
    }

    @Test
    void shouldListClients() {
        final ServerHarness.Client other = server.connect("10.0.0.1:5");
        other.run("CLIENT NO-EVICT ON");
        server.advanceMs(3000);
        assertThat(client.run("CLIENT LIST")).contains("id=1 addr=127.0.0.1:",
                "id=2 addr=10.0.0.1:5 laddr=127.0.0.1:6379 fd=2"
                        + " name= age=3 idle=3 flags=e db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=0 qbuf-free=0"
                        + " argv-mem=0 multi-mem=0 rbs=0 rbp=16384 obl=0 oll=0 omem=0 tot-mem=0 events=r cmd=client|no-evict"
                        + " user=default redir=-1 resp=2 lib-name= lib-ver= tot-net-in=0 tot-net-out=5 tot-cmds=1\n");
        assertThat(client.run("CLIENT LIST ID 2 99")).contains("id=2 ").doesNotContain("id=1 ");
        assertThat(client.run("CLIENT LIST TYPE normal")).contains("id=1 ", "id=2 ");
        assertThat(client.run("CLIENT LIST TYPE replica")).isEqualTo("$0\r\n\r\n");
        client.run("HELLO 3");
        assertThat(client.run("CLIENT LIST")).startsWith("=").contains("txt:id=1 ");
    }

    @Test
    void shouldKillClientsThatPassAllFilters() {
        final ServerHarness.Client other = server.connect("10.0.0.1:5");
        server.advanceMs(10_000);
        final ServerHarness.Client young = server.connect("10.0.0.2:5");
        assertThat(client.run("CLIENT KILL MAXAGE 10 TYPE normal USER default")).isEqualTo(":1\r\n");
        assertThat(other.session().closing()).isEqualTo(Closing.NOW);
        assertThat(young.session().closing()).isEqualTo(Closing.NO);
        assertThat(client.run("CLIENT KILL 10.0.0.2:5")).isEqualTo("+OK\r\n");
        assertThat(young.session().closing()).isEqualTo(Closing.NOW);
        assertThat(client.run("CLIENT KILL LADDR 127.0.0.1:6379")).isEqualTo(":0\r\n");
        assertThat(client.run("CLIENT KILL ID 1 SKIPME no")).isEqualTo(":1\r\n");
        assertThat(client.session().closing()).isEqualTo(Closing.AFTER_REPLIES);
    }

    @Test
    void shouldKnowKilledClientsNoMore() {
        final ServerHarness.Client other = server.connect("10.0.0.1:5");
        other.run("SUBSCRIBE channel");
        final List<String> commands = List.of("CLIENT KILL ID 2", "CLIENT KILL ID 2", "CLIENT LIST ID 2",
                "CLIENT UNBLOCK 2", "CLIENT TRACKING ON REDIRECT 2", "PUBLISH channel message");
        assertThat(client.pipeline(commands).lines()).containsExactly(":1", ":0", "$0", "", ":0",
                "-ERR The client ID you want redirect to does not exist", ":0");
        assertThat(client.run("CLIENT LIST")).contains("id=1 ").doesNotContain("id=2 ");
        assertThat(client.run("INFO clients")).contains("connected_clients:1\r\n");
    }

    @Test
    void shouldKillAllClientsOfAnAddress() {
        final String socket = "/tmp/ringhold.sock:0";
        final List<ServerHarness.Client> others = List.of(server.connect(socket), server.connect(socket));
        final ServerHarness.Client caller = server.connect(socket);
        assertThat(caller.run("CLIENT KILL " + socket)).isEqualTo("+OK\r\n");
        assertThat(others).allMatch(other -> other.session().closing() == Closing.NOW);
        assertThat(caller.session().closing()).isEqualTo(Closing.AFTER_REPLIES);
        assertThat(client.session().closing()).isEqualTo(Closing.NO);
    }

    @Test
    void shouldDescribeRepliesThatWait() {
        final ServerHarness.Client other = server.connect("10.0.0.1:5");
        other.executeUnsent("ECHO", "x".repeat(16_000));
        other.executeUnsent("ECHO", "x".repeat(30_000));
        other.executeUnsent("PING");
        // the second reply has a chunk of its own, since a large one is sent in one piece
        assertThat(client.run("CLIENT LIST ID 2")).contains(
                " rbs=30025 rbp=46409 obl=30017 oll=1 omem=16384 tot-mem=46409 events=rw ");
    }

    @Test
    void shouldLeaveNoTraceWhenAskedTo() {
        client.run("SET k v");
        client.run("SET l v");
        assertThat(client.run("CLIENT NO-TOUCH on")).isEqualTo("+OK\r\n");
        assertThat(client.run("CLIENT NO-TOUCH maybe")).isEqualTo("-ERR syntax error\r\n");
        assertThat(client.run("CLIENT INFO")).contains(" flags=T ");
        final ServerHarness.Client other = server.connect();
        server.advanceMs(5000);
        client.run("GET k");
        client.run("APPEND k w");
        assertThat(client.run("OBJECT IDLETIME k")).isEqualTo(":5\r\n");
        other.run("GET l");
        assertThat(client.run("OBJECT IDLETIME l")).isEqualTo(":0\r\n");
        client.run("TOUCH k");
        assertThat(client.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
        server.advanceMs(5000);
        client.run("GET k");
        assertThat(client.run("OBJECT IDLETIME k")).isEqualTo(":5\r\n");
        client.run("CLIENT NO-TOUCH off");
        client.run("GET k");
        assertThat(client.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
        client.run("CLIENT NO-TOUCH on");
        assertThat(client.pipeline(List.of("RESET", "CLIENT INFO"))).contains(" flags=N ");
        server.advanceMs(5000);
        client.run("GET k");
        assertThat(client.run("OBJECT IDLETIME k")).isEqualTo(":0\r\n");
    }

    @Test
    void shouldPauseWrites() {
        assertThat(client.run("CLIENT PAUSE 100 WRITE")).isEqualTo("+OK\r\n");
        assertThat(server.engine().pause().untilMs()).isEqualTo(server.nowMs() + 100);
        assertThat(client.run("SET a b")).isEmpty();
        assertThat(client.run("GET a")).isEqualTo("$-1\r\n");
        assertThat(client.run("CLIENT UNPAUSE")).isEqualTo("+OK\r\n");
        assertThat(client.run("SET a b")).isEqualTo("+OK\r\n");
        assertThat(client.run("CLIENT PAUSE 10000000000000 WRITE")).isEqualTo("+OK\r\n");
        assertThat(server.engine().pause().untilMs()).isEqualTo(server.nowMs() + 10_000_000_000_000L);
    }
}

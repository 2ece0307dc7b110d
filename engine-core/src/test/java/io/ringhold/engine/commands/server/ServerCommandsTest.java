package io.ringhold.engine.commands.server;

import io.ringhold.engine.testing.RecordingControl;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerCommandsTest {
    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellTheTime() {
        assertThat(client.run("TIME")).isEqualTo("*2\r\n$10\r\n1700000000\r\n$1\r\n7\r\n");
    }

    @Test
    void shouldFlushAndSwapDatabases() {
        client.run("SET a 0");
        client.run("SELECT 1");
        client.run("SET b 1");
        server.takeLogged();
        assertThat(client.run("SWAPDB 0 1")).isEqualTo("+OK\r\n");
        assertThat(client.run("KEYS *")).isEqualTo("*1\r\n$1\r\na\r\n");
        assertThat(client.run("FLUSHDB ASYNC")).isEqualTo("+OK\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":0\r\n");
        client.run("SELECT 0");
        assertThat(client.run("DBSIZE")).isEqualTo(":1\r\n");
        assertThat(client.run("FLUSHALL")).isEqualTo("+OK\r\n");
        assertThat(client.run("DBSIZE")).isEqualTo(":0\r\n");
        assertThat(server.takeLogged()).containsExactly("SWAPDB 0 1", "FLUSHDB ASYNC", "FLUSHALL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {"FLUSHALL x~ERR syntax error", "FLUSHDB SYNC ASYNC~ERR syntax error",
        "SWAPDB a 1~ERR invalid first DB index", "SWAPDB 0 b~ERR invalid second DB index",
        "SWAPDB 99999999999 0~ERR invalid first DB index", "SWAPDB 0 99~ERR DB index is out of range",
        "MEMORY USAGE k SAMPLES~ERR syntax error", "MEMORY USAGE k SAMPLES -1~ERR syntax error",
        "MEMORY USAGE k SAMPLES abc~ERR value is not an integer or out of range",
        "MEMORY USAGE k foo 5~ERR syntax error",
        "SHUTDOWN foo~ERR syntax error", "SHUTDOWN SAVE NOSAVE~ERR syntax error", "SHUTDOWN ABORT NOW~ERR syntax error",
        "SHUTDOWN ABORT~ERR No shutdown in progress.", "SHUTDOWN SAVE~ERR Errors trying to SHUTDOWN. Check logs.",
        "LOLWUT VERSION abc~ERR value is not an integer or out of range",
        "COMMAND foo~ERR unknown subcommand 'foo'. Try COMMAND HELP.", "COMMAND LIST foo~ERR syntax error",
        "COMMAND LIST FILTERBY foo x~ERR syntax error", "COMMAND GETKEYS nosuch a~ERR Invalid command specified",
        "COMMAND GETKEYS get a b~ERR Invalid number of arguments specified for command",
        "COMMAND GETKEYS echo a~ERR The command has no key arguments",
        "CONFIG SET foo bar~ERR Unknown option or number of arguments for CONFIG SET - 'foo'",
        "CONFIG SET foo~ERR wrong number of arguments for 'config|set' command",
        "CONFIG REWRITE~ERR The server is running without a config file",
        "DEBUG SLEEP 0~ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it"
                + " from a local connection, otherwise you need to set this option in the configuration file, and then"
                + " restart the server."})
    void shouldReplyWithRedisErrors(final String command, final String error) {
        assertThat(client.run(command)).isEqualTo("-" + error + "\r\n");
    }

    @Test
    void shouldShutDown() {
        assertThat(client.run("SHUTDOWN NOSAVE NOW")).isEmpty();
        assertThat(server.serverLog()).containsExactly("# User requested shutdown...", "shutdown");
    }

    @Test
    void shouldTellExactMemoryUsage() {
        client.run("SET k v");
        client.run("SET big " + "x".repeat(100_000));
        assertThat(client.run("MEMORY USAGE missing")).isEqualTo("$-1\r\n");
        assertThat(number(client.run("MEMORY USAGE k"))).isBetween(16L, 64L);
        assertThat(number(client.run("MEMORY USAGE big SAMPLES 0"))).isBetween(100_000L, 140_000L);
    }

    @Test
    void shouldRefuseWritesAboveMaxmemory() {
        assertThat(client.run("CONFIG SET maxmemory 1")).isEqualTo("+OK\r\n");
        assertThat(server.serverLog()).singleElement().asString().startsWith("# WARNING: the new maxmemory value");
        assertThat(client.run("SET a b")).isEqualTo("-OOM command not allowed when used memory > 'maxmemory'.\r\n");
        client.run("CONFIG SET maxmemory 0");
        assertThat(client.run("SET a b")).isEqualTo("+OK\r\n");
    }

    @Test
    void shouldGiveSettingsAsAMapInRespThree() {
        assertThat(client.run("CONFIG GET maxmemory")).isEqualTo("*2\r\n$9\r\nmaxmemory\r\n$1\r\n0\r\n");
        assertThat(client.run("CONFIG GET nonono")).isEqualTo("*0\r\n");
        client.run("HELLO 3");
        assertThat(client.run("CONFIG GET maxmemory")).isEqualTo("%1\r\n$9\r\nmaxmemory\r\n$1\r\n0\r\n");
    }

    @Test
    void shouldShowWhatWasAskedForInInfo() {
        client.run("SET a b EX 100");
        client.run("GET a");
        client.run("GET");
        final String all = client.run("INFO everything");
        assertThat(all).contains("# Server\r\n", "server_name:ringhold\r\n", "redis_mode:standalone\r\n",
                "tcp_port:6379\r\n",
                "# Clients\r\nconnected_clients:1\r\n", "# Memory\r\nused_memory:", "# Persistence\r\nloading:0\r\n",
                "# Stats\r\ntotal_connections_received:", "keyspace_hits:1\r\n",
                "# Replication\r\nrole:master\r\nconnected_slaves:0\r\n", "# CPU\r\nused_cpu_sys:",
                "cmdstat_get:calls=1,usec=", "rejected_calls=1,failed_calls=0\r\n",
                "errorstat_ERR:count=1\r\n", "# Cluster\r\ncluster_enabled:0\r\n",
                "# Keyspace\r\ndb0:keys=1,expires=1,avg_ttl=");
        assertThat(client.run("INFO")).contains("# Server").doesNotContain("# Commandstats");
        assertThat(client.run("INFO nosuch")).isEqualTo("$0\r\n\r\n");
        assertThat(client.run("INFO keyspace cpu")).contains("# CPU", "\r\n\r\n# Keyspace").doesNotContain("# Server");
        client.run("CONFIG RESETSTAT");
        assertThat(client.run("INFO all")).contains("keyspace_hits:0\r\n").doesNotContain("cmdstat_get",
                "errorstat_ERR");
    }

    @Test
    void shouldTellHowLongKeysLiveWhenOnlyFewExpire() {
        for (int i = 0; i < 10_000; i++) {
            client.run("SET k" + i + " v");
        }
        for (int i = 0; i < 10; i++) {
            client.run("SET t" + i + " v EX " + (991 + 2 * i));
        }
        assertThat(client.run("INFO keyspace")).containsPattern("keys=10010,expires=10,avg_ttl=(99\\d|100\\d)\\d{3}\r");
    }

    @Test
    void shouldTellHowLongKeysLiveWhenTheyExpireAtTheEndOfTime() {
        for (int i = 0; i < 3; i++) {
            client.run("SET k" + i + " v");
            client.run("PEXPIREAT k" + i + " 9223372036854775807");
        }
        assertThat(client.run("INFO keyspace")).containsPattern("expires=3,avg_ttl=9223370\\d{12}\r");
    }

    @Test
    void shouldShowWhatHasGoneOverTheNetworkSinceTheLastReset() {
        final RecordingControl.SetTraffic traffic = server.traffic();
        traffic.inputBytes = 100;
        traffic.outputBytes = 200;
        traffic.reads = 3;
        traffic.writes = 4;
        traffic.rejectedConnections = 5;
        assertThat(client.run("INFO stats")).contains("\r\ntotal_net_input_bytes:100\r\n",
                "\r\ntotal_net_output_bytes:200\r\n", "\r\ninstantaneous_input_kbps:0.00\r\n",
                "\r\nrejected_connections:5\r\n", "\r\ntotal_reads_processed:3\r\n",
                "\r\ntotal_writes_processed:4\r\n");
        client.run("CONFIG RESETSTAT");
        traffic.inputBytes = 107;
        traffic.rejectedConnections = 6;
        assertThat(client.run("INFO stats")).contains("\r\ntotal_net_input_bytes:7\r\n",
                "\r\ntotal_net_output_bytes:0\r\n", "\r\nrejected_connections:1\r\n",
                "\r\ntotal_reads_processed:0\r\n");
    }

    @Test
    void shouldShowTrafficRatesInKilobytes() {
        server.engine().traffic().sample(1_000_000_000L);
        for (int i = 1; i <= 16; i++) {
            server.traffic().inputBytes += 102_400;
            server.traffic().outputBytes += 512;
            server.engine().traffic().sample(1_000_000_000L + i * 100_000_000L);
        }
        assertThat(client.run("INFO stats")).contains("\r\ninstantaneous_input_kbps:1000.00\r\n",
                "\r\ninstantaneous_output_kbps:5.00\r\n");
    }

    @Test
    void shouldShowTheLogInInfo() {
        client.run("SET a b");
        assertThat(client.run("INFO persistence")).contains("\r\naof_last_write_status:ok\r\n",
                "\r\naof_current_size:1027\r\n", "\r\naof_base_size:1000\r\n", "\r\naof_buffer_length:3\r\n",
                "\r\naof_unforced_bytes:4\r\n", "\r\naof_delayed_fsync:5\r\n")
                .doesNotContain("loading_", "aof_write_error");
    }

    @Test
    void shouldDescribeCommands() {
        assertThat(client.run("COMMAND INFO get nosuch").replace("\r\n", " "))
                .isEqualTo("*2 *10 $3 get :2 *2 +readonly +fast"
                        + " :1 :1 :1 *3 +@read +@string +@fast *0 *1 *6 $5 flags *2 +RO +access $12 begin_search *4 $4 type $5 index"
                        + " $4 spec *2 $5 index :1 $9 find_keys *4 $4 type $5 range $4 spec *6 $7 lastkey :0 $7 keystep :1 $5 limit :0"
                        + " *0 $-1 ");
        assertThat(client.run("COMMAND")).startsWith("*").contains("client|list");
        assertThat(client.run("COMMAND COUNT")).isEqualTo(":" + server.engine().commands().commands().size() + "\r\n");
        assertThat(client.run("COMMAND DOCS get nosuch client|list")).startsWith("*4\r\n$3\r\nget\r\n")
                .contains("$11\r\nclient|list\r\n");
        assertThat(client.run("COMMAND DOCS client")).contains("subcommands", "client|kill");
        assertThat(client.run("COMMAND LIST FILTERBY PATTERN mse*")).startsWith("*3\r\n");
        assertThat(client.run("COMMAND LIST FILTERBY ACLCAT bitmap")).contains("bitcount").doesNotContain("mset");
        assertThat(client.run("COMMAND LIST FILTERBY MODULE foo")).isEqualTo("*0\r\n");
        assertThat(client.run("COMMAND GETKEYS MSET a 1 b 2")).isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
        assertThat(client.run("COMMAND GETKEYS OBJECT ENCODING k")).isEqualTo("*1\r\n$1\r\nk\r\n");
        assertThat(client.run("COMMAND GETKEYSANDFLAGS SET a b"))
                .isEqualTo("*1\r\n*2\r\n$1\r\na\r\n*2\r\n+OW\r\n+update\r\n");
    }

    @Test
    void shouldGiveSubcommandsAsAnArrayInRespThree() {
        client.run("HELLO 3");
        assertThat(client.run("COMMAND INFO config")).contains("\r\n*5\r\n*10\r\n$").endsWith("\r\n~0\r\n");
    }

    @Test
    void shouldDrawAndSayTheVersion() {
        assertThat(client.run("LOLWUT")).contains("@", "Ringhold ver. ", "Redis ver. 7.2.4");
    }

    private static long number(final String reply) {
        return Long.parseLong(reply.substring(1, reply.length() - 2));
    }
}

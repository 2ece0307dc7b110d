package io.ringhold.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.args.HotkeysMetric;
import redis.clients.jedis.params.HotkeysParams;
import redis.clients.jedis.resps.HotkeysInfo;

import static org.assertj.core.api.Assertions.assertThat;

/** HOTKEYS and INFO hotkeys, over sockets. */
class HotKeysIT {
    private static final int ROUNDS = 500;

    private ServerProcess server;

    @AfterEach
    void stop() {
        server.close();
    }

    /** Reads {@code hot} ten times as often as {@code cold:N}, in pipelines. */
    private static void load(final RespConnection client) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 10; i++) {
                client.send("GET", "hot");
            }
            client.send("SET", "cold:" + round % 50, "v");
            for (int i = 0; i < 11; i++) {
                client.read();
            }
        }
    }

    private static Map<String, Reply> fields(final Reply reply, final char type) {
        final List<Reply> outer = ((Reply.Aggregate) reply).items();
        assertThat(outer).hasSize(1);
        assertThat(outer.getFirst().type()).isEqualTo(type);
        final List<Reply> items = ((Reply.Aggregate) outer.getFirst()).items();
        final Map<String, Reply> fields = new TreeMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            fields.put(items.get(i).text(), items.get(i + 1));
        }
        return fields;
    }

    @ParameterizedTest
    @CsvSource({"shared,2", "shared,3", "dedicated,2", "dedicated,3"})
    void shouldTrackWhatClientsUse(final String threading, final int protocol) {
        server = ServerProcess.ringhold("--threading", threading);
        try (RespConnection client = server.connect(); RespConnection admin = server.connect()) {
            admin.call("HELLO", Integer.toString(protocol));
            assertThat(admin.call("HOTKEYS", "GET").isNull()).isTrue();
            assertThat(admin.call("HOTKEYS", "START", "METRICS", "4", "CPU", "NET", "READS", "WRITES"))
                    .hasToString("OK");
            load(client);
            assertThat(admin.call("HOTKEYS", "STOP")).hasToString("OK");
            final Map<String, Reply> fields = fields(admin.call("HOTKEYS", "GET"), protocol == 3 ? '%' : '*');
            assertThat(fields.get("tracking-active")).hasToString("(integer) 0");
            assertThat(fields.get("selected-slots")).hasToString("[[(integer) 0, (integer) 16383]]");
            // "hot": 22 bytes of request, 5 of its reply
            final long hotBytes = ROUNDS * 10L * (22 + 5);
            final List<Reply> bytes = ((Reply.Aggregate) fields.get("by-net-bytes")).items();
            assertThat(bytes).hasSize(20);
            assertThat(bytes.getFirst().text()).isEqualTo("hot");
            assertThat(((Reply.Scalar) bytes.get(1)).number()).isEqualTo(hotBytes);
            assertThat(fields.get("by-reads")).hasToString("[\"hot\", (integer) " + ROUNDS * 10 + "]");
            assertThat(((Reply.Aggregate) fields.get("by-writes")).items()).hasSize(20)
                    .allSatisfy(item -> assertThat(item.toString()).matches("\"cold:\\d+\"|\\(integer\\) 10"));
            assertThat(((Reply.Aggregate) fields.get("by-cpu-time-us")).items().getFirst().text()).isEqualTo("hot");
            final long all = ((Reply.Scalar) fields.get("net-bytes-all-commands-all-slots")).number();
            assertThat(all).isBetween(hotBytes + 1, 2 * hotBytes);
            // and what the two connections' other bytes were
            assertThat(((Reply.Scalar) fields.get("total-net-bytes")).number()).isBetween(all, all + 1_000);
            assertThat(((Reply.Scalar) fields.get("all-commands-all-slots-us")).number()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESP2", "RESP3"})
    void shouldBeUnderstoodByJedis(final String protocol) {
        server = ServerProcess.ringhold();
        try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.valueOf(protocol)).build())) {
            assertThat(jedis.hotkeysGet()).isNull();
            assertThat(jedis.hotkeysStart(HotkeysParams.hotkeysParams().metrics(HotkeysMetric.CPU, HotkeysMetric.NET)
                    .count(10).sample(1).duration(1_000))).isEqualTo("OK");
            for (int i = 0; i < ROUNDS; i++) {
                jedis.set("k", "v");
            }
            jedis.set("other", "v");
            assertThat(jedis.hotkeysGet().isTrackingActive()).isTrue();
            assertThat(jedis.hotkeysStop()).isEqualTo("OK");
            final HotkeysInfo info = jedis.hotkeysGet();
            assertThat(info.isTrackingActive()).isFalse();
            assertThat(info.getSampleRatio()).isEqualTo(1);
            assertThat(info.getSelectedSlots()).containsExactly(new int[] {0, 16_383});
            assertThat(info.getByNetBytes())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("k", ROUNDS * 32L, "other", 36L));
            assertThat(info.getByCpuTimeUs()).containsKeys("k", "other");
            assertThat(info.getCollectionStartTimeUnixMs()).isPositive();
            assertThat(jedis.hotkeysReset()).isEqualTo("OK");
            assertThat(jedis.hotkeysGet()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldShowHotKeysInInfoWithoutBeingAsked(final String threading) {
        server = ServerProcess.ringhold("--threading", threading);
        try (RespConnection client = server.connect()) {
            assertThat(client.call("CONFIG", "GET", "hotkeys-sample-ratio").toString()).contains("\"1024\"");
            String info = "";
            // 5 samples or so each time: soon one is of the key that is read
            for (int i = 0; i < 100 && !info.contains("hotkeys_read_0:"); i++) {
                load(client);
                info = client.call("INFO", "hotkeys").text();
            }
            assertThat(info).containsPattern("hotkeys_read_0:per_sec=[0-9.]+,percent=100.00,key=\"hot\"\r\n")
                    .containsPattern("hotkeys_bytes_[0-9]:per_sec=[0-9.]+,percent=[0-9.]+,key=\"hot\"\r\n");
            assertThat(client.call("INFO").text()).doesNotContain("hotkeys_");
        }
    }
}

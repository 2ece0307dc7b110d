package io.ringhold.engine.hotkeys;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** The standing sample, as INFO shows it. */
class HotKeysTest {
    private final ServerHarness server = new ServerHarness("--hotkeys-sample-ratio", "1");
    private final ServerHarness.Client client = server.connect();
    private final StandingSample sample = server.engine().hotKeys().standing();

    @AfterEach
    void close() {
        server.close();
    }

    private String info() {
        return client.run("INFO hotkeys");
    }

    @Test
    void shouldShowWhatIsReadAndWrittenAndMoved() {
        client.run("SET w v"); // 27 bytes and 5
        client.run("SET w v");
        client.run("GET r"); // 20 and 5
        server.advanceMs(1_000);
        assertThat(info().replace("\r\n", "\n")).contains("""
                # Hotkeys
                hotkeys_tracking_active:0
                hotkeys_sample_ratio:1
                hotkeys_read_0:per_sec=1.00,percent=100.00,key="r"
                hotkeys_written_0:per_sec=2.00,percent=100.00,key="w"
                hotkeys_bytes_0:per_sec=64.00,percent=71.91,key="w"
                hotkeys_bytes_1:per_sec=25.00,percent=28.09,key="r"
                """);
    }

    @Test
    void shouldBeShownOnlyWhenAskedFor() {
        client.run("SET k v");
        assertThat(client.run("INFO")).doesNotContain("hotkeys");
        assertThat(client.run("INFO default")).doesNotContain("hotkeys");
        assertThat(client.run("INFO all")).contains("hotkeys_written_0:");
        assertThat(client.run("INFO everything")).contains("hotkeys_written_0:");
    }

    @Test
    void shouldQuoteNamesThatCannotBePrinted() {
        client.execute("SET", "a\r\nused_memory:0,\"\\\u0000\u00ff", "v");
        assertThat(info()).contains(",key=\"a\\r\\nused_memory:0,\\\"\\\\\\x00\\xff\"\r\n");
    }

    @Test
    void shouldReadAndWriteAsTheKeySpecificationsSay() {
        client.run("SINTERSTORE d a b");
        client.run("MGET a c");
        client.run("COPY a d");
        client.run("SORT l STORE nowhere"); // Redis' specification does not know where that key stands
        client.run("XREAD COUNT 1 STREAMS s t 0 0");
        client.run("SINTERCARD 2 a e");
        client.run("PUBLISH channel a");
        client.run("GET"); // refused
        client.run("LPUSH l v");
        client.run("GET l"); // an error, but it was tried
        server.advanceMs(1_000);
        assertThat(names(sample.byReads(20, server.nowMs()))).containsExactlyInAnyOrder("a 4", "b 1", "c 1", "e 1",
                "s 1", "t 1", "l 2");
        assertThat(names(sample.byWrites(20, server.nowMs()))).containsExactlyInAnyOrder("d 2", "l 1");
    }

    private static List<String> names(final List<StandingSample.HotKey> keys) {
        return keys.stream().map(key -> key.name() + " " + Math.round(key.perSecond())).toList();
    }

    @Test
    void shouldDivideBytesAmongTheKeysOfACommand() {
        final double bytes = (double) "*3\r\n$4\r\nMGET\r\n$1\r\na\r\n$1\r\nb\r\n".length()
                + client.run("MGET a b").length();
        server.advanceMs(1_000);
        assertThat(sample.byBytes(9, server.nowMs()).stream().mapToDouble(StandingSample.HotKey::perSecond).sum())
                .isEqualTo(bytes);
        assertThat(sample.byBytes(9, server.nowMs())).hasSize(2);
    }

    @Test
    void shouldCountWhatExecExecutes() {
        client.run("MULTI");
        client.run("SET k v");
        client.run("GET k");
        assertThat(sample.byWrites(1, server.nowMs())).isEmpty();
        client.run("EXEC");
        assertThat(sample.byWrites(9, server.nowMs())).hasSize(1);
        assertThat(sample.byReads(9, server.nowMs())).hasSize(1);
    }

    @Test
    void shouldCountABlockedCommandOnceWhenItIsServed() {
        final ServerHarness.Client blocked = server.connect();
        blocked.run("BLPOP q 0");
        assertThat(sample.byWrites(1, server.nowMs())).isEmpty();
        client.run("RPUSH other v");
        client.run("RPUSH q v");
        server.advanceMs(1_000);
        assertThat(names(sample.byWrites(9, server.nowMs()))).containsExactlyInAnyOrder("q 2", "other 1");
    }

    @Test
    void shouldShowRatesOfLate() {
        for (int i = 0; i < 1_000; i++) {
            client.run("GET old");
        }
        server.advanceMs(StandingSample.HALF_LIFE_MS);
        assertThat(sample.byReads(1, server.nowMs()).getFirst().perSecond()).isCloseTo(1_000.0 / 60, offset(0.1));
        for (int i = 0; i < 1_000; i++) {
            client.run("GET new");
        }
        server.advanceMs(StandingSample.HALF_LIFE_MS);
        final List<StandingSample.HotKey> keys = sample.byReads(2, server.nowMs());
        assertThat(keys.stream().map(StandingSample.HotKey::name)).containsExactly("new", "old");
        assertThat(keys.getFirst().percent()).isCloseTo(66.7, offset(0.1));
        // of the time before half counts, of that before that a quarter
        assertThat(keys.getFirst().perSecond()).isCloseTo(500 / (30 + 15.0), offset(0.1));
        server.advanceMs(100 * StandingSample.HALF_LIFE_MS);
        assertThat(sample.byReads(1, server.nowMs())).isEmpty();
    }

    @Test
    void shouldKeepNamesOfKeysThatAreGoneUntilResetstat() {
        client.run("SET k v");
        client.run("FLUSHALL");
        assertThat(info()).contains("hotkeys_written_0:");
        client.run("CONFIG RESETSTAT");
        assertThat(info()).doesNotContain("hotkeys_written_0:");
        client.run("SET k v");
        assertThat(info()).contains("hotkeys_written_0:");
    }

    @Test
    void shouldSampleNothingWhenTheRatioIsZero() {
        client.run("CONFIG SET hotkeys-sample-ratio 0");
        client.run("SET k v");
        assertThat(info()).contains("hotkeys_sample_ratio:0").doesNotContain("hotkeys_written_0:");
        client.run("CONFIG SET hotkeys-sample-ratio 1");
        client.run("SET k v");
        assertThat(info()).contains("hotkeys_written_0:");
    }

    @Test
    void shouldEstimateFromAFewCommandsWhateverTheirRhythm() {
        client.run("CONFIG SET hotkeys-sample-ratio 16");
        final List<String> round = new ArrayList<>(Collections.nCopies(15, "GET often"));
        round.add("GET seldom"); // each sixteenth: a fixed step would see all of them, or none
        for (int i = 0; i < 5_000; i++) {
            client.pipeline(round);
        }
        server.advanceMs(1_000);
        final List<StandingSample.HotKey> keys = sample.byReads(9, server.nowMs());
        assertThat(keys).hasSize(2);
        // 5,000 samples: a standard deviation is 0.34 percent points, and 1.4 % of the rate
        assertThat(keys.getFirst().percent()).isCloseTo(100 * 15.0 / 16, offset(2.0));
        assertThat(keys.getFirst().perSecond()).isCloseTo(75_000, offset(6_000.0));
    }

    @Test
    void shouldGoOnWhileHotkeysTracks() {
        client.run("HOTKEYS START METRICS 1 NET SAMPLE 1000000");
        client.run("SET k v");
        assertThat(info()).contains("hotkeys_tracking_active:1").contains("hotkeys_written_0:");
        client.run("HOTKEYS STOP");
        assertThat(info()).contains("hotkeys_tracking_active:0");
    }
}

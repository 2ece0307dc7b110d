package io.ringhold.engine.pipeline;

import io.ringhold.engine.pipeline.EngineFixture.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures of INFO that need a whole engine to arise. */
class InfoFiguresTest {
    private static final int KEYS = 12_000;

    private final EngineFixture fixture = new EngineFixture();
    private final Client client = fixture.connect();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldCountKeysThatClientsWaitFor() {
        run(fixture.connect(), "BLPOP a b 0");
        run(fixture.connect(), "BLPOP b c 10");
        run(client, "XGROUP CREATE s g $ MKSTREAM");
        run(fixture.connect(), "XREADGROUP GROUP g c BLOCK 0 STREAMS s >");
        assertThat(run(client, "INFO clients")).contains("\r\nblocked_clients:3\r\n",
                "\r\nclients_in_timeout_table:1\r\n", "\r\ntotal_blocking_keys:4\r\n",
                "\r\ntotal_blocking_keys_on_nokey:1\r\n");
        run(client, "RPUSH c v");
        assertThat(run(client, "INFO clients")).contains("\r\nblocked_clients:2\r\n",
                "\r\nclients_in_timeout_table:0\r\n", "\r\ntotal_blocking_keys:3\r\n");
    }

    @Test
    void shouldCountWhatIsFreedBitByBit() {
        final StringBuilder sets = new StringBuilder();
        for (int i = 0; i < KEYS; i++) {
            sets.append("SET key:").append(i).append(" v\n");
        }
        run(client, sets.toString());
        run(client, "FLUSHALL");
        while (fixture.engine.keyspace().hasLazyFreeWork()) {
            fixture.turn();
        }
        assertThat(run(client, "INFO memory")).contains("\r\nlazyfree_pending_objects:0\r\n",
                "\r\nlazyfreed_objects:" + KEYS + "\r\n");
        run(client, "CONFIG RESETSTAT");
        assertThat(run(client, "INFO memory")).contains("\r\nlazyfreed_objects:0\r\n");
    }

    @Test
    void shouldShowRatesOfHotKeysFromTheStart() {
        run(client, "CONFIG SET hotkeys-sample-ratio 1");
        run(client, "GET k\n".repeat(10));
        fixture.nowMs += 1_000;
        assertThat(run(client, "INFO hotkeys"))
                .contains("\r\nhotkeys_read_0:per_sec=10.00,percent=100.00,key=\"k\"\r\n");
    }

    @Test
    void shouldEndTrackingOfHotKeysWhenItsTimeIsOver() {
        run(client, "HOTKEYS START METRICS 1 NET DURATION 1");
        fixture.nowMs += 1_000;
        fixture.turn(); // without any command
        fixture.control.traffic().outputBytes += 10_000;
        assertThat(run(client, "HOTKEYS GET")).contains("tracking-active\r\n:0\r\n")
                .contains("collection-duration-ms\r\n:1000\r\n").contains("total-net-bytes\r\n:0\r\n");
    }

    @Test
    void shouldCountWrongPasswords() {
        run(client, "AUTH default x\nCONFIG SET requirepass secret\nAUTH x\nHELLO 2 AUTH default y\nAUTH secret\n");
        assertThat(run(client, "INFO stats")).contains("\r\nacl_access_denied_auth:2\r\n");
    }

    @Test
    void shouldTellWhatWasUsedAtStart() {
        final String before = run(client, "INFO memory");
        run(client, "SET k v");
        final String startup = before.replaceFirst("(?s).*\r\nused_memory_startup:(\\d+)\r\n.*", "$1");
        assertThat(Long.parseLong(startup)).isBetween(1L, fixture.engine.usedMemory() - 1);
        assertThat(run(client, "INFO memory")).contains("\r\nused_memory_startup:" + startup + "\r\n");
    }

    private String run(final Client sender, final String commands) {
        sender.takeBack();
        sender.send(commands.endsWith("\n") ? commands : commands + "\n");
        fixture.turn();
        return sender.received();
    }
}

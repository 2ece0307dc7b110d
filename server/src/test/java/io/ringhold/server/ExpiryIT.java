package io.ringhold.server;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many keys that expire in the same instant are removed soon, though nobody looks at them, and other commands go on. */
class ExpiryIT {
    private static final int KEYS = 200_000;
    private static final int BATCH = 1_000;
    private static final long LIFE_MS = 8_000;
    private static final long PATIENCE_MS = 10_000;

    @Test
    void shouldReclaimKeysThatExpireTogetherWhileOtherCommandsGoOn() {
        try (ServerProcess server = ServerProcess.ringhold(); RespConnection connection = server.connect()) {
            final long expireAtMs = System.currentTimeMillis() + LIFE_MS;
            for (int i = 0; i < KEYS; i += BATCH) {
                for (int j = i; j < i + BATCH; j++) {
                    connection.send("SET", "key:" + j, "value", "PXAT", Long.toString(expireAtMs));
                }
                connection.flush();
                for (int j = 0; j < BATCH; j++) {
                    connection.read();
                }
            }
            assertThat(connection.call("SET", "other", "stays").text()).isEqualTo("OK");
            long served = 0;
            while (!connection.call("DBSIZE").text().equals("1")) {
                assertThat(connection.call("GET", "other").text()).isEqualTo("stays");
                assertThat(System.currentTimeMillis()).isLessThan(expireAtMs + PATIENCE_MS);
                served++;
            }
            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(expireAtMs);
            assertThat(served).isPositive();
            assertThat(connection.call("INFO", "stats").text()).contains("expired_keys:" + KEYS);
        }
    }
}

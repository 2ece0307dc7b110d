package io.ringhold.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.config.option.AppendFsync;
import io.ringhold.engine.config.option.OutputBufferLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    private final Settings settings = new Settings();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"hz|0|1", "hz|1000|500", "maxmemory|100mb|104857600",
        "maxmemory|1k|1000", "maxmemory|007Kb|7168", "maxmemory|2G|2000000000", "maxmemory|``|0",
        "maxmemory|5B|5", "save|900 1 300 10|900 1 300 10", "save|``|``", "appendonly|YES|yes",
        "loglevel|DEBUG|debug", "notify-keyspace-events|KEA|AKE", "notify-keyspace-events|g$lshzxetdmnAE|AEm",
        "notify-keyspace-events|dnzg|gzdn", "notify-keyspace-events|nKmdtexzhsl$g|AKm",
        "shutdown-on-sigterm|now nosave|nosave now", "shutdown-on-sigterm|default force|force",
        "maxmemory-clients|5%|5%", "maxmemory-clients|10mb|10485760", "requirepass|a b|a b",
        "latency-tracking-info-percentiles|0.0001 1e1 99.99 33.333333333333336|0.0001 10 99.99 33.333333",
        "client-output-buffer-limit|normal 1 2 3 replica 1mb 2mb 60|normal 1 2 3 slave"
                + " 1048576 2097152 60 pubsub 33554432 8388608 60",
        "slowlog-log-slower-than|-1|-1", "lua-time-limit|7|7", "bind|127.0.0.1 -::1|127.0.0.1 -::1"})
    void shouldShowTheValueAsRedisDoesWhenItIsSet(final String name, final String value, final String shown) {
        assertThat(settings.set(List.of(name, value), true)).isNull();
        assertThat(settings.get(List.of(name))).containsExactly(name, shown);
    }

    @Test
    void shouldReadTypedValuesWhenTheyAreSet() {
        settings.set(List.of("maxclients", "7", "appendonly", "yes", "appendfsync", "always",
                "client-output-buffer-limit", "pubsub 1kb 2 3"), true);

        assertThat(settings.maxclients.value()).isEqualTo(7);
        assertThat(settings.appendonly.sharedValue()).isTrue();
        assertThat(settings.appendfsync.value()).isEqualTo(AppendFsync.ALWAYS);
        assertThat(settings.clientOutputBufferLimit.value().pubsub())
                .isEqualTo(new OutputBufferLimits.Limit(1024, 2, 3));
    }

    @Test
    void shouldSetNothingWhenOneValueIsRefused() {
        assertThat(settings.set(List.of("timeout", "5", "maxclients", "abc"), true))
                .isEqualTo("ERR CONFIG SET failed (possibly related to argument 'maxclients') - argument couldn't be"
                        + " parsed into an integer");
        assertThat(settings.timeout.value()).isZero();
    }

    @Test
    void shouldNameASettingAsItWasSentWhenItMayNotBeSetAtAll() {
        final String failed = "ERR CONFIG SET failed (possibly related to argument '";
        assertThat(settings.set(List.of("DATABASES", "5"), true)).isEqualTo(failed + "DATABASES') - can't set immutable"
                + " config");
        assertThat(settings.set(List.of("timeout", "5", "TimeOut", "5"), true))
                .isEqualTo(failed + "TimeOut') - duplicate parameter");
        assertThat(settings.set(List.of("TIMEOUT", "-1"), true)).startsWith(failed + "timeout') - ");
    }

    @Test
    void shouldTakeAllBackWhenAListenerRefuses() {
        final List<String> calls = new ArrayList<>();
        settings.timeout.onChange(() -> {
            calls.add("timeout " + settings.timeout.value());
            return null;
        });
        settings.port.onChange(() -> {
            calls.add("port " + settings.port.value());
            return settings.port.value() == 80 ? "Unable to listen on this port. Check server logs." : null;
        });

        assertThat(settings.set(List.of("timeout", "5", "port", "80"), true))
                .isEqualTo("ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this"
                        + " port. Check server logs.");
        assertThat(calls).containsExactly("timeout 5", "port 80", "timeout 0", "port 6379");
        assertThat(settings.timeout.format()).isEqualTo("0");
    }

    @Test
    void shouldTellAListenerOnceWhenSeveralOfItsSettingsChange() {
        final List<Long> calls = new ArrayList<>();
        final Setting.ChangeListener listener = () -> {
            calls.add(settings.port.value());
            return null;
        };
        settings.port.onChange(listener);
        settings.bind.onChange(listener);

        settings.set(List.of("port", "1", "bind", "127.0.0.1"), true);
        settings.set(List.of("port", "1"), true);

        assertThat(calls).containsExactly(1L);
    }

    @Test
    void shouldListAliasesAndLeaveOutHiddenNamesWhenAPatternIsGiven() {
        assertThat(settings.get(List.of("REPL*-priority", "slave-PRIORITY", "rdb-key*", "nosuch", "port", "p[o]rt")))
                .containsExactly("replica-priority", "100", "slave-PRIORITY", "100", "port", "6379");
        assertThat(settings.get(List.of("rdb-key-save-delay"))).containsExactly("rdb-key-save-delay", "0");
    }

    @Test
    void shouldSetProtectedNamesOnlyWhenAllowed() throws Exception {
        final String refused = "ERR CONFIG SET failed (possibly related to argument 'dbfilename') - can't set"
                + " protected config";
        assertThat(settings.set(List.of("dbfilename", "x"), true)).isEqualTo(refused);

        settings.enableProtectedConfigs.start(List.of("local"));

        assertThat(settings.set(List.of("dbfilename", "x"), false)).isEqualTo(refused);
        assertThat(settings.set(List.of("dbfilename", "x"), true)).isNull();
    }

    @Test
    void shouldEndNamesOfFilesBeforeANulAsRedisDoes() throws Exception {
        settings.enableProtectedConfigs.start(List.of("yes"));

        assertThat(settings.set(List.of("dbfilename", "d\0.rdb", "dir", "/\0b"), true)).isNull();
        assertThat(settings.get(List.of("dbfilename", "dir"))).containsExactly("dbfilename", "d", "dir", "/");
        settings.pidfile.start(List.of("p\0"));
        assertThat(settings.resolve(settings.pidfile.value())).isEqualTo(Path.of("/p"));
    }

    @Test
    void shouldRefuseWhenTheRingIsNotAPowerOfTwo() {
        assertThatThrownBy(() -> settings.ringSize.start(List.of("1000")))
                .hasMessage("argument must be a power of two");
    }

    @Test
    void shouldNameSettingsWithoutEffectWhenTheyAreGiven() throws Exception {
        settings.find("replicaof").start(List.of("host", "6379"));
        settings.find("rdbcompression").start(List.of("yes"));

        assertThat(settings.withoutEffect()).extracting(Setting::name).containsExactly("replicaof");
    }
}

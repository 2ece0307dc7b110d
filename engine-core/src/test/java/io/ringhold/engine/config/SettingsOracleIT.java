package io.ringhold.engine.config;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.ringhold.engine.util.GlobPattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the table of settings and the patterns with redis-server. */
class SettingsOracleIT {
    /** Given on the command line of the oracle, or true of its place only. */
    private static final Set<String> OF_THE_RUN = Set.of("port", "save", "dir");
    /** Defaults that differ knowingly: docs/compatibility.md. */
    private static final Map<String, String> DIFFERENT = Map.of("activedefrag", "yes");

    @TempDir
    static Path folder;

    private static Process server;
    private static Socket socket;

    private final Settings settings = new Settings(folder);

    @BeforeAll
    static void startOracle() throws IOException {
        final int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder("redis-server", "--port", Integer.toString(port), "--save", "", "--dir",
                folder.toString()).redirectErrorStream(true).start();
        final BufferedReader log = new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = log.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            line = log.readLine();
        }
        assertThat(line).as("the oracle's log ends before it is ready").isNotNull();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @AfterAll
    static void stopOracle() throws Exception {
        if (socket != null) {
            socket.close();
        }
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void shouldKnowEveryNameWithItsDefault() throws IOException {
        final Map<String, String> oracle = pairs(call("CONFIG", "GET", "*"));
        final Map<String, String> ours = pairs(settings.get(List.of("*")));

        assertThat(ours.keySet()).containsAll(oracle.keySet());
        oracle.forEach((name, value) -> {
            if (!OF_THE_RUN.contains(name)) {
                assertThat(ours.get(name)).as(name).isEqualTo(DIFFERENT.getOrDefault(name, value));
            }
        });
    }

    @Test
    void shouldAgreeWhatIsFixedOrProtected() throws IOException {
        for (final Map.Entry<String, String> entry : pairs(call("CONFIG", "GET", "*")).entrySet()) {
            final Setting<?> setting = settings.find(entry.getKey());
            final String reply = String.valueOf(call("CONFIG", "SET", entry.getKey(), entry.getValue()));

            assertThat(setting.isImmutable()).as(entry.getKey()).isEqualTo(reply.contains("immutable"));
            if (!setting.isImmutable()) {
                assertThat(setting.isProtected()).as(entry.getKey()).isEqualTo(reply.contains("protected"));
            }
        }
    }

    @Test
    void shouldRefuseTheSameValues() throws IOException {
        final List<String> values = List.of("zzz", "-9223372036854775807", "-1", "", "1.5", "0x1", "01", "5x", "a b c");
        for (final Setting<?> setting : settings.all()) {
            // What redis-server would do with the others hangs on its machine.
            final boolean plain = setting instanceof NumberSetting || setting instanceof BooleanSetting
                    || setting instanceof EnumSetting;
            if (plain && setting.group() != SettingGroup.RINGHOLD && !setting.name().startsWith("set-max-listpack")
                    && !Set.of("port", "tls-port", "activedefrag", "watchdog-period").contains(setting.name())) {
                for (final String value : values) {
                    if (Set.of("maxmemory-policy", "loglevel").contains(setting.name())) {
                        continue; // the error lists what there is to choose, and there is more since 8.6, and 7.2
                    }
                    assertSame(setting.name(), value);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"save|900", "save|900 x", "save|0 1", "save|  900   1 ",
        "save|900 -1", "save|60 5 900 2", "save|``", "client-output-buffer-limit|normal 1 2",
        "client-output-buffer-limit|normal 1 2 x", "client-output-buffer-limit|foo 1 2 3",
        "client-output-buffer-limit|master 1 2 3", "client-output-buffer-limit|normal -1 2 3",
        "client-output-buffer-limit|PUBSUB 1mb 2kb 3", "oom-score-adj-values|1 2",
        "oom-score-adj-values|1 2 3000", "latency-tracking-info-percentiles|50 x",
        "latency-tracking-info-percentiles|50 101", "latency-tracking-info-percentiles|1 0.001 100",
        "shutdown-on-sigterm|nosave save", "shutdown-on-sigterm|x", "shutdown-on-sigterm|now nosave",
        "notify-keyspace-events|KQ", "notify-keyspace-events|xKgn", "maxmemory-clients|101%",
        "maxmemory-clients|5%", "maxmemory-clients|5%x", "cluster-announce-hostname|a b",
        "proc-title-template|{x}", "maxclients|4294967296", "nosuch|1", "hz|1000"})
    void shouldAnswerAndShowTheSameWhenSet(final String name, final String value) throws IOException {
        assertSame(name, value);
    }

    /** Sets a value here and there, compares, and gives the oracle its value back. */
    private void assertSame(final String name, final String value) throws IOException {
        final List<String> before = list(call("CONFIG", "GET", name));
        final String error = settings.set(List.of(name, value), true);
        final Object reply = call("CONFIG", "SET", name, value);
        assertThat(error == null ? "OK" : error).as("%s %s", name, value).isEqualTo(reply);
        if (error == null) {
            assertThat(settings.get(List.of(name))).as("%s %s", name, value).isEqualTo(call("CONFIG", "GET", name));
            assertThat(call("CONFIG", "SET", name, before.getLast())).isEqualTo("OK");
        }
    }

    @Test
    void shouldMatchTheSameKeysWhenPatternsAreRandom() throws IOException {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("SettingsOracleIT -Dringhold.seed=" + seed);
        final Random random = new Random(seed);
        final Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            keys.add("k" + text(random, "abc-]^\\[", 5));
        }
        for (final String key : keys) {
            assertThat(call("SET", key, "")).isEqualTo("OK");
        }
        for (int i = 0; i < 3_000; i++) {
            // Redis reads behind the end of a pattern that ends in an open class with nothing in it.
            final String pattern = "[jk]" + text(random, "abc-]^\\[*?*", 8) + "]";
            final Set<String> ours = new TreeSet<>();
            keys.stream().filter(key -> GlobPattern.matches(bytes(pattern), bytes(key))).forEach(ours::add);
            assertThat(ours).as(pattern).isEqualTo(new TreeSet<>(list(call("KEYS", pattern))));
        }
    }

    private static String text(final Random random, final String alphabet, final int maxLength) {
        final StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(maxLength + 1); left > 0; left--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static Map<String, String> pairs(final Object reply) {
        final List<String> items = list(reply);
        final Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            pairs.put(items.get(i), items.get(i + 1));
        }
        return pairs;
    }

    private static List<String> list(final Object reply) {
        return ((List<?>) reply).stream().map(String::valueOf).toList();
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns a String for a status, an error or a bulk, a List for an array. */
    private static Object call(final String... arguments) throws IOException {
        final StringBuilder request = new StringBuilder("*" + arguments.length + "\r\n");
        for (final String argument : arguments) {
            request.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
        }
        socket.getOutputStream().write(bytes(request.toString()));
        return reply(new DataInputStream(socket.getInputStream()));
    }

    private static Object reply(final DataInputStream input) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (byte c = input.readByte(); c != '\n'; c = input.readByte()) {
            line.append((char) c);
        }
        final String head = line.substring(1, line.length() - 1);
        return switch (line.charAt(0)) {
            case '$' -> {
                final byte[] bulk = input.readNBytes(Integer.parseInt(head));
                input.skipNBytes(2);
                yield new String(bulk, StandardCharsets.ISO_8859_1);
            }
            case '*' -> {
                final List<Object> items = new ArrayList<>();
                for (int left = Integer.parseInt(head); left > 0; left--) {
                    items.add(reply(input));
                }
                yield items;
            }
            default -> head;
        };
    }
}

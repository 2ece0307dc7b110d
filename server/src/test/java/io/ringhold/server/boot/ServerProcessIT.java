package io.ringhold.server.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerProcessIT {
    @TempDir
    private Path dir;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    @AfterEach
    void endProcess() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldServeAndEndInOrderWhenTerminated(final String threading) throws Exception {
        final int port = freePort();
        final BufferedReader log = start("--port", Integer.toString(port), "--threading", threading, "--pidfile",
                "server.pid",
                "--unixsocket", "server.sock");
        final List<String> lines = readTo(log, "The server is now ready to accept connections at");
        assertThat(lines)
                .allMatch(line -> line
                        .matches("\\d+:[CM] \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [.*#-] .*"))
                .anyMatch(line -> line.endsWith("* Running mode=standalone, port=" + port + "."))
                .anyMatch(line -> line.endsWith("# Server initialized"))
                .anyMatch(line -> line.endsWith("* Ready to accept connections"))
                .anyMatch(line -> line.contains("Threading: " + threading));
        assertThat(Files.readString(dir.resolve("server.pid"))).isEqualTo(process.pid() + "\n");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("SET k v\r\nGET k\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n$1\r\nv\r\n");
        }
        process.toHandle().destroy(); // Process.destroy would close the log too
        assertThat(readTo(log, "ready to exit, bye bye..."))
                .anyMatch(line -> line.contains("Received SIGTERM scheduling shutdown..."))
                .anyMatch(line -> line.endsWith("# User requested shutdown..."));
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(dir.resolve("server.pid")).doesNotExist();
        assertThat(dir.resolve("server.sock")).doesNotExist();
    }

    @Test
    void shouldGoOnWhenItsTerminalHangsUp() throws Exception {
        final int port = freePort();
        final BufferedReader log = start("--port", Integer.toString(port), "--save", "");
        readTo(log, "Ready to accept connections");
        signal("HUP");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(7), StandardCharsets.US_ASCII))
                    .isEqualTo("+PONG\r\n");
        }
        // a signal that had been let through would have ended it with 128 + 1
        signal("TERM");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void shouldServeAtItsUnixSocketAloneWhenThereIsNoAddress() throws Exception {
        final BufferedReader log = start("--bind", "", "--unixsocket", "server.sock");
        assertThat(readTo(log, "The server is now ready to accept connections at"))
                .noneMatch(line -> line.endsWith("Ready to accept connections"));
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("server.sock")))) {
            client.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
            final ByteBuffer reply = ByteBuffer.allocate(7);
            client.read(reply);
            assertThat(new String(reply.array(), StandardCharsets.US_ASCII)).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void shouldNotStartWhenThereIsNothingToListenAt() throws Exception {
        readTo(start("--bind", ""), "# Configured to not listen anywhere, exiting.");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsInTheWayWhenThePortIsBusy() throws Exception {
        try (ServerSocket busy = new ServerSocket(0)) {
            final BufferedReader log = start("--port", Integer.toString(busy.getLocalPort()));
            readTo(log, "# Could not create server TCP listening socket *:" + busy.getLocalPort()
                    + ": bind: Address already in use");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhatIsInTheWayWhenThePortOfMetricsIsBusy() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final BufferedReader log = start("--port", Integer.toString(freePort()), "--metrics-port",
                    Integer.toString(busy.getLocalPort()));
            readTo(log, "# Could not create metrics TCP listening socket 127.0.0.1:" + busy.getLocalPort()
                    + ": bind: Address already in use");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhatIsWrongWhenTheAddressOfMetricsIsUnknown() throws Exception {
        final BufferedReader log = start("--port", Integer.toString(freePort()), "--metrics-port",
                Integer.toString(freePort()), "--metrics-bind", "no.such.host.invalid");
        readTo(log, "# Could not create metrics TCP listening socket no.such.host.invalid:");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldSayWhichLineIsWrongWhenTheLocaleHasNoSuchFile() throws Exception {
        environment.put("LC_ALL", "C");
        Files.writeString(dir.resolve("redis.conf"), "save \"\"\npidfile p\u00e4\n");
        final BufferedReader log = start("redis.conf", "--port", Integer.toString(freePort()));
        assertThat(readTo(log, "argument cannot be a file's name in this locale: "))
                .contains("Reading the configuration file, at line 2");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldShowItsVersion() throws Exception {
        assertThat(start("-v").readLine()).startsWith("Ringhold server v=0.1.0 ");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private BufferedReader start(final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                "io.ringhold.server.RingholdServer"));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private void signal(final String name) throws Exception {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        assertThat(kill.waitFor()).isZero();
    }

    private static List<String> readTo(final BufferedReader log, final String last) throws IOException {
        final List<String> lines = new ArrayList<>();
        String line = log.readLine();
        while (line != null) {
            lines.add(line);
            if (line.contains(last)) {
                return lines;
            }
            line = log.readLine();
        }
        throw new AssertionError("no line with '" + last + "' in " + lines);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

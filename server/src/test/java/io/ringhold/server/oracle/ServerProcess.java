package io.ringhold.server.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.ringhold.server.oracle.resp.RespConnection;

/**
 * A server in a process of its own, on a free port and in a temporary directory, both kept over {@link #restart}. Starting
 * returns when the server has said {@code Ready to accept connections}. Persistence is off unless the arguments turn it
 * on. For one thread; the process dies with this JVM.
 */
public final class ServerProcess implements AutoCloseable {
    /** The JVM arguments that Ringhold's tests give to Ringhold. */
    public static final List<String> JVM_ARGUMENTS = List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Dringhold.bounds.check=true", "-XX:+UseSerialGC", "-Xmx64m",
            "-XX:TieredStopAtLevel=1");

    private static final String MAIN_CLASS = "io.ringhold.server.RingholdServer";
    private static final String READY = "Ready to accept connections";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;
    private static final int KEPT_LINES = 200;

    private final String name;
    private final List<String> program;
    private final List<String> arguments;
    private final Path directory;
    private final Deque<String> output = new ArrayDeque<>();
    private final Thread reaper = new Thread(() -> process().destroyForcibly());
    private int port;
    private boolean closed;
    private volatile Process process;

    private ServerProcess(String name, List<String> program, List<String> arguments) {
        this.name = name;
        this.program = List.copyOf(program);
        this.arguments = List.copyOf(arguments);
        try {
            directory = Files.createTempDirectory("ringhold-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts Debian's redis-server with further arguments; fails, naming what to install, where there is none. */
    public static ServerProcess redis(String... arguments) {
        return start("redis", List.of("redis-server"), arguments);
    }

    /** Starts Ringhold's main class in a JVM of this kind with the class path of this test. */
    public static ServerProcess ringhold(String... arguments) {
        return start("ringhold", ringholdProgram(), arguments);
    }

    /** What starts Ringhold in a JVM of this kind with the class path of this test. */
    public static List<String> ringholdProgram() {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(JVM_ARGUMENTS);
        program.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
        return program;
    }

    /** Starts what is tested: Ringhold, or redis-server when {@code -Dringhold.oracle.subject=redis-server}. */
    public static ServerProcess subject(String... arguments) {
        return isSelfCheck() ? redis(arguments) : ringhold(arguments);
    }

    /** Whether a second redis-server stands in the subject's place. */
    public static boolean isSelfCheck() {
        String subject = System.getProperty("ringhold.oracle.subject", "ringhold");
        return switch (subject) {
            case "redis-server" -> true;
            case "ringhold" -> false;
            default -> throw new IllegalArgumentException(
                    "ringhold.oracle.subject is 'ringhold' or 'redis-server', not '" + subject + "'");
        };
    }

    /**
     * Starts a program that takes redis-server's command line, such as a launcher script.
     *
     * @param name      what failure messages call it
     * @param program   the program and what precedes the server's own arguments
     * @param arguments further {@code --name value} arguments
     */
    public static ServerProcess start(String name, List<String> program, String... arguments) {
        ServerProcess server = new ServerProcess(name, program, List.of(arguments));
        Runtime.getRuntime().addShutdownHook(server.reaper);
        try {
            server.startOnFreePort();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** Starts it again, after its end, on the same port and directory. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " still runs");
        }
        launch();
        awaitReady();
    }

    /** The port it listens on, at the loopback address. */
    public int port() {
        return port;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Its working directory, deleted by {@link #close}. */
    public Path directory() {
        return directory;
    }

    /** What failure messages call it. */
    public String name() {
        return name;
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines that it wrote. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /**
     * Waits until it has written a text, at most as long as for its start; what it writes comes a little later than its replies.
     *
     * @return the last lines that it wrote
     */
    public String awaitOutput(String text) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        synchronized (output) {
            while (!output().contains(text)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError(name + " did not write '" + text + "'; it wrote:\n" + output());
                }
                try {
                    output.wait(leftMs);
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            }
            return output();
        }
    }

    /** A new connection to it. */
    public RespConnection connect() {
        return RespConnection.connect(port);
    }

    /** Kills it as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /**
     * Sends SIGTERM and waits for its end.
     *
     * @return the exit code
     */
    public int terminate() {
        process.toHandle().destroy(); // Process.destroy would close its output too
        return awaitExit();
    }

    /**
     * Waits for its end.
     *
     * @return the exit code
     */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not end within " + PATIENCE + "; it wrote:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Kills it when it runs, and deletes its directory. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (process != null) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(reaper);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process() {
        return process;
    }

    private void startOnFreePort() {
        for (int attempt = 1;; attempt++) {
            port = freePort();
            launch();
            try {
                awaitReady();
                return;
            } catch (AssertionError e) {
                // Another process may have taken the port since it was seen free.
                if (attempt == ATTEMPTS || !output().contains("in use")) {
                    throw e;
                }
            }
        }
    }

    private void launch() {
        List<String> line = new ArrayList<>(program);
        line.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", directory.toString(),
                "--save", "", "--appendonly", "no", "--daemonize", "no", "--enable-debug-command", "yes"));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        try {
            process = builder.start();
        } catch (IOException e) {
            if ("redis".equals(name)) {
                throw new AssertionError("redis-server is needed to compare with: apt-get install redis-server", e);
            }
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void awaitReady() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Process started = process;
        Thread.ofPlatform().daemon().name(name + "-output").start(() -> collect(started, ready));
        try {
            if (!ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " ended instead of starting; it wrote:\n" + output());
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError(name + " did not start within " + PATIENCE + "; it wrote:\n" + output(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void collect(Process started, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                    if (output.size() > KEPT_LINES) {
                        output.remove();
                    }
                    output.notifyAll();
                }
                if (line.contains(READY)) {
                    ready.complete(true);
                }
            }
            ready.complete(false);
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}

package io.ringhold.wal.rdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A real redis-server that loads the files of a directory: {@code dump.rdb}, or the log when it is told to. */
public final class RedisServer implements Contents.Server, AutoCloseable {
    private final RedisProcess process;

    public RedisServer(final Path directory, final String... options) throws IOException {
        process = new RedisProcess(directory, options);
    }

    /** Fails when a tool is not there. */
    public static void need(final String... tools) {
        for (final String tool : tools) {
            assertThat(Stream.of(System.getenv("PATH").split(":")).map(path -> Path.of(path, tool)))
                    .as("%s (package redis-server or redis-tools) is needed", tool).anyMatch(Files::isExecutable);
        }
    }

    /**
     * Lets a tool check files, and returns what that says.
     *
     * @param output
     *            where it is written meanwhile.
     * @param command
     *            redis-check-rdb or redis-check-aof, and the file.
     */
    public static String check(final Path output, final String... command) throws Exception {
        final Process check = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
        assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        final String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(check.exitValue()).as(said).isZero();
        return said;
    }

    @Override
    public Object ask(final String... words) {
        try {
            process.send(Stream.of(words).map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList());
            return Replies.read(process.replies());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}

package io.ringhold.wal.rdb.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.ringhold.wal.rdb.RedisProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** A redis-server that has loaded the dump file of a directory, and raw replies from it. */
final class RealRedis implements AutoCloseable {
    private final RedisProcess process;

    RealRedis(final Path directory) throws IOException {
        process = new RedisProcess(directory);
    }

    /** The reply as it goes over the wire. */
    String ask(final List<byte[]> words) throws IOException {
        process.send(words);
        final ByteArrayOutputStream reply = new ByteArrayOutputStream();
        readReply(reply);
        return reply.toString(StandardCharsets.ISO_8859_1);
    }

    private void readReply(final ByteArrayOutputStream reply) throws IOException {
        final int start = reply.size();
        int next = 0;
        while (next != '\n') {
            next = process.replies().read();
            assertThat(next).as("redis-server still answers").isNotNegative();
            reply.write(next);
        }
        final String line = reply.toString(StandardCharsets.ISO_8859_1).substring(start).strip();
        final char kind = line.charAt(0);
        if (kind == '$' && !line.equals("$-1")) {
            reply.writeBytes(process.replies().readNBytes(Integer.parseInt(line.substring(1)) + 2));
        } else if (kind == '*') {
            for (int i = Integer.parseInt(line.substring(1)); i > 0; i--) {
                readReply(reply);
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}

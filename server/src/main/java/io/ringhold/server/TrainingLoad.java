package io.ringhold.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The busy part of a {@link TrainingRun}: the most frequent commands on many keys, in pipelines of several lengths, so that
 * the profile that the JVM keeps is the one of a server at work and not of one that is being filled.
 */
final class TrainingLoad {
    private static final int KEYS = 100_000;
    private static final int COMMANDS_PER_DEPTH = 150_000;
    private static final String LAST = "that was all";
    private static final int[] DEPTHS = {64, 16, 64, 1, 16, 64};
    /** Single commands cost a round trip each. */
    private static final int LEAST_BATCHED_DEPTH = 4;

    private final SocketChannel channel;
    private final Random random = new Random(1);
    private final String value = "x".repeat(64);
    private final ByteBuffer replies = ByteBuffer.allocateDirect(1 << 20);

    TrainingLoad(final SocketChannel channel) {
        this.channel = channel;
    }

    void run() throws IOException {
        for (int i = 0; i < KEYS; i += DEPTHS[0]) {
            final StringBuilder batch = new StringBuilder();
            for (int k = 0; k < DEPTHS[0]; k++) {
                batch.append(TrainingRun.encoded("SET", key(i + k), value));
            }
            exchange(batch, DEPTHS[0]);
        }
        for (final int depth : DEPTHS) {
            final int commands = depth < LEAST_BATCHED_DEPTH ? COMMANDS_PER_DEPTH / 10 : COMMANDS_PER_DEPTH;
            for (int sent = 0; sent < commands; sent += depth) {
                final boolean writes = (sent / depth & 1) == 0;
                final StringBuilder batch = new StringBuilder();
                for (int i = 0; i < depth; i++) {
                    batch.append(writes ? write(i) : read(i));
                }
                exchange(batch, depth);
            }
        }
    }

    private String write(final int index) {
        return (index & 15) == 15
                ? TrainingRun.encoded("INCR", "counter:" + random.nextInt(KEYS))
                : TrainingRun.encoded("SET", key(random.nextInt(KEYS)), value);
    }

    private String read(final int index) {
        return (index & 31) == 31
                ? TrainingRun.encoded("MGET", key(random.nextInt(KEYS)), key(random.nextInt(KEYS)))
                : TrainingRun.encoded("GET", key(random.nextInt(KEYS)));
    }

    private static String key(final int number) {
        return String.format("key:%012d", number);
    }

    /** Sends commands and reads all replies: those to a pipeline end with one to a PING whose text no other has. */
    private void exchange(final StringBuilder commands, final int depth) throws IOException {
        if (depth > 1) {
            commands.append(TrainingRun.encoded("PING", LAST));
        }
        final ByteBuffer request = StandardCharsets.US_ASCII.encode(commands.toString());
        while (request.hasRemaining()) {
            channel.write(request);
        }
        replies.clear();
        do {
            if (channel.read(replies) < 0) {
                throw new IOException("the server has closed the connection");
            }
        } while (depth > 1 && !endsWithLast());
    }

    private boolean endsWithLast() {
        final int at = replies.position() - LAST.length() - 2;
        for (int i = 0; i < LAST.length(); i++) {
            if (at < 0 || replies.get(at + i) != LAST.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

package io.ringhold.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The busy part of a {@link TrainingRun}: the most frequent commands on many keys, from many connections that come and go, in pipelines of
 * several lengths, so that the profile that the JVM keeps is the one of a server at work and not of one that is being filled.
 */
final class TrainingLoad {
    private static final int KEYS = 100_000;
    private static final int FILL_DEPTH = 64;
    private static final int CONNECTIONS = 50;
    private static final int COMMANDS_PER_PHASE = 150_000;
    /** Single commands cost a round trip each. */
    private static final int SINGLE_COMMANDS_PER_PHASE = 50_000;
    private static final String LAST = "that was all";
    private static final int[] DEPTHS = {1, 64, 16, 1, 64, 16, 1, 64};
    /** Phases of {@link #DEPTHS} that begin with a snapshot, whose copying on write is then in the profile too. */
    private static final Set<Integer> SAVED_PHASES = Set.of(2, 6);
    /** How often the data are written to a dump and loaded from it. */
    private static final int RELOADS = 4;
    private static final int TYPES_DEPTH = 16;
    private static final int TYPES_MEMBERS = 20_000;

    private final SocketAddress server;
    private final Random random = new Random(1);
    private final String value = "x".repeat(64);
    private final ByteBuffer replies = ByteBuffer.allocateDirect(1 << 20);

    TrainingLoad(final SocketAddress server) {
        this.server = server;
    }

    void run() throws IOException {
        fill();
        for (int i = 0; i < DEPTHS.length; i++) {
            final int depth = DEPTHS[i];
            if (SAVED_PHASES.contains(i)) {
                single("BGSAVE");
            }
            phase(depth, depth == 1 ? SINGLE_COMMANDS_PER_PHASE : COMMANDS_PER_PHASE);
            types();
        }
        for (int i = 0; i < RELOADS; i++) {
            single("DEBUG", "RELOAD");
        }
    }

    private void single(final String... command) throws IOException {
        try (SocketChannel channel = SocketChannel.open(server)) {
            send(channel, new StringBuilder(TrainingRun.encoded(command)), 1);
            receive(channel, 1);
        }
    }

    /** Collections that grow, are read and shrink. */
    private void types() throws IOException {
        try (SocketChannel channel = SocketChannel.open(server)) {
            for (int i = 0; i < TYPES_MEMBERS; i += TYPES_DEPTH) {
                final StringBuilder batch = new StringBuilder();
                for (int k = 0; k < TYPES_DEPTH; k++) {
                    batch.append(typed(i, random.nextInt(TYPES_MEMBERS)));
                }
                send(channel, batch, TYPES_DEPTH);
                receive(channel, TYPES_DEPTH);
            }
        }
    }

    private String typed(final int kind, final int number) {
        final String text = Integer.toString(number);
        return switch (kind / TYPES_DEPTH % 10) {
            case 0 -> TrainingRun.encoded("LPUSH", "list", value);
            case 1 -> TrainingRun.encoded("RPUSH", "list", value);
            case 2 -> TrainingRun.encoded("LPOP", "list");
            case 3 -> TrainingRun.encoded("SADD", "set", "member:" + text);
            case 4 -> TrainingRun.encoded("SPOP", "set");
            case 5 -> TrainingRun.encoded("HSET", "hash", "field:" + text, value);
            case 6 -> TrainingRun.encoded("HGET", "hash", "field:" + text);
            case 7 -> TrainingRun.encoded("ZADD", "zset", text, "member:" + text);
            case 8 -> TrainingRun.encoded("ZPOPMIN", "zset");
            default -> TrainingRun.encoded("RPOP", "list");
        };
    }

    private void fill() throws IOException {
        try (SocketChannel channel = SocketChannel.open(server)) {
            for (int i = 0; i < KEYS; i += FILL_DEPTH) {
                final StringBuilder batch = new StringBuilder();
                for (int k = 0; k < FILL_DEPTH; k++) {
                    batch.append(TrainingRun.encoded("SET", key(i + k), value));
                }
                send(channel, batch, FILL_DEPTH);
                receive(channel, FILL_DEPTH);
            }
        }
    }

    /** All connections have one pipeline under way at a time; then they end. */
    private void phase(final int depth, final int commands) throws IOException {
        final List<SocketChannel> channels = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                channels.add(SocketChannel.open(server));
            }
            final int rounds = commands / (depth * CONNECTIONS);
            for (int round = 0; round < rounds; round++) {
                for (final SocketChannel channel : channels) {
                    send(channel, batch(depth, (round & 1) == 0), depth);
                }
                for (final SocketChannel channel : channels) {
                    receive(channel, depth);
                }
            }
        } finally {
            for (final SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private StringBuilder batch(final int depth, final boolean writes) {
        final StringBuilder batch = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            batch.append(writes ? write() : read());
        }
        return batch;
    }

    private String write() {
        return random.nextInt(16) == 0
                ? TrainingRun.encoded("INCR", "counter:" + random.nextInt(KEYS))
                : TrainingRun.encoded("SET", key(random.nextInt(KEYS)), value);
    }

    private String read() {
        return random.nextInt(32) == 0
                ? TrainingRun.encoded("MGET", key(random.nextInt(KEYS)), key(random.nextInt(KEYS)))
                : TrainingRun.encoded("GET", key(random.nextInt(KEYS)));
    }

    private static String key(final int number) {
        return String.format("key:%012d", number);
    }

    /** Sends commands; a pipeline is followed by a PING whose reply no other has. */
    private static void send(final SocketChannel channel, final StringBuilder commands, final int depth)
            throws IOException {
        if (depth > 1) {
            commands.append(TrainingRun.encoded("PING", LAST));
        }
        final ByteBuffer request = StandardCharsets.US_ASCII.encode(commands.toString());
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads all replies. That to a single command comes in one piece. */
    private void receive(final SocketChannel channel, final int depth) throws IOException {
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

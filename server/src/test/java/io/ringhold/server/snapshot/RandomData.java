package io.ringhold.server.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.ringhold.server.oracle.random.CommandGenerator;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;

import static org.assertj.core.api.Assertions.assertThat;

/** Random data of all types and encodings, by random commands, the same for the same seed. */
final class RandomData {
    private static final int PIPELINE = 50;
    private static final int TIMED_COMMANDS = 300;
    private static final int ELEMENTS_AT_ONCE = 10_000;
    private static final String LONG_SUFFIX = "-".repeat(100);
    private static final List<String> BIG_TYPES = List.of("list", "set", "intset", "hash", "zset", "stream");

    private RandomData() {}

    /** Fills a server by commands that every Redis knows. */
    static void fill(final RespConnection connection, final long seed, final int count) {
        send(connection, new CommandGenerator(seed).commands(count));
        connection.call("EXEC"); // of a transaction that is still open
        send(connection, List.of(Command.of("SELECT", "0")));
        Snapshots.postponeExpiry(connection);
    }

    /** Hashes with fields that expire, which Redis 7.0 does not know. Long fields are in hash tables. */
    static void fillTimedHashes(final RespConnection connection, final long seed) {
        final Random random = new Random(seed);
        final List<Command> commands = new ArrayList<>();
        for (int i = 0; i < TIMED_COMMANDS; i++) {
            final String key = "timed" + random.nextInt(4);
            final String field = random.nextInt(40) + (key.endsWith("0") ? LONG_SUFFIX : "");
            commands.add(Command.parse(random.nextBoolean()
                    ? "HSET " + key + " " + field + " " + i
                    : "HPEXPIRE " + key + " " + (100_000_000 + i) + " FIELDS 1 " + field));
        }
        send(connection, commands);
    }

    /** Values of so many elements, named {@code big:TYPE}. */
    static void fillBig(final RespConnection connection, final int elements) {
        for (final String type : BIG_TYPES) {
            final int most = "list".equals(type) ? elements : elements / 10;
            for (int from = 0; from < most; from += ELEMENTS_AT_ONCE) {
                fillBig(connection, type, from, Math.min(most, from + ELEMENTS_AT_ONCE));
            }
        }
    }

    private static void fillBig(final RespConnection connection, final String type, final int from, final int to) {
        final String key = "big:" + type;
        switch (type) {
            case "list" -> call(connection, List.of("RPUSH", key), from, to, (i, words) -> words.add("e" + i));
            case "set" -> call(connection, List.of("SADD", key), from, to, (i, words) -> words.add("m" + i));
            case "intset" -> call(connection, List.of("SADD", key), from, Math.min(to, from + 400),
                    (i, words) -> words.add("1" + i));
            case "hash" -> call(connection, List.of("HSET", key), from, to, (i, words) -> {
                words.add("f" + i);
                words.add("v" + i);
            });
            case "zset" -> call(connection, List.of("ZADD", key), from, to, (i, words) -> {
                words.add(Integer.toString(i % 1000));
                words.add("m" + i);
            });
            default -> {
                final List<Command> commands = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    commands.add(Command.of("XADD", key, (i + 1) + "-1", "field", "v" + i, "n", Integer.toString(i)));
                }
                send(connection, commands);
            }
        }
    }

    /** Adds the words of an element to a command. */
    private interface Element {
        void words(int element, List<String> words);
    }

    private static void call(final RespConnection connection, final List<String> start, final int from, final int to,
            final Element element) {
        final List<String> words = new ArrayList<>(start);
        for (int i = from; i < to; i++) {
            element.words(i, words);
        }
        assertThat(connection.call(words.toArray(String[]::new)).isError()).as(start.toString()).isFalse();
    }

    /** Sends commands in pipelines; errors among the replies are part of the random game. */
    static void send(final RespConnection connection, final List<Command> commands) {
        inPipelines(commands, batch -> {
            batch.forEach(connection::send);
            connection.flush();
            batch.forEach(command -> connection.read());
        });
    }

    private static void inPipelines(final List<Command> commands, final Consumer<List<Command>> sender) {
        for (int from = 0; from < commands.size(); from += PIPELINE) {
            sender.accept(commands.subList(from, Math.min(from + PIPELINE, commands.size())));
        }
    }
}

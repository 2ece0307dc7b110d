package io.ringhold.wal.rdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server holds, asked by commands, in a form that is the same whichever server answers and however it keeps values: of each key, under
 * "database/key", a list of its expiry and its value.
 */
public final class Contents {
    /** A server that answers commands. */
    @FunctionalInterface
    public interface Server {
        Object ask(String... words);
    }

    /** A consumer group, as XINFO STREAM FULL and files tell. */
    public record Group(String name, String lastId, Object entriesRead, List<Object> pending,
            List<Consumer> consumers) {}

    /** A consumer; the time when it was active is -2 when it is not to be compared. */
    public record Consumer(String name, long seenMs, long activeMs, List<String> pending) {}

    /** A stream but for its groups. */
    public record Stream(List<Object> entries, String lastId, String firstId, String maxDeletedId, long entriesAdded,
            List<Group> groups) {}

    public static final long NOT_COMPARED = -2;

    private final Server server;
    private final boolean withActiveTimes;
    private final boolean withFieldTimes;

    private Contents(final Server server, final boolean withActiveTimes, final boolean withFieldTimes) {
        this.server = server;
        this.withActiveTimes = withActiveTimes;
        this.withFieldTimes = withFieldTimes;
    }

    /** What a server would hold that has loaded a file of a version. */
    public static Map<String, Object> of(final Server server, final int version, final int databases) {
        final Contents contents = new Contents(server, version >= RdbFormat.VERSION_7_2,
                version >= RdbFormat.VERSION_7_4);
        final Map<String, Object> all = new TreeMap<>();
        for (int database = 0; database < databases; database++) {
            server.ask("SELECT", Integer.toString(database));
            for (final Object key : list(server.ask("KEYS", "*"))) {
                all.put(database + "/" + key, contents.key((String) key));
            }
        }
        return all;
    }

    /** Compares key by key, so that a failure shows one of them. */
    public static void assertSame(final Map<String, Object> actual, final Map<String, Object> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, value) -> assertThat(actual.get(key)).as(key).isEqualTo(value));
    }

    private Object key(final String key) {
        final Object expireAtMs = server.ask("PEXPIRETIME", key);
        return List.of(expireAtMs, switch ((String) server.ask("TYPE", key)) {
            case "string" -> server.ask("GET", key);
            case "list" -> server.ask("LRANGE", key, "0", "-1");
            case "set" -> new TreeSet<>(list(server.ask("SMEMBERS", key)));
            case "zset" -> scores(list(server.ask("ZRANGE", key, "0", "-1", "WITHSCORES")));
            case "hash" -> fields(key);
            case "stream" -> stream(key);
            default -> throw new AssertionError(key);
        });
    }

    private static Map<Object, Object> scores(final List<Object> pairs) {
        final Map<Object, Object> scores = new TreeMap<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            scores.put(pairs.get(i), score((String) pairs.get(i + 1)));
        }
        return scores;
    }

    static double score(final String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private Map<Object, Object> fields(final String key) {
        final Map<Object, Object> fields = new TreeMap<>();
        final List<Object> pairs = list(server.ask("HGETALL", key));
        for (int i = 0; i < pairs.size(); i += 2) {
            final Object time = withFieldTimes
                    ? list(server.ask("HPEXPIRETIME", key, "FIELDS", "1", (String) pairs.get(i))).getFirst()
                    : -1L;
            fields.put(pairs.get(i), List.of(pairs.get(i + 1), time));
        }
        return fields;
    }

    private Stream stream(final String key) {
        final Map<Object, Object> info = map(server.ask("XINFO", "STREAM", key, "FULL", "COUNT", "0"));
        final List<Group> groups = new ArrayList<>();
        for (final Object item : list(info.get("groups"))) {
            final Map<Object, Object> group = map(item);
            final List<Consumer> consumers = new ArrayList<>();
            for (final Object consumerItem : list(group.get("consumers"))) {
                final Map<Object, Object> consumer = map(consumerItem);
                consumers.add(new Consumer((String) consumer.get("name"), (long) consumer.get("seen-time"),
                        withActiveTimes ? (long) consumer.get("active-time") : NOT_COMPARED,
                        list(consumer.get("pending")).stream().map(entry -> (String) list(entry).getFirst()).toList()));
            }
            groups.add(new Group((String) group.get("name"), (String) group.get("last-delivered-id"),
                    group.get("entries-read"), list(group.get("pending")), consumers));
        }
        return new Stream(list(server.ask("XRANGE", key, "-", "+")), (String) info.get("last-generated-id"),
                (String) info.get("recorded-first-entry-id"), (String) info.get("max-deleted-entry-id"),
                (long) info.get("entries-added"), groups);
    }

    private static Map<Object, Object> map(final Object pairs) {
        final Map<Object, Object> map = new TreeMap<>();
        final List<Object> items = list(pairs);
        for (int i = 0; i < items.size(); i += 2) {
            map.put(items.get(i), items.get(i + 1));
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(final Object reply) {
        return (List<Object>) reply;
    }
}

package io.ringhold.server.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.rule.Rule;

/**
 * All that a server holds: the keys of each database with type, encoding, value and time to live. Taken over a RESP2
 * connection, whose selected database changes.
 *
 * @param databases the databases that are not empty
 */
public record KeyspaceDump(SortedMap<Integer, SortedMap<Bytes, Entry>> databases) {
    /** By how many milliseconds times to live may differ: the servers are asked one after the other. */
    public static final long PTTL_TOLERANCE_MS = 5_000;

    private static final int DATABASES = 16;
    private static final Reply NO_TYPE = new Reply.Scalar('+', Bytes.of("none"));
    /** Characters that are shown of a value. */
    private static final int SHOWN = 300;
    /** How long DBSIZE may count keys that have expired. */
    private static final Duration EXPIRY_PATIENCE = Duration.ofSeconds(10);

    /**
     * What is known of a key.
     *
     * @param type     as TYPE says
     * @param encoding as OBJECT ENCODING says
     * @param value    the whole value
     * @param pttl     as PTTL says, -1 without expiry
     */
    public record Entry(Reply type, Reply encoding, Reply value, Reply pttl) {
        private Optional<String> difference(Entry other) {
            if (!type.equals(other.type)) {
                return Optional.of("TYPE " + type + " / " + other.type);
            }
            if (!orderOf(type).matches(value, other.value)) {
                return Optional.of("value " + shortened(value, other.value) + " / " + shortened(other.value, value));
            }
            boolean isExact = "hash".equals(type.text());
            if (isExact ? !encoding.equals(other.encoding) : !isSameEncoding(encoding, other.encoding)) {
                return Optional.of("OBJECT ENCODING " + encoding + " / " + other.encoding);
            }
            if (!Rule.ttl(PTTL_TOLERANCE_MS).matches(pttl, other.pttl)) {
                return Optional.of("PTTL " + pttl + " / " + other.pttl);
            }
            return Optional.empty();
        }
    }

    /**
     * Whether encodings are those of equal values. Since Redis 7.2 short lists are listpacks, before that each list is a quicklist; and
     * so are small sets of other members than integers, which had been hashtables. SORT of a small sorted set makes that a skiplist in
     * Redis, and leaves it as it is here.
     */
    public static boolean isSameEncoding(Reply redis, Reply subject) {
        return redis.equals(subject) || "listpack".equals(subject.text())
                && ("quicklist".equals(redis.text()) || "hashtable".equals(redis.text())
                        || "skiplist".equals(redis.text()));
    }

    /** How values of a type are compared. */
    private static Rule orderOf(Reply type) {
        return switch (type.text()) {
            case "set" -> Rule.SORTED;
            case "hash" -> new Rule(Rule.Kind.PAIRS_SORTED, 0);
            default -> Rule.EXACT;
        };
    }

    /** Asks a server for all that it holds. */
    public static KeyspaceDump of(RespConnection connection) {
        SortedMap<Integer, SortedMap<Bytes, Entry>> databases = new TreeMap<>();
        for (int db = 0; db < DATABASES; db++) {
            connection.send("SELECT", Integer.toString(db));
            connection.send("DBSIZE");
        }
        boolean[] filled = new boolean[DATABASES];
        for (int db = 0; db < DATABASES; db++) {
            connection.read();
            filled[db] = !"0".equals(connection.read().text());
        }
        for (int db = 0; db < DATABASES; db++) {
            if (filled[db]) {
                connection.call("SELECT", Integer.toString(db));
                SortedMap<Bytes, Entry> entries = database(connection);
                if (!entries.isEmpty()) {
                    databases.put(db, entries);
                }
            }
        }
        return new KeyspaceDump(databases);
    }

    /**
     * What distinguishes the two: one line for each key or database that differs, this one's side first, none when they
     * are the same.
     */
    public List<String> differences(KeyspaceDump other) {
        List<String> differences = new ArrayList<>();
        for (int db = 0; db < DATABASES; db++) {
            SortedMap<Bytes, Entry> left = databases.getOrDefault(db, new TreeMap<>());
            SortedMap<Bytes, Entry> right = other.databases.getOrDefault(db, new TreeMap<>());
            for (Bytes key : left.keySet()) {
                String where = "db " + db + " key " + key + ": ";
                if (right.containsKey(key)) {
                    left.get(key).difference(right.get(key)).ifPresent(what -> differences.add(where + what));
                } else {
                    differences.add(where + "present / missing");
                }
            }
            for (Bytes key : right.keySet()) {
                if (!left.containsKey(key)) {
                    differences.add("db " + db + " key " + key + ": missing / present");
                }
            }
        }
        return differences;
    }

    private static SortedMap<Bytes, Entry> database(RespConnection connection) {
        List<Bytes> keys = new ArrayList<>(keys(connection));
        keys.forEach(key -> send(connection, key, "TYPE"));
        List<Reply> types = new ArrayList<>(keys.stream().map(key -> connection.read()).toList());
        // They have expired since.
        for (int i = types.indexOf(NO_TYPE); i >= 0; i = types.indexOf(NO_TYPE)) {
            keys.remove(i);
            types.remove(i);
        }
        for (int i = 0; i < keys.size(); i++) {
            send(connection, keys.get(i), "OBJECT", "ENCODING");
            sendValueCommand(connection, keys.get(i), types.get(i));
            send(connection, keys.get(i), "PTTL");
        }
        SortedMap<Bytes, Entry> entries = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Reply encoding = connection.read();
            Reply value = connection.read();
            boolean isStream = "stream".equals(types.get(i).text());
            entries.put(keys.get(i),
                    new Entry(types.get(i), encoding, isStream ? StreamDump.of(value) : value, connection.read()));
        }
        return entries;
    }

    private static void sendValueCommand(RespConnection connection, Bytes key, Reply type) {
        switch (type.text()) {
            case "string" -> send(connection, key, "GET");
            case "list" -> connection
                    .send(new Command(List.of(Bytes.of("LRANGE"), key, Bytes.of("0"), Bytes.of("-1"))));
            case "set" -> send(connection, key, "SMEMBERS");
            case "hash" -> send(connection, key, "HGETALL");
            case "zset" -> connection.send(new Command(List.of(Bytes.of("ZRANGE"), key, Bytes.of("0"), Bytes.of("-1"),
                    Bytes.of("WITHSCORES"))));
            case "stream" -> connection.send(new Command(List.of(Bytes.of("XINFO"), Bytes.of("STREAM"), key,
                    Bytes.of("FULL"), Bytes.of("COUNT"), Bytes.of("0"))));
            default -> throw new AssertionError("no command is known that reads a whole value of type " + type);
        }
    }

    private static void send(RespConnection connection, Bytes key, String... words) {
        List<Bytes> args = new ArrayList<>(Arrays.stream(words).map(Bytes::of).toList());
        args.add(key);
        connection.send(new Command(args));
    }

    /** The keys, once DBSIZE no longer counts any that has expired. */
    private static List<Bytes> keys(RespConnection connection) {
        Instant deadline = Instant.now().plus(EXPIRY_PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Reply keys = connection.call("KEYS", "*");
            Reply size = connection.call("DBSIZE");
            if (!(keys instanceof Reply.Aggregate array && size instanceof Reply.Scalar number)) {
                throw new AssertionError("KEYS * gave " + keys + ", DBSIZE gave " + size);
            }
            if (array.items().size() == number.number()) {
                return array.items().stream().map(key -> ((Reply.Scalar) key).payload()).toList();
            }
        }
        throw new AssertionError("DBSIZE keeps counting keys that KEYS does not list");
    }

    /** The value's text, about the first place where it differs from another. */
    private static String shortened(Reply value, Reply other) {
        String text = value.toString();
        if (text.length() <= SHOWN) {
            return text;
        }
        int differs = Arrays.mismatch(text.toCharArray(), other.toString().toCharArray());
        int from = Math.max(0, differs - SHOWN / 2);
        return "... " + text.substring(from, Math.min(text.length(), from + SHOWN)) + "... (" + text.length()
                + " characters)";
    }
}

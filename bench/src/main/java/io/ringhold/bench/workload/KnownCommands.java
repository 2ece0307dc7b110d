package io.ringhold.bench.workload;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands that a mix can name: the one table of their templates, and of what must be there for them to find something. */
final class KnownCommands {
    /** What fills the keyspace for commands on strings. */
    static final String FILL_STRINGS = "SET {key} {value}";

    private static final int MOST_KEYS = 10_000;
    private static final String FILL_HASHES = "HSET hash:{key} field {value}";
    private static final String FILL_LISTS = "RPUSH list:{key} {value}";
    private static final String FILL_SETS = "SADD set:{key} {int}";
    private static final String FILL_SORTED_SETS = "ZADD zset:{key} {int} member:{int}";

    private static final Map<String, Known> TABLE = new TreeMap<>();

    static {
        known("ping", "PING", null);
        known("echo", "ECHO {value}", null);
        known("get", "GET {key}", FILL_STRINGS);
        known("set", FILL_STRINGS, FILL_STRINGS);
        known("setnx", "SETNX {key} {value}", null);
        known("setex", "SETEX {key} 3600 {value}", FILL_STRINGS);
        known("getset", "GETSET {key} {value}", FILL_STRINGS);
        known("getdel", "GETDEL {key}", FILL_STRINGS);
        known("append", "APPEND {key} {value}", FILL_STRINGS);
        known("strlen", "STRLEN {key}", FILL_STRINGS);
        known("getrange", "GETRANGE {key} 0 15", FILL_STRINGS);
        known("incr", "INCR counter:{key}", null);
        known("incrby", "INCRBY counter:{key} {int}", null);
        known("decr", "DECR counter:{key}", null);
        known("mget", "MGET", " {key}", FILL_STRINGS);
        known("mset", "MSET", " {key} {value}", FILL_STRINGS);
        known("del", "DEL {key}", FILL_STRINGS);
        known("unlink", "UNLINK {key}", FILL_STRINGS);
        known("exists", "EXISTS {key}", FILL_STRINGS);
        known("expire", "EXPIRE {key} 3600", FILL_STRINGS);
        known("ttl", "TTL {key}", FILL_STRINGS);
        known("type", "TYPE {key}", FILL_STRINGS);
        known("hset", FILL_HASHES, FILL_HASHES);
        known("hget", "HGET hash:{key} field", FILL_HASHES);
        known("hgetall", "HGETALL hash:{key}", FILL_HASHES);
        known("hincrby", "HINCRBY counters:{key} field 1", null);
        known("lpush", "LPUSH list:{key} {value}", FILL_LISTS);
        known("rpush", FILL_LISTS, FILL_LISTS);
        known("lpop", "LPOP list:{key}", FILL_LISTS);
        known("rpop", "RPOP list:{key}", FILL_LISTS);
        known("lrange", "LRANGE list:{key} 0 9", FILL_LISTS);
        known("sadd", FILL_SETS, FILL_SETS);
        known("sismember", "SISMEMBER set:{key} {int}", FILL_SETS);
        known("spop", "SPOP set:{key}", FILL_SETS);
        known("zadd", FILL_SORTED_SETS, FILL_SORTED_SETS);
        known("zscore", "ZSCORE zset:{key} member:{int}", FILL_SORTED_SETS);
        known("zrange", "ZRANGE zset:{key} 0 9", FILL_SORTED_SETS);
        known("xadd", "XADD stream:{key} * field {value}", null);
    }

    /**
     * One line of the table.
     *
     * @param template
     *            the command, or what it begins with when it takes several keys
     * @param perKey
     *            what is appended for each key, or null when the command takes a fixed number
     * @param fill
     *            the template that fills the keyspace for it, or null when it needs nothing
     */
    private record Known(String template, String perKey, String fill) {}

    private KnownCommands() {}

    private static void known(String name, String template, String fill) {
        TABLE.put(name, new Known(template, null, fill));
    }

    private static void known(String name, String template, String perKey, String fill) {
        TABLE.put(name, new Known(template, perKey, fill));
    }

    /** The names that a mix can use, in alphabetical order. */
    static List<String> names() {
        return List.copyOf(TABLE.keySet());
    }

    /** Parses one item of a mix: {@code NAME[:WEIGHT]}, or {@code NAME:KEYS[:WEIGHT]} of commands with any number of keys. */
    static CommandSpec parse(String item) {
        String[] parts = item.split(":", -1);
        Known known = TABLE.get(parts[0]);
        if (known == null) {
            throw new IllegalArgumentException("'" + parts[0] + "' is not one of " + String.join(", ", names()));
        }
        boolean manyKeys = known.perKey() != null;
        if (parts.length > (manyKeys ? 3 : 2) || manyKeys && parts.length < 2) {
            throw new IllegalArgumentException(
                    "'" + item + "' is not " + parts[0] + (manyKeys ? ":KEYS[:WEIGHT]" : "[:WEIGHT]"));
        }
        String template = known.template();
        String name = parts[0];
        if (manyKeys) {
            int keys = Numbers.integer(parts[1], 1, MOST_KEYS, "number of keys");
            template += String.join("", Collections.nCopies(keys, known.perKey()));
            name += ":" + keys;
        }
        boolean weighted = parts.length == (manyKeys ? 3 : 2);
        double weight = weighted ? Numbers.decimal(parts[parts.length - 1], 0, 1e9, "weight") : 1;
        return new CommandSpec(name, List.of(template.split(" ", -1)), weight, known.fill());
    }
}

package io.ringhold.engine.defrag;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random commands on values of all types and encodings, whose replies depend on nothing but the commands before. */
final class RandomTraffic {
    private static final int KEYS = 6;

    private final Random random;
    private long lastId = 1;

    RandomTraffic(final Random random) {
        this.random = random;
    }

    String[] next() {
        final int choice = random.nextInt(100);
        if (choice < 12) {
            return string(key("string"));
        } else if (choice < 28) {
            return list(key("list"));
        } else if (choice < 42) {
            return set(key("set"));
        } else if (choice < 60) {
            return hash(key("hash"));
        } else if (choice < 76) {
            return sortedSet(key("zset"));
        } else if (choice < 96) {
            return stream(key("stream"));
        }
        return generic();
    }

    /** Commands that read all there is. */
    static List<String[]> reads() {
        final List<String[]> reads = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            reads.add(new String[] {"GET", "string" + i});
            reads.add(new String[] {"LRANGE", "list" + i, "0", "-1"});
            reads.add(new String[] {"SMEMBERS", "set" + i});
            reads.add(new String[] {"HGETALL", "hash" + i});
            reads.add(new String[] {"ZRANGE", "zset" + i, "0", "-1", "WITHSCORES"});
            reads.add(new String[] {"ZSCAN", "zset" + i, "0", "COUNT", "100000"});
            reads.add(new String[] {"ZRANGE", "zset" + i, "0", "-1", "REV"});
            reads.add(new String[] {"XREVRANGE", "stream" + i, "+", "-"});
            reads.add(new String[] {"XINFO", "STREAM", "stream" + i, "FULL", "COUNT", "0"});
            for (final String type : List.of("string", "list", "set", "hash", "zset", "stream")) {
                reads.add(new String[] {"OBJECT", "ENCODING", type + i});
                reads.add(new String[] {"PTTL", type + i});
            }
        }
        return reads;
    }

    private String[] string(final String key) {
        return switch (random.nextInt(6)) {
            case 0 -> command("APPEND", key, text(200));
            case 1 -> command("SETRANGE", key, String.valueOf(random.nextInt(3000)), text(100));
            case 2 -> command("SET", key, String.valueOf(random.nextInt()));
            case 3 -> command("SET", key, text(random.nextInt(10) == 0 ? 80_000 : 3000), "PX", "100000");
            default -> command("SET", key, text(3000));
        };
    }

    private String[] list(final String key) {
        return switch (random.nextInt(9)) {
            case 0 -> command("LPOP", key, String.valueOf(random.nextInt(100)));
            case 1 -> command("RPOP", key, String.valueOf(random.nextInt(100)));
            case 2 -> command("LINSERT", key, "BEFORE", element(), text(2000));
            case 3 -> command("LREM", key, "2", element());
            case 4 -> command("LSET", key, String.valueOf(random.nextInt(50)), text(500));
            case 5 -> command("LTRIM", key, "5", "-5");
            default -> many(random.nextBoolean() ? "RPUSH" : "LPUSH", key, 60, 1);
        };
    }

    private String[] set(final String key) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> many("SREM", key, 40, 1);
            case 2 -> command("SADD", key, String.valueOf(random.nextInt(300)));
            default -> many("SADD", key, 60, 1);
        };
    }

    private String[] hash(final String key) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> many("HDEL", key, 40, 1);
            case 2 -> command("HPEXPIRE", key, String.valueOf(1 + random.nextInt(5000)), "FIELDS", "2", element(),
                    element());
            case 3 -> command("HPERSIST", key, "FIELDS", "1", element());
            case 4 -> command("HSET", key, element(), text(300));
            default -> many("HSET", key, 60, 2);
        };
    }

    private String[] sortedSet(final String key) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> many("ZREM", key, 40, 1);
            case 2 -> command("ZREMRANGEBYRANK", key, "3", String.valueOf(random.nextInt(60)));
            case 3 -> command("ZINCRBY", key, "1.5", element());
            default -> {
                final List<String> words = new ArrayList<>(List.of("ZADD", key));
                for (int i = random.nextInt(60); i >= 0; i--) {
                    words.add(String.valueOf(random.nextInt(500)));
                    words.add(element());
                }
                yield words.toArray(new String[0]);
            }
        };
    }

    private String[] stream(final String key) {
        final String group = "group" + random.nextInt(3);
        final String consumer = "consumer" + random.nextInt(4);
        final String id = random.nextLong(lastId) + "-1";
        return switch (random.nextInt(14)) {
            case 0 -> command("XDEL", key, id);
            case 1 -> command("XTRIM", key, "MAXLEN", String.valueOf(random.nextInt(400)));
            case 2 -> command("XGROUP", "CREATE", key, group, "0");
            case 3, 4, 5 -> command("XREADGROUP", "GROUP", group, consumer, "COUNT",
                    String.valueOf(1 + random.nextInt(80)), "STREAMS", key, ">");
            case 6 -> command("XACK", key, group, id, String.valueOf(random.nextLong(lastId)) + "-1");
            case 7 -> command("XAUTOCLAIM", key, group, consumer, "0", "0", "COUNT", "10");
            case 8 -> random.nextInt(5) == 0
                    ? command("XGROUP", "DELCONSUMER", key, group, consumer)
                    : command("XGROUP", "CREATECONSUMER", key, group, consumer);
            case 9 -> random.nextInt(10) == 0
                    ? command("XGROUP", "DESTROY", key, group)
                    : command("XGROUP", "SETID", key, group, id);
            default -> command("XADD", key, lastId++ + "-1", "field" + random.nextInt(3), text(100));
        };
    }

    private String[] generic() {
        final String[] types = {"string", "list", "set", "hash", "zset", "stream"};
        final String type = types[random.nextInt(types.length)];
        return switch (random.nextInt(8)) {
            case 0 -> command("DEL", key(type));
            case 1 -> command("UNLINK", key(type));
            case 2 -> command("COPY", key(type), key(type), "REPLACE");
            case 3 -> command("RENAME", key(type), key(type));
            case 4 -> command("PEXPIRE", key(type), String.valueOf(1 + random.nextInt(100_000)));
            case 5 -> command("PERSIST", key(type));
            case 6 -> random.nextInt(20) == 0 ? command("FLUSHDB") : command("SET", text(40), text(40));
            default -> random.nextInt(4) == 0 ? command("SWAPDB", "0", "1") : command("MOVE", key(type), "1");
        };
    }

    private String[] many(final String name, final String key, final int most, final int width) {
        final List<String> words = new ArrayList<>(List.of(name, key));
        for (int i = random.nextInt(most); i >= 0; i--) {
            words.add(element());
            if (width == 2) {
                words.add(random.nextInt(50) == 0 ? text(300) : text(20));
            }
        }
        return words.toArray(new String[0]);
    }

    private static String[] command(final String... words) {
        return words;
    }

    private String key(final String type) {
        return type + random.nextInt(KEYS);
    }

    private String element() {
        return "element:" + random.nextInt(2000);
    }

    private String text(final int most) {
        final char letter = (char) ('a' + random.nextInt(26));
        return String.valueOf(letter).repeat(random.nextInt(most)) + random.nextInt(1000);
    }
}

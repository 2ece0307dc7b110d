package io.ringhold.wal.rdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Fills a server with keys of all types, whose values are of any form and, with low thresholds, of any encoding. */
public final class RandomKeys {
    /** Databases that are filled. */
    public static final int DATABASES = 3;

    /** Settings of a server under which each encoding occurs, as far as Redis 7.0 has them. */
    static final String[] LOW_REDIS_THRESHOLDS = {"--hash-max-listpack-entries", "12",
        "--hash-max-listpack-value",
        "40", "--set-max-intset-entries", "20",
        "--zset-max-listpack-entries", "12", "--zset-max-listpack-value", "40", "--list-max-listpack-size", "10",
        "--stream-node-max-entries", "7"};

    /** The same with those of Redis 7.2. */
    static final String[] LOW_THRESHOLDS = Stream
            .concat(Stream.of(LOW_REDIS_THRESHOLDS),
                    Stream.of("--set-max-listpack-entries", "12", "--set-max-listpack-value", "40"))
            .toArray(String[]::new);

    private static final String[] SCORES = {"inf", "-inf", "0", "-0", "1", "-17", "3.5", "0.1", "1e300", "5e-324",
        "9007199254740993", "123456789.125"};
    private static final int TYPES = 6;
    private static final long HOUR_MS = 3_600_000;

    private final Contents.Server server;
    private final Random random;
    private final long nowMs;
    private final boolean withFieldTimes;

    RandomKeys(final Contents.Server server, final Random random, final long nowMs, final boolean withFieldTimes) {
        this.server = server;
        this.random = random;
        this.nowMs = nowMs;
        this.withFieldTimes = withFieldTimes;
    }

    /** A copy of {@link #LOW_THRESHOLDS}. */
    public static String[] lowThresholds() {
        return LOW_THRESHOLDS.clone();
    }

    /** A copy of {@link #LOW_REDIS_THRESHOLDS}. */
    public static String[] lowRedisThresholds() {
        return LOW_REDIS_THRESHOLDS.clone();
    }

    void fill(final int keys) {
        for (int i = 0; i < keys; i++) {
            run("SELECT", Integer.toString(random.nextInt(DATABASES)));
            final String key = random.nextInt(8) == 0 ? Integer.toString(i) : text(20) + ":" + i;
            switch (i % TYPES) {
                case 0 -> string(key);
                case 1 -> list(key);
                case 2 -> set(key, i / TYPES);
                case 3 -> sortedSet(key, i / TYPES);
                case 4 -> hash(key, i / TYPES);
                default -> stream(key);
            }
            if (random.nextInt(3) == 0) {
                run("PEXPIREAT", key, Long.toString(nowMs + HOUR_MS + random.nextInt(1 << 30)));
            }
        }
    }

    private Object run(final String... words) {
        final Object reply = server.ask(words);
        if (reply instanceof final String text && text.startsWith("-ERR")) {
            throw new AssertionError(String.join(" ", words) + ": " + text);
        }
        return reply;
    }

    private void string(final String key) {
        run("SET", key, text(random.nextInt(20) == 0 ? 200_000 : 100));
        switch (random.nextInt(4)) {
            case 0 -> run("APPEND", key, text(30));
            case 1 -> {
                run("SET", key, Integer.toString(random.nextInt(100)));
                run("INCRBY", key, Long.toString(random.nextLong() >> 1 + random.nextInt(62)));
            }
            default -> {
                // as it is
            }
        }
    }

    private void list(final String key) {
        for (int left = 1 + random.nextInt(40); left > 0; left--) {
            run(random.nextBoolean() ? "RPUSH" : "LPUSH", key, text(random.nextInt(100) == 0 ? 100_000 : 60));
        }
    }

    private void set(final String key, final int turn) {
        final int kind = turn % 3;
        for (int left = size(turn, 40); left > 0; left--) {
            run("SADD", key, kind == 0 ? number() : text(kind == 1 ? 12 : 80));
        }
    }

    private void sortedSet(final String key, final int turn) {
        for (int left = size(turn, 40); left > 0; left--) {
            run("ZADD", key, SCORES[random.nextInt(SCORES.length)], text(random.nextInt(10) == 0 ? 500 : 12));
        }
    }

    private void hash(final String key, final int turn) {
        final List<String> fields = new ArrayList<>();
        for (int left = size(turn, 30); left > 0; left--) {
            final String field = text(random.nextInt(100) == 0 ? 70_000 : 20);
            fields.add(field);
            run("HSET", key, field, text(random.nextInt(20) == 0 ? 400 : 20));
        }
        if (withFieldTimes && random.nextBoolean()) {
            for (final String field : fields) {
                if (random.nextInt(3) > 0) {
                    run("HPEXPIREAT", key, Long.toString(nowMs + HOUR_MS + random.nextInt(1000)), "FIELDS", "1", field);
                }
                if (random.nextInt(5) == 0) {
                    run("HPERSIST", key, "FIELDS", "1", field);
                }
            }
        }
    }

    private void stream(final String key) {
        // one that is there may have ids above those to come
        run("DEL", key);
        long ms = 1L + random.nextInt(1000);
        final List<String> ids = new ArrayList<>();
        for (int left = random.nextInt(30); left > 0; left--) {
            ms += random.nextInt(3);
            final String id = random.nextInt(20) == 0 ? ++ms + "-18446744073709551615" : ++ms + "-" + random.nextInt(9);
            run("XADD", key, id, random.nextBoolean() ? "a" : text(10), text(random.nextInt(50) == 0 ? 5_000 : 20), "b",
                    text(20));
            ids.add(id);
        }
        run("XGROUP", "CREATE", key, "first", "0", "MKSTREAM", "ENTRIESREAD", Integer.toString(random.nextInt(9)));
        run("XGROUP", "CREATE", key, text(8) + "group", "$");
        run("XGROUP", "CREATECONSUMER", key, "first", "idle");
        for (int i = random.nextInt(8); i > 0; i--) {
            run("XREADGROUP", "GROUP", "first", "consumer" + random.nextInt(3), "COUNT", "3", "STREAMS", key, ">");
        }
        for (final String id : ids) {
            switch (random.nextInt(12)) {
                case 0 -> run("XDEL", key, id);
                case 1 -> run("XACK", key, "first", id);
                case 2 -> run("XCLAIM", key, "first", "claimer", "0", id, "RETRYCOUNT", "7");
                default -> {
                    // as it is
                }
            }
        }
        if (random.nextInt(5) == 0) {
            run("XTRIM", key, "MAXLEN", Integer.toString(random.nextInt(10)));
        }
    }

    /** Few in every other turn, so that each encoding occurs often; up to {@code most} in the others. */
    private int size(final int turn, final int most) {
        return 1 + random.nextInt(turn % 2 == 0 ? 6 : most);
    }

    private String number() {
        return Long.toString(random.nextLong() >> random.nextInt(64));
    }

    /** Up to so many characters: numbers, text that repeats, or bytes of any kind. */
    private String text(final int most) {
        final int length = random.nextInt(most + 1);
        return switch (random.nextInt(4)) {
            case 0 -> number();
            case 1 -> "0".repeat(random.nextInt(2)) + random.nextInt(1 << 16);
            case 2 -> ("word" + random.nextInt(10)).repeat(1 + length / 5).substring(0, length);
            default -> {
                final StringBuilder bytes = new StringBuilder(length);
                for (int i = 0; i < length; i++) {
                    bytes.append((char) random.nextInt(256));
                }
                yield bytes.toString();
            }
        };
    }
}

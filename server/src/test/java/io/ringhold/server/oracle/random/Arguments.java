package io.ringhold.server.oracle.random;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws arguments by kind. Words are strings of one character for each byte. Keys come from a small pool, so that commands
 * meet; times to live lie far ahead or in the past, so that the pace of a test does not matter; offsets stay below a
 * megabyte, unless they are beyond what Redis allows.
 */
public final class Arguments {
    private static final List<String> KEYS = List.of("a", "b", "c", "A", "k1", "k2", "key:1", "{tag}x", "", "\0\u00ff",
            "with space", "\u00c3\u00a9");
    private static final List<String> SHORT = List.of("", "a", "b", "ab", "abc", "ba", "abcabc", "12345", "\0\u00ff",
            "ohmytext", "mynewtext", "aXbXc");
    private static final List<String> TEXTS = List.of("", "a", "hello", "Hello World", " ", " 12", "12 ", "007", "-0",
            "+5", "abc\0def", "\r\n", "\0", "\u00ff\u00fe\u00fd", "nan", "inf", "0x10", "1e3", "OK");
    private static final List<String> REPEATED = List.of("a", "hello", "Hello World ", "0123456789", "\u00ff\u00fe",
            "1");
    private static final List<String> INTEGERS = List.of("0", "1", "-1", "9999", "10000", "2147483647", "2147483648",
            "-2147483649", "4294967296", "9223372036854775806", "9223372036854775807", "-9223372036854775808",
            "-9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616");
    private static final List<String> FLOATS = List.of("0.1", "0.5", "-0.5", "1.5", "3.0", "1e2", "-2.5e-3",
            "0.3333333",
            "1e-10", "123456789.123", "1.0e17", "99999999999.5", "0.0");
    private static final List<String> BROKEN = List.of("", "abc", "1.5", " 1", "1 ", "9223372036854775808", "-1", "0",
            "FOO", "\0", "+1", "0x1", "-9223372036854775809", "1e2", "--1", "*");
    private static final List<String> PATTERNS = List.of("*", "?", "??", "k*", "*1", "[ab]", "[a-c]", "[^a]", "k[12]",
            "\\a", "\\*", "[", "[a", "{*", "*\0*", "nothing", "", "*:*", "[c-a]", "key:?");
    private static final List<String> BITFIELD_TYPES = List.of("u1", "i1", "u2", "u4", "i5", "u8", "i8", "u13", "i16",
            "u31", "u32", "i32", "i33", "u63", "i64", "i63");
    private static final List<String> EXTREMES = List.of("-9223372036854775808", "-9223372036854775807",
            "9223372036854775806", "9223372036854775807");
    private static final List<String> UNITS = List.of("m", "km", "KM", "ft", "mi");
    /** 2100-01-01, in seconds. */
    private static final long FAR_AHEAD_S = 4_102_444_800L;

    private final RandomGenerator random;

    /** Draws with the given generator. */
    public Arguments(RandomGenerator random) {
        this.random = random;
    }

    /**
     * An argument of a kind.
     *
     * @throws IllegalArgumentException when there is no such kind
     */
    public String draw(String kind) {
        return switch (kind) {
            case "key" -> pick(KEYS);
            case "few" -> pick(List.of("k", "l", "m"));
            case "small" -> Integer.toString(random.nextInt(6));
            case "channel" -> pick(List.of("one", "two", "three"));
            case "channelpattern" -> pick(List.of("one", "t*", "*", "__key*", "__keyspace@0__:k"));
            case "clientid" -> "{id:" + pick(List.of("a", "b", "c", "d")) + "}";
            case "lkey" -> "lcs:" + random.nextInt(3);
            case "list" -> "list:" + random.nextInt(4);
            // Long and repetitive enough for LZF; not a number beyond all doubles, after which Redis refuses what the next SORT finds (errno is stale).
            case "text" -> pick(REPEATED).repeat(random.nextInt(1, 30));
            case "set" -> "set:" + random.nextInt(4);
            case "zset" -> "zset:" + random.nextInt(4);
            case "lex" -> "lex:" + random.nextInt(2);
            case "score" -> score();
            // None that makes -0, which Redis keeps in large sorted sets only.
            case "weight" -> pick(List.of("1", "2", "0.5", "3", "1e3", "inf"));
            case "scorebound" -> (random.nextInt(3) == 0 ? "(" : "") + score();
            case "lexbound" -> random.nextInt(5) == 0
                    ? pick(List.of("-", "+"))
                    : (random.nextBoolean() ? "[" : "(") + member();
            case "geo" -> "geo:" + random.nextInt(3);
            case "longitude" -> longitude();
            case "latitude" -> latitude();
            case "distance" -> Double.toString(random.nextDouble() * Math.pow(10, random.nextInt(8)));
            case "unit" -> pick(UNITS);
            case "stream" -> "stream:" + random.nextInt(3);
            case "group" -> pick(List.of("g", "g", "h"));
            case "consumer" -> pick(List.of("c", "d", "e"));
            case "newid" -> random.nextInt(3) > 0 ? "7-*" : streamId();
            case "streamid" -> random.nextInt(8) == 0 ? pick(List.of("$", "0", "-", ">")) : streamId();
            case "streambound" -> random.nextInt(3) == 0
                    ? pick(List.of("-", "+"))
                    : (random.nextInt(3) == 0 ? "(" : "") + streamId();
            case "hll" -> "hll:" + random.nextInt(3);
            case "hash" -> "hash:" + random.nextInt(4);
            case "member" -> member();
            case "short" -> pick(SHORT);
            case "value" -> value();
            case "integer" -> integer();
            case "float" -> random.nextInt(4) == 0 ? integer() : pick(FLOATS);
            case "db" -> Integer.toString(random.nextInt(3));
            case "seconds" -> far(100_000, 1_000_000_000L);
            case "millis" -> far(100_000_000L, 1_000_000_000_000L);
            case "at" -> far(FAR_AHEAD_S, 2 * FAR_AHEAD_S);
            case "atms" -> far(FAR_AHEAD_S * 1000, 2 * FAR_AHEAD_S * 1000);
            case "offset" -> offset();
            case "range" -> orExtreme(random.nextInt(-30, 60));
            // The least number is refused since 7.2 only.
            case "rank" -> Integer.toString(random.nextInt(-30, 60));
            case "bitoffset" -> bitOffset();
            case "bitrange" -> orExtreme(random.nextInt(-100, 200));
            case "bit" -> Integer.toString(random.nextInt(2));
            case "bftype" -> pick(BITFIELD_TYPES);
            case "bfoffset" ->
                random.nextInt(3) == 0 ? "#" + random.nextInt(20) : Integer.toString(random.nextInt(500));
            case "pattern" -> pick(PATTERNS);
            case "count" -> orExtreme(random.nextInt(1, 20));
            // What is kept, and counted on from: beyond the greatest number Redis says nothing of it.
            case "tally" -> Integer.toString(random.nextInt(1, 20));
            case "broken" -> pick(BROKEN);
            default -> throw new IllegalArgumentException("no argument {" + kind + "}");
        };
    }

    /** One in fifty is a number at which sums and differences overflow. */
    private String orExtreme(int number) {
        return random.nextInt(50) == 0 ? pick(EXTREMES) : Integer.toString(number);
    }

    private String value() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> integer();
            case 4 -> pick(FLOATS);
            // About the lengths where encodings change.
            case 5 -> "x".repeat(random.nextInt(40, 50));
            case 6 -> random.nextInt(20) == 0 ? bytes(random.nextInt(65_536)) : bytes(random.nextInt(100));
            default -> pick(TEXTS);
        };
    }

    /** Members from a small pool, so that they meet: integers of all widths, and short and long strings. */
    private String member() {
        return switch (random.nextInt(12)) {
            case 0 -> pick(INTEGERS);
            case 1 -> pick(TEXTS);
            case 2 -> "m".repeat(random.nextInt(60, 70));
            case 3, 4 -> "member:" + random.nextInt(60);
            default -> Integer.toString(random.nextInt(-10, 60));
        };
    }

    private String score() {
        return switch (random.nextInt(8)) {
            case 0 -> pick(FLOATS);
            case 1 -> pick(List.of("inf", "-inf", "+inf", "0.1", "1e20", "12345678901234567", "-1e-7"));
            case 2 -> Double.toString(random.nextInt(-100, 100) / 8.0);
            default -> Integer.toString(random.nextInt(-5, 20));
        };
    }

    /** Many in one region, and some at the date line. */
    private String longitude() {
        return switch (random.nextInt(8)) {
            case 0 -> pick(List.of("180", "-180", "-0.0", "1e1", "179.999999"));
            case 1 -> Double.toString(random.nextDouble(178, 180) * (random.nextBoolean() ? 1 : -1));
            case 2, 3 -> Double.toString(random.nextDouble(-180, 180));
            default -> Double.toString(random.nextDouble(12, 16));
        };
    }

    /** Never one that was drawn before: of two places in the same distance from a third Redis does not say which comes first. */
    private String latitude() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.toString(random.nextDouble(78, 85.05) * (random.nextBoolean() ? 1 : -1));
            case 1, 2 -> Double.toString(random.nextDouble(-85, 85));
            default -> Double.toString(random.nextDouble(36, 40));
        };
    }

    /** Most are below those that are given to new entries without a sequence. */
    private String streamId() {
        final String ms = Integer.toString(random.nextInt(1, 8));
        return random.nextInt(3) == 0 ? ms : ms + "-" + random.nextInt(30);
    }

    private String integer() {
        return random.nextInt(5) == 0 ? pick(INTEGERS) : Integer.toString(random.nextInt(-20, 200));
    }

    private String far(long from, long to) {
        return switch (random.nextInt(20)) {
            case 0 -> "0";
            case 1 -> "-1";
            case 2 -> "-" + random.nextLong(from, to);
            case 3 -> random.nextInt(4) == 0 ? "9223372036854775807" : Long.toString(random.nextLong(from, to));
            default -> Long.toString(random.nextLong(from, to));
        };
    }

    private String offset() {
        return switch (random.nextInt(40)) {
            case 0 -> Integer.toString(random.nextInt(1 << 20));
            case 1 -> pick(List.of("-1", "536870912", "9223372036854775807"));
            default -> Integer.toString(random.nextInt(100));
        };
    }

    private String bitOffset() {
        return switch (random.nextInt(40)) {
            case 0 -> Integer.toString(random.nextInt(8 << 20));
            case 1 -> pick(List.of("-1", "4294967296", "9223372036854775807"));
            default -> Integer.toString(random.nextInt(1000));
        };
    }

    private String bytes(int length) {
        StringBuilder bytes = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bytes.append((char) random.nextInt(256));
        }
        return bytes.toString();
    }

    private String pick(List<String> pool) {
        return pool.get(random.nextInt(pool.size()));
    }
}

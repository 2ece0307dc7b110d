package io.ringhold.wal.rdb;

import java.util.List;

/** Keys of every type that hold very much, to be written to files. */
public final class LargeKeys {
    private static final String[] THRESHOLDS = {"--stream-node-max-bytes", "0", "--hash-max-listpack-value", "500000"};

    private LargeKeys() {}

    /** Settings that make hashes with large values listpacks, and streams one node for each entry. */
    public static String[] thresholds() {
        return THRESHOLDS.clone();
    }

    /** Fills collections with 20,000 elements each, and a string with 3 MB. The stream's group has 15,000 pending entries. */
    public static void fillWithManyElements(final RdbFixture fixture) {
        for (int i = 0; i < 20_000; i++) {
            final String member = "member:" + i;
            fixture.run("RPUSH list " + member);
            fixture.run("SADD set " + member);
            fixture.run("ZADD zset " + i % 1000 + " " + member);
            fixture.run("HSET hash " + member + " " + i);
            fixture.run("XADD stream " + (i + 1) + "-0 field " + i);
        }
        fixture.run("XGROUP CREATE stream group 0");
        fixture.run("XREADGROUP GROUP group consumer COUNT 15000 STREAMS stream >");
        fixture.run("SET string " + "x".repeat(3_000_000));
    }

    /** Uses texts wherever one can stand: as key, value, element, member, field, group and consumer. */
    public static void fillWithLargeElements(final RdbFixture fixture, final List<String> texts) {
        for (final String large : texts) {
            fixture.server.ask("SET", large, large);
            fixture.server.ask("RPUSH", "list", large, "small");
            fixture.server.ask("SADD", "set", large);
            fixture.server.ask("ZADD", "zset", "1.5", large);
            fixture.server.ask("XADD", "stream", "*", large, large);
            fixture.server.ask("XGROUP", "CREATE", "stream", large, "0");
            fixture.server.ask("XREADGROUP", "GROUP", large, large, "STREAMS", "stream", ">");
            fixture.server.ask("HSET", "listpack", large, large, "small", "1");
            fixture.server.ask("HEXPIRE", "listpack", "2000", "FIELDS", "1", "small");
            fixture.server.ask("HEXPIRE", "listpack", "1000", "FIELDS", "1", large);
        }
        fixture.run("COPY listpack dict");
        for (int i = 0; i < 600; i++) {
            fixture.run("HSET dict field:" + i + " " + i);
        }
    }
}

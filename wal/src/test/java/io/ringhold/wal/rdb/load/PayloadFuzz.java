package io.ringhold.wal.rdb.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.port.ValueCodec;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restores changed payloads of all types and encodings. What is refused must leave nothing; what is accepted must be a value that can be read
 * to its end, dumped, restored again as the same, changed and deleted, also without a trace.
 */
final class PayloadFuzz implements AutoCloseable {
    private static final String KEY = "k";
    private static final List<String> SETUP = List.of("SET s v", "SET i 123456", "SET z " + "abcde".repeat(30),
            "RPUSH l a 1 -300 70000 bcd 99999999999", "SADD si 1 2 3 500", "SADD sw -70000 8589934592 5",
            "SADD sl a b 7 c",
            "SADD sh " + "m".repeat(80) + " b 5", "HSET h f v 7 8 g -1", "HSET hh f " + "w".repeat(80) + " g 2",
            "ZADD zl 1 a 2 b 2.5 c -inf d 7 12", "ZADD zs 1 " + "m".repeat(80) + " 0.1 b", "XADD x 5-1 f v g 2",
            "XADD x 5-2 f w g 3", "XADD x 7-0 other 1", "XADD x 9-0 f x g y", "XDEL x 5-2", "XGROUP CREATE x g 0",
            "XREADGROUP GROUP g c COUNT 2 STREAMS x >", "XREADGROUP GROUP g d COUNT 1 STREAMS x >",
            "XGROUP CREATE x h 7-0",
            "HSET ht f v g w", "HPEXPIREAT ht 4102444800000 FIELDS 1 f", "HSET hu f v g " + "w".repeat(80),
            "HPEXPIREAT hu 4102444800000 FIELDS 1 f");

    private final Random random;
    private final LoadFixture fixture = new LoadFixture();
    private final EngineHarness engine = fixture.engine;
    private final NativeBuffer key = new NativeBuffer(1);
    private final List<byte[]> payloads = new ArrayList<>();
    private final Mutator mutator;
    private final long blocksWithoutKeys;
    private long accepted;

    PayloadFuzz(final long seed) {
        random = new Random(seed);
        mutator = new Mutator(random);
        Memory.putByte(key.address(), (byte) KEY.charAt(0));
        for (final String command : SETUP) {
            assertThat(engine.execute(command.split(" ", -1))).as(command).doesNotStartWith("-");
        }
        for (final String name : List.of("s", "i", "z", "l", "si", "sw", "sl", "sh", "h", "hh", "zl", "zs", "x", "ht",
                "hu")) {
            payloads.add(withoutFooter(engine.bulk("DUMP", name).getBytes(StandardCharsets.ISO_8859_1)));
        }
        addOldEncodings();
        fixture.flush();
        // a database keeps its table of fields' times when there is nothing in it
        engine.execute("HSET", KEY, "f", "v");
        engine.execute("HPEXPIRE", KEY, "5000", "FIELDS", "1", "f");
        engine.execute("DEL", KEY);
        blocksWithoutKeys = fixture.blocks();
    }

    private void addOldEncodings() {
        payloads.add(new RdbFileBuilder().bytes(9).blob(Blobs.zipmap(2, "f", "v", "g", "1")).toBytes());
        payloads.add(new RdbFileBuilder().bytes(10).blob(Blobs.ziplist("a", 5L, -300L, 70_000L, "bcd")).toBytes());
        payloads.add(new RdbFileBuilder().bytes(12).blob(Blobs.ziplist("a", 1L, "b", "1.5", "c", "inf")).toBytes());
        payloads.add(new RdbFileBuilder().bytes(13).blob(Blobs.ziplist("f", "v", 7L, 8L)).toBytes());
        payloads.add(new RdbFileBuilder().bytes(14).length(2).blob(Blobs.ziplist("a", 5L)).blob(Blobs.ziplist("b"))
                .toBytes());
        payloads.add(new RdbFileBuilder().bytes(20).blob(Blobs.listpack("a", 5L, -300L, "bcd")).toBytes());
        payloads.add(new RdbFileBuilder().bytes(18).length(3).length(2).blob(Blobs.listpack("a", 5L)).length(1)
                .text("plain").length(2).blob(Blobs.listpack(1L, -7L)).toBytes());
        payloads.add(new RdbFileBuilder().bytes(3).length(2).text("a").bytes(3, '1', '.', '5').text("b").bytes(254)
                .toBytes());
        payloads.add(new RdbFileBuilder().bytes(1).length(2).text("a").bytes(0xc0, 5).toBytes());
        payloads.add(new RdbFileBuilder().bytes(15).length(1).length(16).id(5, 1)
                .blob(Blobs.listpack(2L, 0L, 1L, "f", 0L, 2L, 0L, 0L, "1", 4L, 0L, 1L, 0L, 1L, "g", "2", 6L)).length(2)
                .length(6).length(1).length(1).text("g").length(6).length(1).length(1).id(5, 1).int64(7).length(1)
                .length(1).text("c").int64(9).length(1).id(5, 1).toBytes());
        payloads.add(new RdbFileBuilder().bytes(0, 0xc3, 5, 41, 0, 'a', 0xe0, 31, 0).toBytes());
    }

    private static byte[] withoutFooter(final byte[] payload) {
        return Arrays.copyOf(payload, payload.length - 10);
    }

    /** How many payloads were accepted. */
    long accepted() {
        return accepted;
    }

    /** Restores the sound ones, and so many changed ones. */
    void run(final long count) {
        for (final byte[] payload : payloads) {
            assertThat(restore(payload)).as(HexFormat.of().formatHex(payload)).isTrue();
        }
        for (long i = 0; i < count; i++) {
            accepted += restore(mutator.mutated(payloads.get(random.nextInt(payloads.size())), payloads)) ? 1 : 0;
        }
    }

    private boolean restore(final byte[] payload) {
        try {
            setLimits();
            final long entry = decode(payload);
            if (entry > 0) {
                use(entry);
            }
            assertThat(fixture.blocks()).as("blocks that are left").isEqualTo(blocksWithoutKeys);
            return entry > 0;
        } catch (final RuntimeException | Error e) {
            throw new AssertionError("payload " + HexFormat.of().formatHex(payload), e);
        }
    }

    private void use(final long entry) {
        final Keyspace keyspace = fixture.keyspace();
        keyspace.database(0).insert(keyspace.hash().hash(key.address(), 1), entry);
        dumpAndCompare();
        read();
        change();
        engine.execute("DEL", KEY, "copy");
        fixture.finishFreeing();
    }

    /** Now and then what is compact is so small that most values are converted. */
    private void setLimits() {
        final int limit = random.nextInt(4) == 0 ? 2 : 128;
        fixture.keyspace().sets().limits(limit, limit, 64);
        fixture.keyspace().hashes().limits(limit, 64);
        fixture.keyspace().sortedSets().limits(limit, 64);
        fixture.keyspace().lists().limit(limit);
    }

    /** From memory of exactly the payload's length. */
    private long decode(final byte[] payload) {
        try (NativeBuffer buffer = new NativeBuffer(payload.length + 10L)) {
            Memory.copyFromArray(payload, 0, buffer.address(), payload.length);
            final long entry = fixture.codec.decode(buffer.address(), payload.length + 10L, key.address(), 1,
                    Entries.NO_EXPIRY);
            assertThat(entry).isNotEqualTo(ValueCodec.NO_MEMORY);
            return entry;
        }
    }

    /** What was accepted can be restored again, and is the same then. */
    private void dumpAndCompare() {
        final String dumped = engine.bulk("DUMP", KEY);
        assertThat(engine.execute("RESTORE", "copy", "0", dumped)).isEqualTo("+OK\r\n");
        for (final String[] question : questions(KEY)) {
            final String[] same = question.clone();
            same[question[0].equals("XINFO") ? 2 : 1] = "copy";
            assertThat(Questions.withoutWhatDiffers(engine.execute(same)))
                    .isEqualTo(Questions.withoutWhatDiffers(engine.execute(question)));
        }
    }

    private String[][] questions(final String name) {
        return switch (type()) {
            case "string" -> new String[][] {{"GET", name}};
            case "list" -> new String[][] {{"LLEN", name}, {"LRANGE", name, "0", "-1"}};
            case "set" -> new String[][] {{"SCARD", name}, {"SORT", name, "ALPHA"}};
            case "hash" -> new String[][] {{"HLEN", name}};
            case "zset" -> new String[][] {{"ZCARD", name}, {"ZRANGE", name, "0", "-1", "WITHSCORES"}};
            default -> new String[][] {{"XLEN", name}, {"XRANGE", name, "-", "+"}, {"XINFO", "GROUPS", name}};
        };
    }

    private String type() {
        return engine.execute("TYPE", KEY).strip().substring(1);
    }

    private void read() {
        switch (type()) {
            case "string" -> ask("STRLEN", KEY);
            case "list" -> {
                ask("LINDEX", KEY, "-1");
                ask("LPOS", KEY, "a", "RANK", "-1");
            }
            case "set" -> {
                ask("SMEMBERS", KEY);
                ask("SISMEMBER", KEY, "5");
            }
            case "hash" -> {
                ask("HGETALL", KEY);
                ask("HGET", KEY, "f");
                ask("HPTTL", KEY, "FIELDS", "1", "f");
            }
            case "zset" -> {
                ask("ZREVRANGE", KEY, "0", "-1");
                ask("ZRANK", KEY, "a");
                ask("ZRANGEBYSCORE", KEY, "1", "5");
            }
            default -> {
                ask("XREVRANGE", KEY, "+", "-");
                ask("XINFO", "STREAM", KEY, "FULL", "COUNT", "0");
                ask("XPENDING", KEY, "g", "-", "+", "100");
            }
        }
    }

    private void change() {
        switch (type()) {
            case "string" -> ask("APPEND", KEY, "x");
            case "list" -> {
                ask("LINSERT", KEY, "BEFORE", "a", "0");
                ask("LREM", KEY, "-1", "5");
                ask("RPUSH", KEY, "z".repeat(70));
                ask("LTRIM", KEY, "1", "2");
            }
            case "set" -> {
                ask("SADD", KEY, "17", "x");
                ask("SREM", KEY, "5", "a", "b");
                ask("SPOP", KEY, "1");
            }
            case "hash" -> {
                ask("HSET", KEY, "f", "x", "new", "y");
                ask("HPEXPIRE", KEY, "5000", "FIELDS", "1", "g");
                ask("HDEL", KEY, "f", "7");
            }
            case "zset" -> {
                ask("ZADD", KEY, "3", "a", "4", "new");
                ask("ZREM", KEY, "b", "c");
                ask("ZPOPMIN", KEY);
                ask("ZREMRANGEBYRANK", KEY, "0", "0");
            }
            default -> {
                ask("XADD", KEY, "*", "f", "v");
                ask("XREADGROUP", "GROUP", "g", "c", "COUNT", "3", "STREAMS", KEY, ">");
                ask("XCLAIM", KEY, "g", "new", "0", "5-1");
                ask("XACK", KEY, "g", "5-1");
                ask("XDEL", KEY, "7-0", "5-1");
                ask("XTRIM", KEY, "MAXLEN", "1");
                ask("XGROUP", "DESTROY", KEY, "h");
            }
        }
    }

    private void ask(final String... command) {
        assertThat(engine.execute(command)).as("%s", (Object) command).isNotEmpty();
    }

    @Override
    public void close() {
        key.close();
        fixture.close();
    }
}

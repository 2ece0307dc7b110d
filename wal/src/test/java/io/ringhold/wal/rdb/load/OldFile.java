package io.ringhold.wal.rdb.load;

import java.util.List;

import static io.ringhold.wal.rdb.RdbFormat.OPCODE_EXPIRETIME;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_HASH;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_HASH_ZIPLIST;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_HASH_ZIPMAP;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_LIST;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_LIST_QUICKLIST;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_LIST_ZIPLIST;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_SET;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_SET_INTSET;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_STREAM_LISTPACKS;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_STRING;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_ZSET;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_ZSET_2;
import static io.ringhold.wal.rdb.RdbFormat.TYPE_ZSET_ZIPLIST;

/** A file with every encoding that Redis wrote before 7.0 and no longer does, and questions about it that show all there is. */
final class OldFile {
    /** Seconds since 1970 at which a key of the file expires. */
    static final int EXPIRY_SECONDS = 2_000_000_000;

    private static final String LONG = "0123456789".repeat(30);
    private static final List<List<String>> QUESTIONS = List.of(List.of("DBSIZE"), List.of("LRANGE", "list", "0", "-1"),
            List.of("LRANGE", "ziplist", "0", "-1"), List.of("LRANGE", "ziplist", "-2", "-1"),
            List.of("LRANGE", "quicklist", "0", "-1"), List.of("SORT", "set", "ALPHA"),
            List.of("SMEMBERS", "intset"), List.of("ZRANGE", "zset", "0", "-1", "WITHSCORES"),
            List.of("ZRANGE", "zset2", "0", "-1", "WITHSCORES"),
            List.of("ZRANGE", "zset ziplist", "0", "-1", "WITHSCORES"), List.of("HMGET", "hash", "f", "7", LONG),
            List.of("HLEN", "hash"), List.of("HMGET", "zipmap", "f", "g", "1", LONG), List.of("HLEN", "zipmap"),
            List.of("HMGET", "hash ziplist", "f", "7", "n", ""), List.of("HLEN", "hash ziplist"),
            List.of("OBJECT", "ENCODING", "zipmap"), List.of("OBJECT", "ENCODING", "hash ziplist"),
            List.of("OBJECT", "ENCODING", "zset ziplist"), List.of("XRANGE", "stream", "-", "+"),
            List.of("XREVRANGE", "stream", "+", "-"), List.of("XINFO", "STREAM", "stream"),
            List.of("XINFO", "GROUPS", "stream"), List.of("XPENDING", "stream", "g"),
            List.of("XPENDING", "stream", "g", "-", "+", "10"), List.of("GET", "expires"),
            List.of("PEXPIRETIME", "expires"), List.of("GET", "compressed"), List.of("GET", "int8"),
            List.of("GET", "int16"), List.of("GET", "int32"));

    private OldFile() {}

    /** Commands that show the contents. */
    static List<List<String>> questions() {
        return QUESTIONS;
    }

    static byte[] bytes() {
        final RdbFileBuilder file = new RdbFileBuilder().version(9).opcode(254).length(0);
        file.key(TYPE_LIST, "list").length(3).text("a").text("17").text(LONG);
        file.key(TYPE_LIST_ZIPLIST, "ziplist").blob(ziplistOfAll());
        file.key(TYPE_LIST_QUICKLIST, "quicklist").length(3).blob(Blobs.ziplist("a", 1L)).blob(Blobs.ziplist())
                .blob(Blobs.ziplist(LONG, -70_000L));
        file.key(TYPE_SET, "set").length(4).text("a").bytes(0xc0, 0xfe).text("007").text(LONG);
        file.key(TYPE_SET_INTSET, "intset").blob(Blobs.intset(4, -70_000, 0, 5));
        sortedSets(file);
        file.key(TYPE_HASH, "hash").length(3).text("f").text("v").text("7").bytes(0xc1, 0x10, 0x27).text(LONG)
                .text("");
        file.key(TYPE_HASH_ZIPMAP, "zipmap").blob(Blobs.zipmap(3, "f", "v", "g", "", "1", "2", LONG, LONG));
        file.key(TYPE_HASH_ZIPLIST, "hash ziplist")
                .blob(Blobs.ziplist("f", "v", 7L, "seven", "n", 1L << 40, "", "empty"));
        stream(file);
        file.opcode(OPCODE_EXPIRETIME).int32(EXPIRY_SECONDS).string(TYPE_STRING, "expires", "later");
        // LZF: 'a', then 40 bytes from 1 before
        file.key(TYPE_STRING, "compressed").bytes(0xc3, 5, 41, 0, 'a', 0xe0, 40 - 9, 0);
        file.key(TYPE_STRING, "int8").bytes(0xc0, 0x80);
        file.key(TYPE_STRING, "int16").bytes(0xc1, 0x00, 0x80);
        file.key(TYPE_STRING, "int32").bytes(0xc2, 0, 0, 0, 0x80);
        return file.end();
    }

    private static byte[] ziplistOfAll() {
        return Blobs.ziplist("", "hi", 0L, 12L, 13L, -1L, -128L, 128L, 32_767L, -32_769L, 8_388_607L, -8_388_609L,
                1L << 31, Long.MIN_VALUE, LONG, "x".repeat(20_000), "after a long one", 5L);
    }

    private static void sortedSets(final RdbFileBuilder file) {
        file.key(TYPE_ZSET, "zset").length(7).text("b").bytes(3).raw(RdbFileBuilder.latin("1.5"));
        file.text("max").bytes(254).text("min").bytes(255).text("a").bytes(3).raw(RdbFileBuilder.latin("1.5"));
        file.text("zero").bytes(2).raw(RdbFileBuilder.latin("-0")).text("tenth").bytes(19)
                .raw(RdbFileBuilder.latin("0.10000000000000001"));
        file.text("denormal").bytes(23).raw(RdbFileBuilder.latin("4.9406564584124654e-324"));
        file.key(TYPE_ZSET_2, "zset2").length(3).text("b").float64(1.5).text(LONG).float64(Double.NEGATIVE_INFINITY)
                .bytes(0xc0, 7).float64(Double.MIN_VALUE);
        file.key(TYPE_ZSET_ZIPLIST, "zset ziplist")
                .blob(Blobs.ziplist("min", "-inf", 12L, -3L, "a", "0.10000000000000001", "b", 1L, "c", 1L, "max",
                        "inf"));
    }

    /** Two nodes with a deleted entry, and a group with two pending entries of one of two consumers. */
    private static void stream(final RdbFileBuilder file) {
        file.key(TYPE_STREAM_LISTPACKS, "stream").length(2);
        file.length(16).id(1000, 0).blob(Blobs.listpack(2L, 1L, 1L, "a", 0L, 2L, 0L, 0L, "one", 4L, 3L, 1L, 0L, "two",
                4L, 0L, 2L, 5L, 2L, "b", "x", "c", 3L, 8L));
        file.length(16).id(2000, 7)
                .blob(Blobs.listpack(2L, 0L, 1L, "a", 0L, 2L, 0L, 0L, "p", 4L, 2L, 1L, -7L, "q", 4L));
        file.length(4).length(2001).length(0);
        file.length(2).text("g").length(1002).length(5).length(2);
        file.id(1000, 0).int64(1_700_000_000_000L).length(3).id(1002, 5).int64(1_700_000_000_001L).length(1);
        file.length(2).text("alice").int64(1_700_000_000_002L).length(2).id(1000, 0).id(1002, 5);
        file.text("bob").int64(1_700_000_000_003L).length(0);
        file.text("h").length(1000).length(0).length(0).length(0);
    }
}

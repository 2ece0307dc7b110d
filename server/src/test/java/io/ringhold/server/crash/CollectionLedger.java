package io.ringhold.server.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes to a list, sets, a hash, a sorted set, a stream and a HyperLogLog with each count, also by commands that are logged by what they did:
 * SPOP and XADD with an id of the server's.
 */
final class CollectionLedger implements Ledger {
    private static final int POP_EVERY = 3;
    private static final int FIELDS = 100;
    private static final int KEPT_SCORES = 200;
    private static final int KEPT_ENTRIES = 300;
    private static final List<String> TYPES = List.of("list", "set", "bag", "hash", "zset", "stream", "hll");

    private final int id;
    /** Counts up to this one have been checked and removed. */
    private long base;
    /** Members of the bag that were taken out, by the count at which that was acknowledged. */
    private final Map<Long, String> popped = new HashMap<>();
    private final Map<Long, String> streamIds = new HashMap<>();

    CollectionLedger(final int id) {
        this.id = id;
    }

    @Override
    public int send(final RespConnection connection, final long count) {
        final String text = Long.toString(count);
        connection.send("RPUSH", key("list"), text);
        connection.send("SADD", key("set"), text);
        connection.send("SADD", key("bag"), "m" + text);
        connection.send("HSET", key("hash"), "f" + count % FIELDS, text);
        connection.send("ZADD", key("zset"), text, "m" + text);
        connection.send("ZREMRANGEBYRANK", key("zset"), "0", Integer.toString(-KEPT_SCORES - 1));
        connection.send("XADD", key("stream"), "MAXLEN", Integer.toString(KEPT_ENTRIES), "*", "n", text);
        connection.send("PFADD", key("hll"), text);
        int sent = 8;
        if (count % POP_EVERY == 0) {
            connection.send("LPOP", key("list"));
            connection.send("SPOP", key("bag"));
            sent += 2;
        }
        connection.send("SET", counterKey(), text);
        return sent + 1;
    }

    @Override
    public void acknowledge(final long count, final List<Reply> replies) {
        assertThat(replies).noneMatch(Reply::isError);
        streamIds.put(count, replies.get(6).text());
        if (count % POP_EVERY == 0) {
            popped.put(count, replies.get(9).text());
        }
    }

    @Override
    public String counterKey() {
        return "last:" + id;
    }

    @Override
    public void check(final RespConnection connection, final long count) {
        checkList(connection, count);
        checkSets(connection, count);
        checkHash(connection, count);
        checkSortedSet(connection, count);
        checkStream(connection, count);
        checkHyperLogLog(connection, count);
        for (final String type : TYPES) {
            connection.call("DEL", key(type));
        }
        base = count;
        popped.clear();
        streamIds.clear();
    }

    private void checkList(final RespConnection connection, final long count) {
        final List<Long> there = numbers(connection.call("LRANGE", key("list"), "0", "-1"));
        assertThat(there).as(key("list")).isIn(listAt(count, true), listAt(count + 1, false), listAt(count + 1, true));
    }

    private List<Long> listAt(final long count, final boolean isPopped) {
        final long pops = count / POP_EVERY - base / POP_EVERY - (isPopped || count % POP_EVERY != 0 ? 0 : 1);
        return LongStream.rangeClosed(base + 1 + pops, count).boxed().toList();
    }

    private void checkSets(final RespConnection connection, final long count) {
        final TreeSet<Long> members = new TreeSet<>(numbers(connection.call("SMEMBERS", key("set"))));
        assertThat(members).as(key("set")).isIn(new TreeSet<>(range(base, count)),
                new TreeSet<>(range(base, count + 1)));
        final List<String> bag = texts(connection.call("SMEMBERS", key("bag")));
        assertThat(bag).as(key("bag")).doesNotHaveDuplicates().noneMatch(popped::containsValue);
        final long pops = count / POP_EVERY - base / POP_EVERY;
        assertThat((long) bag.size()).as(key("bag")).isBetween(count - base - pops - 1, count - base - pops + 1);
    }

    private void checkHash(final RespConnection connection, final long count) {
        final List<String> flat = texts(connection.call("HGETALL", key("hash")));
        final Map<String, String> there = new HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            there.put(flat.get(i), flat.get(i + 1));
        }
        assertThat(there).as(key("hash")).isIn(hashAt(count), hashAt(count + 1));
    }

    private Map<String, String> hashAt(final long count) {
        final Map<String, String> hash = new HashMap<>();
        for (long i = Math.max(base, count - FIELDS) + 1; i <= count; i++) {
            hash.put("f" + i % FIELDS, Long.toString(i));
        }
        return hash;
    }

    private void checkSortedSet(final RespConnection connection, final long count) {
        final List<String> there = texts(connection.call("ZRANGE", key("zset"), "0", "-1", "WITHSCORES"));
        assertThat(there).as(key("zset")).isIn(scoresAt(count, KEPT_SCORES), scoresAt(count + 1, KEPT_SCORES + 1),
                scoresAt(count + 1, KEPT_SCORES));
    }

    private List<String> scoresAt(final long count, final int kept) {
        final List<String> scores = new ArrayList<>();
        for (final long i : range(Math.max(base, count - kept), count)) {
            scores.add("m" + i);
            scores.add(Long.toString(i));
        }
        return scores;
    }

    private void checkStream(final RespConnection connection, final long count) {
        final List<Long> there = new ArrayList<>();
        for (final Reply entry : ((Reply.Aggregate) connection.call("XRANGE", key("stream"), "-", "+")).items()) {
            final List<Reply> parts = ((Reply.Aggregate) entry).items();
            final long number = Long.parseLong(((Reply.Aggregate) parts.get(1)).items().get(1).text());
            assertThat(parts.get(0).text()).as(key("stream")).isEqualTo(
                    streamIds.getOrDefault(number, parts.get(0).text()));
            there.add(number);
        }
        assertThat(there).as(key("stream")).isIn(range(Math.max(base, count - KEPT_ENTRIES), count),
                range(Math.max(base, count + 1 - KEPT_ENTRIES), count + 1));
    }

    private void checkHyperLogLog(final RespConnection connection, final long count) {
        for (final long i : range(base, count)) {
            connection.send("PFADD", key("hll"), Long.toString(i));
        }
        connection.flush();
        for (final long i : range(base, count)) {
            assertThat(((Reply.Scalar) connection.read()).number()).as("%s, element %d", key("hll"), i).isZero();
        }
    }

    private static List<Long> range(final long after, final long to) {
        return LongStream.rangeClosed(after + 1, to).boxed().toList();
    }

    private static List<Long> numbers(final Reply reply) {
        return texts(reply).stream().map(Long::valueOf).toList();
    }

    private static List<String> texts(final Reply reply) {
        return ((Reply.Aggregate) reply).items().stream().map(Reply::text).toList();
    }

    private String key(final String type) {
        return type + ':' + id;
    }
}

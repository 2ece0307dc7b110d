package io.ringhold.wal.rdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static io.ringhold.wal.rdb.Contents.NOT_COMPARED;
import static io.ringhold.wal.rdb.Contents.score;
import static org.assertj.core.api.Assertions.assertThat;

/** A plain reader of RDB files, independent of what it tests: it shares no code with the writer, and fails at anything unexpected. */
final class RdbParser {
    /** A key's opcodes and type. */
    record Key(int type, long idle, int frequency) {}

    private final ByteCursor in;
    final int version;
    final Map<String, String> aux = new LinkedHashMap<>();
    final List<String> functions = new ArrayList<>();
    final Map<String, Object> contents = new TreeMap<>();
    final Map<String, Key> keys = new TreeMap<>();
    /** Of each database: keys, and those with an expiry, as RESIZEDB announces them. */
    final Map<Long, List<Long>> sizes = new TreeMap<>();
    long checksum;

    private RdbParser(final byte[] bytes) {
        in = new ByteCursor(bytes);
        assertThat(in.take(5)).isEqualTo("REDIS");
        version = Integer.parseInt(in.take(4));
    }

    static RdbParser parse(final byte[] file) {
        final RdbParser parser = new RdbParser(file);
        parser.records();
        return parser;
    }

    private void records() {
        long database = -1;
        long expireAtMs = -1;
        long idle = -1;
        int frequency = -1;
        int opcode = in.u8();
        while (opcode != 255) {
            switch (opcode) {
                case 250 -> assertThat(aux.put(in.string(), in.string())).isNull();
                case 245 -> functions.add(in.string());
                case 254 -> database = in.length();
                case 251 -> assertThat(sizes.put(database, List.of(in.length(), in.length()))).isNull();
                case 252 -> expireAtMs = in.int64();
                case 248 -> idle = in.length();
                case 249 -> frequency = in.u8();
                default -> {
                    assertThat(opcode).isLessThan(30);
                    final String name = database + "/" + in.string();
                    keys.put(name, new Key(opcode, idle, frequency));
                    assertThat(contents.put(name, List.of(expireAtMs, value(opcode)))).as("twice: %s", name).isNull();
                    expireAtMs = -1;
                    idle = -1;
                    frequency = -1;
                }
            }
            opcode = in.u8();
        }
        checksum = in.int64();
        assertThat(in.rest()).isZero();
    }

    private Object value(final int type) {
        return switch (type) {
            case 0 -> in.string();
            case 2 -> new TreeSet<>(strings(in.length()));
            case 4 -> pairs(strings(2 * in.length()));
            case 5 -> {
                final Map<Object, Object> scores = new TreeMap<>();
                for (long left = in.length(); left > 0; left--) {
                    scores.put(in.string(), Double.longBitsToDouble(in.int64()));
                }
                yield scores;
            }
            case 11 -> intset(in.string());
            case 16 -> pairs(listpack(in.string()));
            case 17 -> {
                final List<String> items = listpack(in.string());
                final Map<Object, Object> scores = new TreeMap<>();
                for (int i = 0; i < items.size(); i += 2) {
                    scores.put(items.get(i), score(items.get(i + 1)));
                }
                yield scores;
            }
            case 18 -> {
                final List<String> items = new ArrayList<>();
                for (long left = in.length(); left > 0; left--) {
                    assertThat(in.length()).isEqualTo(2);
                    items.addAll(listpack(in.string()));
                }
                yield items;
            }
            case 19 -> stream(false);
            case 20 -> new TreeSet<>(listpack(in.string()));
            case 21 -> stream(true);
            case 24 -> timedFields();
            case 25 -> timedListpack();
            default -> throw new AssertionError("type " + type);
        };
    }

    private List<String> strings(final long count) {
        final List<String> strings = new ArrayList<>();
        for (long left = count; left > 0; left--) {
            strings.add(in.string());
        }
        return strings;
    }

    private static Map<Object, Object> pairs(final List<String> items) {
        final Map<Object, Object> fields = new TreeMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            fields.put(items.get(i), List.of(items.get(i + 1), -1L));
        }
        return fields;
    }

    private Map<Object, Object> timedFields() {
        final long first = in.int64();
        long earliest = Long.MAX_VALUE;
        final Map<Object, Object> fields = new TreeMap<>();
        for (long left = in.length(); left > 0; left--) {
            final long after = in.length();
            final long atMs = after == 0 ? -1 : first + after - 1;
            earliest = after == 0 ? earliest : Math.min(earliest, atMs);
            fields.put(in.string(), List.of(in.string(), atMs));
        }
        assertThat(earliest).isEqualTo(first);
        return fields;
    }

    private Map<Object, Object> timedListpack() {
        final long first = in.int64();
        final List<String> items = listpack(in.string());
        final Map<Object, Object> fields = new TreeMap<>();
        long before = 0;
        for (int i = 0; i < items.size(); i += 3) {
            final long atMs = Long.parseLong(items.get(i + 2));
            if (i == 0) {
                assertThat(atMs).isEqualTo(first);
            }
            final long order = atMs == 0 ? Long.MAX_VALUE : atMs;
            assertThat(order).isGreaterThanOrEqualTo(before);
            before = order;
            fields.put(items.get(i), List.of(items.get(i + 1), atMs == 0 ? -1L : atMs));
        }
        return fields;
    }

    private static Set<Object> intset(final String blob) {
        final ByteCursor bytes = new ByteCursor(blob.getBytes(StandardCharsets.ISO_8859_1));
        final int width = bytes.int32();
        final Set<Object> members = new TreeSet<>();
        for (int left = bytes.int32(); left > 0; left--) {
            members.add(Long.toString(bytes.signed(width)));
        }
        assertThat(bytes.rest()).isZero();
        return members;
    }

    static List<String> listpack(final String blob) {
        final ByteCursor bytes = new ByteCursor(blob.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(bytes.int32()).isEqualTo(blob.length());
        final long count = bytes.signed(2) & 0xffff;
        final List<String> items = new ArrayList<>();
        while (bytes.rest() > 1) {
            items.add(bytes.listpackElement());
        }
        assertThat(bytes.u8()).isEqualTo(0xff);
        assertThat(items).hasSize((int) count);
        return items;
    }

    private Contents.Stream stream(final boolean withActiveTimes) {
        final List<Object> entries = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            final ByteCursor key = new ByteCursor(in.string().getBytes(StandardCharsets.ISO_8859_1));
            node(key.bigEndian64(), key.bigEndian64(), listpack(in.string()), entries);
            assertThat(key.rest()).isZero();
        }
        assertThat(in.length()).isEqualTo(entries.size());
        final String last = id(in.length(), in.length());
        final String first = id(in.length(), in.length());
        final String maxDeleted = id(in.length(), in.length());
        final long added = in.length();
        final List<Contents.Group> groups = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            groups.add(group(withActiveTimes));
        }
        return new Contents.Stream(entries, last, first, maxDeleted, added, groups);
    }

    private static void node(final long ms, final long seq, final List<String> items, final List<Object> entries) {
        final int live = Integer.parseInt(items.get(0));
        final int deleted = Integer.parseInt(items.get(1));
        final int masterCount = Integer.parseInt(items.get(2));
        final List<String> master = items.subList(3, 3 + masterCount);
        assertThat(items.get(3 + masterCount)).isEqualTo("0");
        int at = 4 + masterCount;
        int seenLive = 0;
        int seenDeleted = 0;
        while (at < items.size()) {
            final int begin = at;
            final int flags = Integer.parseInt(items.get(at));
            final String id = id(ms + Long.parseLong(items.get(at + 1)), seq + Long.parseLong(items.get(at + 2)));
            at += 3;
            final List<Object> fields = new ArrayList<>();
            if ((flags & 2) != 0) {
                for (final String field : master) {
                    fields.addAll(Arrays.asList(field, items.get(at++)));
                }
            } else {
                final int count = 2 * Integer.parseInt(items.get(at++));
                fields.addAll(items.subList(at, at + count));
                at += count;
            }
            assertThat(items.get(at)).isEqualTo(Integer.toString(at - begin));
            at++;
            if ((flags & 1) == 0) {
                seenLive++;
                entries.add(List.of(id, fields));
            } else {
                seenDeleted++;
            }
        }
        assertThat(List.of(seenLive, seenDeleted)).isEqualTo(List.of(live, deleted));
    }

    private Contents.Group group(final boolean withActiveTimes) {
        final String name = in.string();
        final String lastId = id(in.length(), in.length());
        final long entriesRead = in.length();
        final Map<String, List<Object>> pending = new LinkedHashMap<>();
        for (long left = in.length(); left > 0; left--) {
            final String id = id(in.bigEndian64(), in.bigEndian64());
            pending.put(id, new ArrayList<>(Arrays.asList(id, null, in.int64(), in.length())));
        }
        final List<Contents.Consumer> consumers = new ArrayList<>();
        for (long left = in.length(); left > 0; left--) {
            final String consumer = in.string();
            final long seenMs = in.int64();
            final long activeMs = withActiveTimes ? in.int64() : NOT_COMPARED;
            final List<String> ids = new ArrayList<>();
            for (long idsLeft = in.length(); idsLeft > 0; idsLeft--) {
                final String id = id(in.bigEndian64(), in.bigEndian64());
                ids.add(id);
                assertThat(pending.get(id).set(1, consumer)).isNull();
            }
            consumers.add(new Contents.Consumer(consumer, seenMs, activeMs, ids));
        }
        assertThat(pending.values()).allSatisfy(entry -> assertThat(entry).doesNotContainNull());
        return new Contents.Group(name, lastId, entriesRead < 0 ? Replies.NIL : entriesRead,
                new ArrayList<>(pending.values()), consumers);
    }

    private static String id(final long ms, final long seq) {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}

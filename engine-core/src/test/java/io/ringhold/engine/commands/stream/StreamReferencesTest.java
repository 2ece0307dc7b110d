package io.ringhold.engine.commands.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ringhold.engine.testing.LogReplay;
import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** KEEPREF, DELREF and ACKED, which Redis 7.0 does not know, with groups that come and go: by a model, and by what the log leads to. */
class StreamReferencesTest {
    private static final int STEPS = 3_000;
    private static final int RECENT = 30;
    private static final Pattern ID = Pattern.compile("(\\d+)-0\r\n");
    private static final List<String> GROUPS = List.of("g", "h", "i");
    private static final List<String> OPTIONS = List.of("", " KEEPREF", " DELREF", " ACKED");

    private final Model model = new Model();
    private SplittableRandom random;
    private ServerHarness.Client client;
    /** Greatest id that was added. */
    private int lastId;

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 3", "3, 1"})
    void shouldFollowAModel(final int round, final String nodeEntries) {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("StreamReferencesTest " + round + " -Dringhold.seed=" + seed);
        random = new SplittableRandom(seed);
        final String[] options = {"--stream-node-max-entries", nodeEntries, "--enable-debug-command", "local"};
        try (ServerHarness server = new ServerHarness(options); ServerHarness replayed = new ServerHarness(options)) {
            client = server.connect();
            for (int step = 0; step < STEPS; step++) {
                change();
                check();
                server.advanceMs(random.nextInt(3));
            }
            final ServerHarness.Client other = LogReplay.onto(replayed, server);
            for (final String question : List.of("XRANGE s - +", "DEBUG DIGEST-VALUE s")) {
                assertThat(other.run(question)).isEqualTo(client.run(question));
            }
        }
    }

    private void change() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> add();
            case 4 -> trim();
            case 5 -> deleteByIds();
            case 6, 7 -> acknowledge();
            case 8, 9, 10 -> read();
            default -> changeGroup();
        }
    }

    private void add() {
        lastId += random.nextInt(1, 3);
        final Trimming trimming = random.nextBoolean() ? drawTrimming() : null;
        expect("XADD s" + (trimming == null ? "" : trimming.words()) + " " + lastId + " f v",
                "$" + (lastId + "-0").length() + "\r\n" + lastId + "-0\r\n");
        model.entries.add(lastId);
        if (trimming != null) {
            model.trim(trimming);
        }
    }

    private void trim() {
        final Trimming trimming = drawTrimming();
        expect("XTRIM s" + trimming.words(), ":" + model.trim(trimming) + "\r\n");
    }

    private Trimming drawTrimming() {
        final boolean isByLength = random.nextBoolean();
        return new Trimming(isByLength, isByLength ? random.nextInt(12) : recentId(), OPTIONS.get(random.nextInt(4)),
                random.nextBoolean());
    }

    private void deleteByIds() {
        final List<Integer> ids = recentIds();
        if (random.nextInt(3) == 0) {
            int deleted = 0;
            for (final int id : ids) {
                deleted += model.delete(id, "") == Model.DELETED ? 1 : 0;
            }
            expect("XDEL s" + words(ids), ":" + deleted + "\r\n");
            return;
        }
        final String option = OPTIONS.get(random.nextInt(4));
        expect("XDELEX s" + option + " IDS " + ids.size() + words(ids),
                array(ids.stream().map(id -> model.delete(id, option)).toList()));
    }

    private void acknowledge() {
        final String group = GROUPS.get(random.nextInt(3));
        final List<Integer> ids = recentIds();
        if (random.nextBoolean()) {
            int acknowledged = 0;
            for (final int id : ids) {
                acknowledged += model.acknowledge(group, id) ? 1 : 0;
            }
            expect("XACK s " + group + words(ids), ":" + acknowledged + "\r\n");
            return;
        }
        final String option = OPTIONS.get(random.nextInt(4));
        expect("XACKDEL s " + group + option + " IDS " + ids.size() + words(ids),
                array(ids.stream().map(id -> model.acknowledgeAndDelete(group, id, option)).toList()));
    }

    private void read() {
        final String name = GROUPS.get(random.nextInt(3));
        final int count = random.nextInt(1, 8);
        final String reply = client.run("XREADGROUP GROUP " + name + " c" + random.nextInt(2) + " COUNT " + count
                + " STREAMS s >");
        final Group group = model.groups.get(name);
        if (group == null) {
            assertThat(reply).startsWith("-NOGROUP");
            return;
        }
        final List<Integer> read = model.entries.tailSet(group.lastId, false).stream().limit(count).toList();
        assertThat(ids(reply)).isEqualTo(read);
        group.pending.addAll(read);
        if (!read.isEmpty()) {
            group.lastId = read.getLast();
        }
    }

    private void changeGroup() {
        final String name = GROUPS.get(random.nextInt(3));
        final int id = random.nextInt(lastId + 1);
        final boolean isThere = model.groups.containsKey(name);
        if (!isThere) {
            expect("XGROUP CREATE s " + name + " " + id + " MKSTREAM", "+OK\r\n");
            model.groups.put(name, new Group(id));
        } else if (random.nextInt(4) == 0) {
            expect("XGROUP DESTROY s " + name, ":1\r\n");
            model.groups.remove(name);
        } else {
            expect("XGROUP SETID s " + name + " " + id, "+OK\r\n");
            model.groups.get(name).lastId = id;
        }
    }

    private void check() {
        assertThat(ids(client.run("XRANGE s - +"))).isEqualTo(List.copyOf(model.entries));
        model.groups.forEach((name, group) -> assertThat(ids(client.run("XPENDING s " + name + " - + 100000")))
                .isEqualTo(List.copyOf(group.pending)));
    }

    private void expect(final String command, final String reply) {
        assertThat(client.run(command)).as(command).isEqualTo(reply);
    }

    private List<Integer> recentIds() {
        final List<Integer> ids = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            ids.add(recentId());
        }
        return ids;
    }

    /** The id of an entry that may be there, or have been, or come next. */
    private int recentId() {
        return Math.max(1, lastId + 2 - random.nextInt(RECENT));
    }

    private static String words(final List<Integer> ids) {
        return ids.stream().map(id -> " " + id).collect(Collectors.joining());
    }

    private static String array(final List<Integer> numbers) {
        return "*" + numbers.size() + "\r\n"
                + numbers.stream().map(number -> ":" + number + "\r\n").collect(Collectors.joining());
    }

    /** The ids in a reply. */
    private static List<Integer> ids(final String reply) {
        return ID.matcher(reply).results().map(found -> Integer.valueOf(found.group(1))).toList();
    }

    /**
     * How a stream is trimmed.
     *
     * @param bound
     *            the length that stays, or the least id
     * @param isOptionFirst
     *            whether the option stands before the bound
     */
    private record Trimming(boolean isByLength, int bound, String option, boolean isOptionFirst) {
        String words() {
            final String by = (isByLength ? " MAXLEN " : " MINID ") + bound;
            return isOptionFirst ? option + by : by + option;
        }
    }

    private static final class Group {
        private final NavigableSet<Integer> pending = new TreeSet<>();
        private int lastId;

        Group(final int lastId) {
            this.lastId = lastId;
        }
    }

    /** One stream, by what the documentation of XADD, XTRIM, XDELEX and XACKDEL says. */
    private static final class Model {
        private static final int ABSENT = -1;
        private static final int DELETED = 1;
        private static final int REFERENCED = 2;

        private final NavigableSet<Integer> entries = new TreeSet<>();
        private final Map<String, Group> groups = new TreeMap<>();

        int delete(final int id, final String option) {
            if (" ACKED".equals(option) && isReferenced(id)) {
                return entries.contains(id) ? REFERENCED : ABSENT;
            }
            if (" DELREF".equals(option)) {
                groups.values().forEach(group -> group.pending.remove(id));
            }
            return entries.remove(id) ? DELETED : ABSENT;
        }

        /** Whether a group has yet to read or acknowledge an entry. */
        private boolean isReferenced(final int id) {
            return groups.values().stream().anyMatch(group -> id > group.lastId || group.pending.contains(id));
        }

        boolean acknowledge(final String name, final int id) {
            final Group group = groups.get(name);
            return group != null && group.pending.remove(id);
        }

        int acknowledgeAndDelete(final String name, final int id, final String option) {
            if (!acknowledge(name, id)) {
                return ABSENT;
            }
            return delete(id, option) == REFERENCED ? REFERENCED : DELETED;
        }

        /** How many entries went. */
        int trim(final Trimming trimming) {
            int deleted = 0;
            for (final int id : List.copyOf(entries)) {
                if (trimming.isByLength ? entries.size() <= trimming.bound : id >= trimming.bound) {
                    break;
                }
                deleted += delete(id, trimming.option) == DELETED ? 1 : 0;
            }
            return deleted;
        }
    }
}

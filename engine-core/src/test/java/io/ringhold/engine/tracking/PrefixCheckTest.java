package io.ringhold.engine.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.engine.testing.ServerHarness.Client;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrefixCheckTest {
    private static final int ROUNDS = 3_000;
    private static final int HOSTILE = 100_000;

    /** The rule by its words: each given prefix in turn, first with those that the client has, then with those given behind it. */
    private static String expected(final Set<String> had, final List<String> given) {
        for (int i = 0; i < given.size(); i++) {
            for (final String other : had) {
                if (overlap(given.get(i), other)) {
                    return error(given.get(i), "an existing", other);
                }
            }
            for (final String other : given.subList(i + 1, given.size())) {
                if (overlap(given.get(i), other)) {
                    return error(given.get(i), "another provided", other);
                }
            }
        }
        return "+OK\r\n";
    }

    private static boolean overlap(final String a, final String b) {
        return a.startsWith(b) || b.startsWith(a);
    }

    private static String error(final String prefix, final String which, final String other) {
        return "-ERR Prefix '" + prefix + "' overlaps with " + which + " prefix '" + other
                + "'. Prefixes for a single client must not overlap.\r\n";
    }

    @Test
    void shouldNameTheFirstPairThatOverlaps() {
        final long seed = Long.getLong("ringhold.seed", System.nanoTime());
        System.out.println("PrefixCheckTest -Dringhold.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        try (ServerHarness server = new ServerHarness()) {
            final Client client = server.connect();
            final TreeSet<String> had = new TreeSet<>();
            for (int round = 0; round < ROUNDS; round++) {
                if (random.nextInt(4) == 0) {
                    client.run("CLIENT TRACKING OFF");
                    had.clear();
                }
                final List<String> given = new ArrayList<>();
                final int count = random.nextInt(1, 6);
                for (int i = 0; i < count; i++) {
                    given.add(prefix(random));
                }
                final String reply = client.execute(command(given));
                assertThat(reply).as("round %d, had %s, given %s", round, had, given).isEqualTo(expected(had, given));
                if (reply.startsWith("+")) {
                    had.addAll(given);
                }
                assertThat(server.engine().tracking().prefixes()).isEqualTo(had.size());
            }
        }
    }

    private static String prefix(final SplittableRandom random) {
        final StringBuilder text = new StringBuilder();
        final int length = random.nextInt(20) == 0 ? 0 : random.nextInt(1, 7);
        for (int i = 0; i < length; i++) {
            text.append("abc".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private static String[] command(final List<String> prefixes) {
        final List<String> words = new ArrayList<>(List.of("CLIENT", "TRACKING", "ON", "BCAST"));
        for (final String prefix : prefixes) {
            words.add("PREFIX");
            words.add(prefix);
        }
        return words.toArray(String[]::new);
    }

    @Test
    void shouldTakeVeryManyPrefixes() {
        try (ServerHarness server = new ServerHarness()) {
            final Client client = server.connect();
            client.run("HELLO 3");
            final List<String> prefixes = new ArrayList<>();
            for (int i = 0; i < HOSTILE; i++) {
                prefixes.add("prefix:" + i + ":");
            }
            prefixes.add("prefix:9999");
            assertThat(client.execute(command(prefixes)))
                    .isEqualTo(error("prefix:9999:", "another provided", "prefix:9999"));
            prefixes.removeLast();
            assertThat(client.execute(command(prefixes))).isEqualTo("+OK\r\n");
            final Client writer = server.connect();
            writer.run("SET prefix:77777:key v");
            writer.run("SET prefix:77777 v");
            server.engine().tracking().work();
            assertThat(client.received()).isEqualTo(">2\r\n$10\r\ninvalidate\r\n*1\r\n$16\r\nprefix:77777:key\r\n");
            assertThat(client.run("CLIENT TRACKING OFF")).isEqualTo("+OK\r\n");
            assertThat(server.engine().tracking().prefixes()).isZero();
        }
    }
}

package io.ringhold.server.pubsub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.ringhold.server.oracle.Oracle;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several clients, of RESP2 and RESP3, send random commands to redis-server and to the subject, one after the other; every byte that each of
 * them gets must be the same. After each command its client subscribes to a channel of its own and leaves it again: the confirmations of
 * that come whatever the client's state, and so does all that came before.
 */
class PubSubTrafficIT {
    @RegisterExtension
    static final Oracle ORACLE = new Oracle();

    private static final int CLIENTS = 6;
    private static final int STEPS = 1_500;
    /** No channel matches two of them: Redis delivers to patterns in no order. */
    private static final List<String> PATTERNS = List.of("a*", "b?", "c[xy]*", "*\\\\*", "d");
    private static final List<String> CHANNELS = List.of("a", "ab", "b", "bb", "cx", "cy1", "cz", "d", "e\\\\*", "f");

    private final long seed = Long.getLong("ringhold.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final List<Pair> clients = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private int syncs;

    @RepeatedTest(3)
    void shouldSendEachClientWhatRedisSends() {
        System.out.println("PubSubTrafficIT -Dringhold.seed=" + seed);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Pair(i, i % 2 == 0));
        }
        try {
            for (int step = 0; step < STEPS; step++) {
                final Pair client = clients.get(random.nextInt(CLIENTS));
                final String command = client.nextCommand();
                history.add(client.number + "> " + command);
                client.play(command);
            }
            clients.forEach(client -> client.play("PING end"));
        } finally {
            clients.forEach(Pair::close);
        }
    }

    private String pick(final List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The same client on both servers. */
    private final class Pair {
        private final int number;
        private final RawClient redis = new RawClient(ORACLE.redis().port());
        private final RawClient subject = new RawClient(ORACLE.subject().port());
        private final Set<String> channels = new HashSet<>();
        private final Set<String> shardChannels = new HashSet<>();
        private boolean resp3;

        Pair(final int number, final boolean resp3) {
            this.number = number;
            this.resp3 = resp3;
            if (resp3) {
                for (final RawClient client : List.of(redis, subject)) {
                    client.send("HELLO 3\r\nECHO greeted");
                    client.readUntil("greeted\r\n");
                }
            }
        }

        void close() {
            redis.close();
            subject.close();
        }

        /** Sends a command to both servers and compares what has come up to its end. */
        void play(final String command) {
            final String right = exchange(redis, command);
            final String actual = exchange(subject, command);
            assertThat(actual).as("client %d, after\n%s", number,
                    String.join("\n", history.subList(Math.max(0, history.size() - 30), history.size())))
                    .isEqualTo(right);
        }

        private String exchange(final RawClient client, final String command) {
            final String sync = "sync:" + (client == redis ? ++syncs : syncs);
            client.send(command + "\r\nSUBSCRIBE " + sync + "\r\nUNSUBSCRIBE " + sync);
            return client.readUntilUnsubscribed(sync);
        }

        String nextCommand() {
            return switch (random.nextInt(24)) {
                case 0, 1, 2 -> subscribe("SUBSCRIBE", channels);
                case 3, 4 -> unsubscribe("UNSUBSCRIBE", channels);
                case 5, 6 -> "PSUBSCRIBE " + pick(PATTERNS) + " " + pick(PATTERNS);
                case 7 -> "PUNSUBSCRIBE " + pick(PATTERNS);
                case 8 -> "PUNSUBSCRIBE";
                case 9 -> subscribe("SSUBSCRIBE", shardChannels);
                case 10 -> unsubscribe("SUNSUBSCRIBE", shardChannels);
                case 11 -> "SPUBLISH " + pick(CHANNELS) + " shard" + random.nextInt();
                case 12 -> "PING";
                case 13 -> "SET k " + random.nextInt();
                case 14 -> "GET k";
                case 15 -> "PUBSUB NUMSUB a b d";
                case 16 -> random.nextBoolean() ? "PUBSUB NUMPAT" : "PUBSUB SHARDNUMSUB a b d";
                case 17 -> resp3 ? "CLIENT REPLY " + pick(List.of("ON", "OFF", "SKIP")) : "PING text";
                case 18 -> random.nextInt(10) == 0 ? reset() : "NOSUCH";
                default -> "PUBLISH " + pick(CHANNELS) + " message" + random.nextInt();
            };
        }

        private String subscribe(final String command, final Set<String> names) {
            final String name = pick(CHANNELS);
            names.add(name);
            return command + " " + name;
        }

        /** Of all only when it is one: Redis takes several in no order. */
        private String unsubscribe(final String command, final Set<String> names) {
            if (names.size() <= 1) {
                names.clear();
                return command;
            }
            final String name = pick(CHANNELS);
            names.remove(name);
            return command + " " + name;
        }

        private String reset() {
            channels.clear();
            shardChannels.clear();
            resp3 = false;
            return "RESET";
        }
    }
}

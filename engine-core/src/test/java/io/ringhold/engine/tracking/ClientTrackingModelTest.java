package io.ringhold.engine.tracking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import io.ringhold.engine.testing.ServerHarness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random reads and writes of several clients in all modes, against a model made of the rules: every key that was read and then changed is told of
 * exactly once, to each of its readers, and to nobody else; whoever broadcasts hears of each key once a turn, if it has changed since its prefix is wanted.
 */
class ClientTrackingModelTest {
    private static final int CLIENTS = 8;
    private static final int KEYS = 12;
    private static final int STEPS = 30_000;
    private static final List<String> MODES = List.of("", " OPTIN", " OPTOUT", " BCAST", " BCAST PREFIX a PREFIX bb",
            " BCAST PREFIX b");

    private final long seed = Long.getLong("ringhold.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ServerHarness server = new ServerHarness();
    private final List<Modelled> clients = new ArrayList<>();
    private final Map<String, Set<Modelled>> readers = new HashMap<>();
    /** By prefix: the keys that have changed since it is wanted, each with who has changed it last. */
    private final Map<String, TreeMap<String, Modelled>> changed = new HashMap<>();

    /** A client, and what the rules say that it has been sent. */
    private static final class Modelled {
        private final ServerHarness.Client client;
        private final TreeSet<String> prefixes = new TreeSet<>();
        private final StringBuilder expected = new StringBuilder();
        private String mode;
        private boolean noLoop;

        Modelled(final ServerHarness.Client client) {
            this.client = client;
        }

        boolean broadcasts() {
            return mode != null && mode.contains("BCAST");
        }
    }

    private static String invalidate(final List<String> keys) {
        final StringBuilder text = new StringBuilder(">2\r\n$10\r\ninvalidate\r\n*" + keys.size() + "\r\n");
        keys.forEach(key -> text.append('$').append(key.length()).append("\r\n").append(key).append("\r\n"));
        return text.toString();
    }

    @Test
    void shouldTellEachReaderOfEachChangeExactlyOnce() {
        System.out.println("ClientTrackingModelTest -Dringhold.seed=" + seed);
        for (int i = 0; i < CLIENTS; i++) {
            final Modelled client = new Modelled(server.connect());
            client.client.run("HELLO 3");
            clients.add(client);
        }
        try (server) {
            for (int step = 0; step < STEPS; step++) {
                final Modelled client = clients.get(random.nextInt(CLIENTS));
                switch (random.nextInt(40)) {
                    case 0 -> turnOff(client);
                    case 1, 2 -> turnOn(client);
                    case 3 -> flush(client);
                    case 4, 5, 6 -> endTurn();
                    default -> {
                        if (random.nextInt(3) == 0) {
                            write(client);
                        } else {
                            read(client);
                        }
                    }
                }
                for (final Modelled each : clients) {
                    assertThat(each.client.received()).as("step %d", step).isEqualTo(each.expected.toString());
                    each.expected.setLength(0);
                }
            }
        }
    }

    private void turnOff(final Modelled client) {
        assertThat(client.client.run("CLIENT TRACKING OFF")).isEqualTo("+OK\r\n");
        client.mode = null;
        client.prefixes.clear();
        changed.keySet().removeIf(prefix -> clients.stream().noneMatch(c -> c.prefixes.contains(prefix)));
    }

    private void turnOn(final Modelled client) {
        if (client.mode != null) {
            turnOff(client);
        }
        client.mode = MODES.get(random.nextInt(MODES.size()));
        client.noLoop = random.nextBoolean();
        if (client.broadcasts()) {
            final String[] parts = client.mode.split(" PREFIX ", -1);
            for (int i = 1; i < parts.length; i++) {
                addPrefix(client, parts[i]);
            }
            if (parts.length == 1) {
                addPrefix(client, "");
            }
        }
        final String reply = client.client.run("CLIENT TRACKING ON" + client.mode + (client.noLoop ? " NOLOOP" : ""));
        assertThat(reply).isEqualTo("+OK\r\n");
    }

    private void addPrefix(final Modelled client, final String prefix) {
        client.prefixes.add(prefix);
        changed.computeIfAbsent(prefix, _ -> new TreeMap<>());
    }

    private void flush(final Modelled client) {
        final String own = client.mode == null ? "" : ">2\r\n$10\r\ninvalidate\r\n_\r\n";
        assertThat(client.client.run("FLUSHALL")).isEqualTo("+OK\r\n" + own);
        clients.stream().filter(c -> c != client && c.mode != null)
                .forEach(c -> c.expected.append(">2\r\n$10\r\ninvalidate\r\n_\r\n"));
        readers.clear();
    }

    private void read(final Modelled client) {
        final boolean says = client.mode != null && client.mode.contains("OPT") && random.nextBoolean();
        if (says) {
            client.client.run("CLIENT CACHING " + (client.mode.equals(" OPTIN") ? "YES" : "NO"));
        }
        final boolean remembered = client.mode != null && !client.broadcasts()
                && (client.mode.isEmpty() || says == client.mode.equals(" OPTIN"));
        final Set<String> keys = keys();
        client.client.run((keys.size() == 1 ? "GET " : "MGET ") + String.join(" ", keys));
        if (remembered) {
            keys.forEach(key -> readers.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(client));
        }
    }

    private void write(final Modelled client) {
        final Set<String> keys = keys();
        final StringBuilder command = new StringBuilder("MSET");
        keys.forEach(key -> command.append(' ').append(key).append(" v"));
        final StringBuilder own = new StringBuilder();
        for (final String key : keys) {
            for (final Modelled reader : readers.getOrDefault(key, Set.of())) {
                if (reader.mode != null && !reader.broadcasts() && !(reader.noLoop && reader == client)) {
                    (reader == client ? own : reader.expected).append(invalidate(List.of(key)));
                }
            }
            readers.remove(key);
            changed.forEach((prefix, changes) -> {
                if (key.startsWith(prefix)) {
                    changes.put(key, client);
                }
            });
        }
        assertThat(client.client.run(command.toString())).isEqualTo("+OK\r\n" + own);
    }

    private void endTurn() {
        while (server.engine().tracking().hasWork()) {
            server.engine().tracking().work();
        }
        tellOfChanges();
    }

    private void tellOfChanges() {
        for (final Modelled client : clients) {
            for (final String prefix : client.prefixes) {
                final List<String> keys = changed.get(prefix).entrySet().stream()
                        .filter(change -> !(client.noLoop && change.getValue() == client)).map(Map.Entry::getKey)
                        .toList();
                if (!keys.isEmpty()) {
                    client.expected.append(invalidate(keys));
                }
            }
        }
        changed.values().forEach(Map::clear);
    }

    private Set<String> keys() {
        final Set<String> keys = new LinkedHashSet<>();
        final int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            keys.add("abc".charAt(random.nextInt(3)) + (random.nextBoolean() ? "b" : "") + random.nextInt(KEYS / 6));
        }
        return keys;
    }
}

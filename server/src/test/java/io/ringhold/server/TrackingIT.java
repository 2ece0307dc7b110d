package io.ringhold.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several clients that track keys, over sockets: each of them must be told the same by both servers, in the same order.
 *
 * <p>
 * A step is {@code client: command | command}, the commands sent together; a client whose name ends in 3 speaks RESP3. After each step every client
 * sends a PING, whose reply shows that all that came before has arrived. {@code client~ command} waits for a key, {@code client! } has its
 * reply, {@code client closes} closes, {@code client awaits} hears something that comes by itself.
 */
class TrackingIT {
    private static final Pattern STEP = Pattern.compile("(\\w+)(:|~|!| closes| awaits)(.*)");
    private static ServerProcess redis;

    @BeforeAll
    static void start() {
        redis = ServerProcess.redis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldTellClientsWhatRedisTellsThem(final String threading) {
        final List<String> program = new ArrayList<>(ServerProcess.ringholdProgram());
        program.addAll(List.of("--threading", threading));
        try (ServerProcess ringhold = ServerProcess.start("ringhold", program)) {
            for (final String script : SCRIPTS) {
                assertThat(play(script, ringhold)).as(script).isEqualTo(play(script, redis));
            }
        }
    }

    private static final List<String> SCRIPTS = List.of("""
            a3: CLIENT TRACKING ON | GET k | SET k v | GET k | PING | MSET j w k x | GET j
            b: SET k y | SET k z
            a3: MGET i j k k | TYPE k
            b: DEL k | MSET i v j v
            a3: CLIENT TRACKING OFF | GET k
            b: SET k v""", """
            a3: CLIENT TRACKING ON NOLOOP | GET k | SET k v
            b: SET k y
            a3: GET k
            b: SET k y
            a3: GET k | FLUSHALL | GET k
            b: FLUSHDB""", """
            a3: CLIENT TRACKING ON
            a3: GET k | CLIENT REPLY SKIP | SET k v | GET k | CLIENT REPLY OFF | SET k w | GET k | CLIENT REPLY ON
            b: SET k v""", """
            s: SUBSCRIBE __redis__:invalidate
            r: CLIENT TRACKING ON REDIRECT {s} | GET k | CLIENT TRACKINGINFO
            b: SET k v
            r: GET k
            b: FLUSHALL
            s: SUBSCRIBE other | UNSUBSCRIBE __redis__:invalidate
            r: GET k
            b: SET k v
            s: UNSUBSCRIBE other
            r: GET k
            b: SET k v
            s: HELLO 3
            r: GET k
            b: SET k w""", """
            a3: CLIENT TRACKING ON REDIRECT {t3} | GET k | GET j
            b: SET k v
            t3 closes
            a3: GET k | GET j
            b: MSET k v j v
            a3: CLIENT TRACKINGINFO
            a3: CLIENT TRACKING ON | CLIENT TRACKINGINFO | GET k
            b: SET k v""", """
            a3: CLIENT TRACKING ON | XREAD COUNT 1 STREAMS x 0
            a3~ XREAD BLOCK 0 STREAMS x $
            b: XADD x 1-1 f v
            a3!
            b: XADD x 1-2 f v
            a3: LRANGE l 0 -1
            a3~ BLPOP l 0
            b: RPUSH l v
            a3!
            b: RPUSH l w
            a3: LRANGE l 0 -1 | BLPOP l 0""", """
            a3: CLIENT TRACKING ON BCAST PREFIX user: PREFIX item
            c3: CLIENT TRACKING ON BCAST NOLOOP
            b: SET user:b v | SET user:a v | SET items v | SET other v | SET user:b w
            c3: SET user:c v | GET user:c
            a3: SET user:d v | SET item v | PING
            b: DEL user:a user:b none
            c3: CLIENT TRACKING ON BCAST REDIRECT {a3}
            b: SET user:e v
            a3: CLIENT TRACKING OFF
            b: SET user:e v""",
            """
                    a3: CLIENT TRACKING ON OPTIN | GET k | CLIENT CACHING YES | GET j | GET i | CLIENT CACHING YES | CLIENT GETNAME | GET h
                    b: MSET h v i v j v k v
                    a3: CLIENT TRACKING OFF | CLIENT TRACKING ON OPTOUT | GET k | CLIENT CACHING NO | GET j | GET i
                    b: MSET i v j v k v""",
            """
                    a3: CLIENT TRACKING ON | GET k | HELLO 2
                    b: SET k v
                    a3: GET k | HELLO 3
                    b: SET k w
                    a3: GET k | RESET | HELLO 3
                    b: SET k v""", """
                    a3: CLIENT TRACKING ON
                    b: SET k v PX 700
                    a3: GET k
                    a3 awaits
                    b: RPUSH l c b a | SADD s c
                    a3: SORT_RO l ALPHA | SMEMBERS s | EXISTS none
                    b: SORT l ALPHA STORE none | SMOVE s t c | RENAME l m""");

    private static Map<String, List<String>> play(final String script, final ServerProcess server) {
        try (Clients clients = new Clients(server)) {
            for (final String step : script.split("\n", -1)) {
                clients.play(step.strip());
            }
            return clients.heard;
        }
    }

    /** The clients of a script, and what each has heard. */
    private static final class Clients implements AutoCloseable {
        private final Map<String, List<String>> heard = new LinkedHashMap<>();
        private final Map<String, RespConnection> connections = new LinkedHashMap<>();
        private final Map<String, String> ids = new LinkedHashMap<>();
        private final Set<String> waiting = new LinkedHashSet<>();
        private final ServerProcess server;
        private final RespConnection control;
        private int barriers;

        Clients(final ServerProcess server) {
            this.server = server;
            control = server.connect();
            control.call("FLUSHALL");
        }

        void play(final String step) {
            final Matcher matcher = STEP.matcher(step);
            assertThat(matcher.matches()).as(step).isTrue();
            final String name = matcher.group(1);
            final RespConnection client = connect(name);
            switch (matcher.group(2)) {
                case "~" -> {
                    client.send(words(matcher.group(3)));
                    client.flush();
                    waiting.add(name);
                    await("blocked_clients:1\r\n");
                }
                case "!" -> waiting.remove(name);
                case " closes" -> {
                    connections.remove(name).close();
                    await("connected_clients:" + (connections.size() + 1) + "\r\n");
                }
                case " awaits" -> note(name, client.read());
                default -> {
                    for (final String command : matcher.group(3).split("\\|", -1)) {
                        client.send(words(command));
                    }
                    client.flush();
                }
            }
            settle(name);
            connections.keySet().stream().filter(other -> !other.equals(name)).forEach(this::settle);
        }

        private RespConnection connect(final String name) {
            return connections.computeIfAbsent(name, _ -> {
                final RespConnection client = server.connect();
                if (name.endsWith("3")) {
                    client.call("HELLO", "3");
                }
                ids.put(name, client.call("CLIENT", "ID").text());
                heard.put(name, new ArrayList<>());
                return client;
            });
        }

        private String[] words(final String command) {
            String text = command.strip();
            final Matcher id = Pattern.compile("\\{(\\w+)}").matcher(text);
            if (id.find()) {
                connect(id.group(1));
                text = id.replaceAll(ids.get(id.group(1)));
            }
            return text.split(" ", -1);
        }

        /** Reads what a client was told so far. */
        private void settle(final String name) {
            if (waiting.contains(name) || !connections.containsKey(name)) {
                return;
            }
            final String barrier = "barrier" + barriers++;
            final RespConnection client = connections.get(name);
            client.send("PING", barrier);
            for (Reply reply = client.read(); !reply.toString().contains(barrier); reply = client.read()) {
                note(name, reply);
            }
        }

        private void note(final String name, final Reply reply) {
            String text = reply.type() + reply.toString();
            if (text.contains("version")) {
                text = "greeting";
            } else if (text.contains("redir")) {
                for (final Map.Entry<String, String> id : ids.entrySet()) {
                    text = text.replaceAll("\\(integer\\) " + id.getValue() + "\\b", "id of " + id.getKey());
                }
            }
            heard.get(name).add(text);
        }

        private void await(final String field) {
            final Instant deadline = Instant.now().plus(RespConnection.TIMEOUT);
            while (!control.call("INFO", "clients").text().contains(field)) {
                assertThat(Instant.now()).as(field).isBefore(deadline);
                LockSupport.parkNanos(1_000_000);
            }
        }

        @Override
        public void close() {
            connections.values().forEach(RespConnection::close);
            connections.clear();
            await("connected_clients:1\r\n");
            control.close();
        }
    }
}

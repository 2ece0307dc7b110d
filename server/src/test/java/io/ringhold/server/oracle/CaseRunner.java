package io.ringhold.server.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.ringhold.server.oracle.ConnectionPair.ReplyPair;
import io.ringhold.server.oracle.OracleCase.Kind;
import io.ringhold.server.oracle.OracleCase.Newer;
import io.ringhold.server.oracle.OracleCase.Step;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.rule.Rule;

/** Plays cases on both servers and fails with an {@link AssertionError} at the first difference. For one thread. */
public final class CaseRunner implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_NS = 2_000_000;

    private final ServerPair servers;
    private final boolean selfCheck;
    private final Consumer<Step> afterStep;
    private final ConnectionPair control;

    /**
     * Plays on the given servers.
     *
     * @param selfCheck whether the subject is a redis-server too, and does not know what {@code @newer} commands expect
     */
    public CaseRunner(ServerPair servers, boolean selfCheck) {
        this(servers, selfCheck, step -> {});
    }

    /** As {@link #CaseRunner(ServerPair, boolean)}, with what is to be checked besides the replies after each step. */
    public CaseRunner(ServerPair servers, boolean selfCheck, Consumer<Step> afterStep) {
        this.servers = servers;
        this.selfCheck = selfCheck;
        this.afterStep = afterStep;
        this.control = servers.connect(2);
    }

    /** Plays a case with connections of RESP version 2 or 3. */
    public void run(OracleCase played, int protocol) {
        control.flushAll();
        Map<Integer, ConnectionPair> clients = new HashMap<>();
        clients.put(1, servers.connect(protocol));
        try (ChangedSettings _ = new ChangedSettings(control, played.config())) {
            for (Step step : played.steps()) {
                ConnectionPair client = clients.computeIfAbsent(step.client(), number -> servers.connect(protocol));
                play(played, protocol, step, client);
            }
            compareKeyspaces(played, protocol);
        } finally {
            clients.values().forEach(ConnectionPair::close);
        }
    }

    @Override
    public void close() {
        control.close();
    }

    private void play(OracleCase played, int protocol, Step step, ConnectionPair client) {
        try {
            if (step.kind() == Kind.CLOSED) {
                boolean redisClosed = client.redis().awaitClosed();
                boolean subjectClosed = client.subject().awaitClosed();
                if (!redisClosed || !subjectClosed) {
                    throw new AssertionError("the connection was closed by redis-server: " + redisClosed
                            + ", by the subject: " + subjectClosed);
                }
            } else if (step.kind() == Kind.REPLY) {
                compare(step.rule(), client.read());
            } else if (step.kind() == Kind.BLOCKED) {
                String field = "blocked_clients:" + step.text().substring("@blocked ".length()) + "\r\n";
                awaitInfo(control.redis(), field);
                awaitInfo(control.subject(), field);
            } else if (step.newer().isPresent()) {
                playNewer(step, step.newer().get(), protocol, client);
            } else if (step.kind() == Kind.SCAN) {
                Command scan = step.command();
                compare(Rule.EXACT,
                        new ReplyPair(FullScan.run(client.redis(), scan), FullScan.run(client.subject(), scan)));
            } else {
                client.send(step.wire());
                if (step.kind() != Kind.NO_REPLY) {
                    compare(step.rule(), client.read());
                }
            }
            afterStep.accept(step);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(report(played, protocol, step, e.getMessage()), e);
        }
    }

    private static void awaitInfo(RespConnection connection, String field) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!connection.call("INFO", "clients").text().contains(field)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "waited in vain for " + field.strip() + ": " + connection.call("INFO", "clients"));
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void playNewer(Step step, Newer newer, int protocol, ConnectionPair client) {
        for (Command command : newer.instead()) {
            Reply done = client.redis().call(command);
            if (done.isError()) {
                throw new AssertionError("redis-server refused '@instead " + command + "': " + done);
            }
            if (selfCheck) {
                client.subject().call(command);
            }
        }
        if (!selfCheck) {
            client.subject().sendRaw(step.wire());
            compare(step.rule(), new ReplyPair(newer.expected().reply(protocol), client.subject().read()));
        }
    }

    private static void compare(Rule rule, ReplyPair replies) {
        if (!rule.matches(replies.redis(), replies.subject())) {
            throw new AssertionError("the replies differ" + (rule.equals(Rule.EXACT) ? "" : " (compared " + rule + ")")
                    + "\n  right  : " + replies.redis() + "\n  subject: " + replies.subject());
        }
    }

    private void compareKeyspaces(OracleCase played, int protocol) {
        List<String> differences = KeyspaceDump.of(control.redis()).differences(KeyspaceDump.of(control.subject()));
        if (!differences.isEmpty()) {
            throw new AssertionError(report(played, protocol, played.steps().getLast(),
                    "afterwards the data differ (right / subject)\n  " + String.join("\n  ", differences)));
        }
    }

    private String report(OracleCase played, int protocol, Step failed, String what) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "server/src/test/resources/oracle/" + played.file() + ":" + failed.line() + " (RESP" + protocol + ")");
        lines.add("  " + failed.text());
        lines.add(what);
        lines.add("case '" + played.title() + "' so far:");
        for (Step step : played.steps()) {
            if (step.line() <= failed.line()) {
                lines.add("  client " + step.client() + "> " + step.text());
            }
        }
        lines.add("repeat: mvn -q -pl server -am verify -Dtest=none -Dit.test=CasesIT -Dringhold.oracle.cases="
                + played.file() + ":" + failed.line()
                + (selfCheck ? " -Dringhold.oracle.subject=redis-server" : ""));
        return String.join("\n", lines);
    }
}

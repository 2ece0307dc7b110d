package io.ringhold.server.oracle.scenario;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.ringhold.server.oracle.ChangedSettings;
import io.ringhold.server.oracle.ConnectionPair;
import io.ringhold.server.oracle.KeyspaceDump;
import io.ringhold.server.oracle.ServerPair;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.rule.Rule;
import io.ringhold.server.oracle.scenario.Client.State;
import io.ringhold.server.oracle.scenario.Scenario.Step;

/** Plays scenarios on both servers, step by step, and compares after each what every client has heard. For one thread. */
public final class ScenarioRunner implements AutoCloseable {
    /** Scenarios may have turned it off, to have keys expire when they are looked at and never else. */
    private static final Command EXPIRE = Command.of("DEBUG", "SET-ACTIVE-EXPIRE", "1");
    private static final int SHOWN_STEPS = 30;
    private static final int SHOWN_LENGTH = 2_000;

    private final ServerPair servers;
    private final ConnectionPair control;

    /** Plays on the given servers. */
    public ScenarioRunner(ServerPair servers) {
        this.servers = servers;
        this.control = servers.connect(2);
    }

    /**
     * Where the servers first differed.
     *
     * @param index which step led to it; the number of steps when only the data were different afterwards
     * @param text  how, and what redis-server's clients had heard before
     */
    public record Difference(int index, String text) {}

    /** Plays a scenario; nothing when there was no difference. */
    public Optional<Difference> play(Scenario scenario, int protocol) {
        control.flushAll();
        try (ChangedSettings _ = new ChangedSettings(control, scenario.settings());
                Clients right = new Clients(servers.redis(), control.redis(), scenario.protocols(), protocol);
                Clients subject = new Clients(servers.subject(), control.subject(), scenario.protocols(), protocol)) {
            return new Performance(scenario, right, subject).play();
        } finally {
            control.call(EXPIRE);
        }
    }

    @Override
    public void close() {
        control.close();
    }

    private Optional<String> compareData() {
        control.call(EXPIRE);
        List<String> differences = KeyspaceDump.of(control.redis()).differences(KeyspaceDump.of(control.subject()));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("the data differ (right / subject)\n  " + String.join("\n  ", differences));
    }

    /** One playing of a scenario. */
    private final class Performance {
        private final List<Step> steps;
        private final Clients right;
        private final Clients subject;
        private final List<String> transcript = new ArrayList<>();

        Performance(Scenario scenario, Clients right, Clients subject) {
            this.steps = scenario.steps();
            this.right = right;
            this.subject = subject;
        }

        Optional<Difference> play() {
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                step.toString().lines().forEach(line -> transcript.add("  " + line));
                Optional<String> what = perform(i);
                if (what.isPresent()) {
                    return Optional.of(difference(i, what.get()));
                }
            }
            return finish().map(what -> difference(steps.size(), what));
        }

        private Optional<String> perform(int index) {
            Step step = steps.get(index);
            try {
                // Both servers work at the same time.
                right.begin(step);
                subject.begin(step);
                right.end(step);
                subject.end(step);
                Clients.settle(right, subject);
                return right.names().stream().filter(name -> !isAwaitedNext(index, name))
                        .flatMap(name -> compare(name, name.equals(step.client()) ? step : Step.nothing(name)).stream())
                        .findFirst();
            } catch (AssertionError | UncheckedIOException e) {
                return Optional.of(e.toString());
            }
        }

        /** What comes by itself may already be there on one server. */
        private boolean isAwaitedNext(int index, String name) {
            return index + 1 < steps.size() && steps.get(index + 1).awaits(name);
        }

        private Optional<String> finish() {
            transcript.add("  (all that wait are unblocked)");
            try {
                right.resume();
                subject.resume();
                Clients.settle(right, subject);
                right.release();
                subject.release();
                Clients.settle(right, subject);
            } catch (AssertionError | UncheckedIOException e) {
                return Optional.of(e.toString());
            }
            return right.names().stream().flatMap(name -> compare(name, Step.nothing(name)).stream()).findFirst()
                    .or(ScenarioRunner.this::compareData);
        }

        /** Compares what a client has heard, once all that it could have heard is there. */
        private Optional<String> compare(String name, Step step) {
            Client one = right.client(name);
            Client other = subject.client(name);
            if (one.state() != other.state()) {
                return Optional.of("client " + name + " is " + one.state() + ", at the subject " + other.state()
                        + heard(name, step));
            }
            if (one.state() == State.WAITING || one.isMuted()) {
                return Optional.empty();
            }
            List<Reply> expected = right.heard(name);
            List<Reply> found = subject.heard(name);
            if (!matches(step.rule(), expected, found)) {
                return Optional.of("what client " + name + " hears differs" + heard(name, step));
            }
            expected.forEach(message -> transcript.add("      " + name + "< " + shortened(message.toString())));
            if (one.state() == State.CLOSED && !expected.isEmpty()) {
                transcript.add("      " + name + " is disconnected");
            }
            one.forget();
            other.forget();
            return Optional.empty();
        }

        private String heard(String name, Step step) {
            return "\n  right  : " + lines(right.heard(name)) + "\n  subject: "
                    + lines(subject.heard(name))
                    + (step.rule().equals(Rule.EXACT) ? "" : "\n  compared " + step.rule());
        }

        private Difference difference(int index, String what) {
            int from = Math.max(0, transcript.size() - SHOWN_STEPS * 3);
            return new Difference(index, what + "\nwhat was done and, by redis-server, heard:\n"
                    + String.join("\n", transcript.subList(from, transcript.size())));
        }
    }

    private static boolean matches(Rule rule, List<Reply> expected, List<Reply> found) {
        if (expected.size() == 1 && found.size() == 1) {
            return rule.matches(expected.getFirst(), found.getFirst());
        }
        return rule.matches(new Reply.Aggregate('*', expected), new Reply.Aggregate('*', found));
    }

    private static String lines(List<Reply> messages) {
        return messages.isEmpty()
                ? "nothing"
                : String.join("\n           ",
                        messages.stream().map(message -> shortened(message.toString())).toList());
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "... " + text.length();
    }

    /** The report of a difference in a scenario file. */
    static String report(Scenario scenario, int protocol, Difference difference) {
        int line = scenario.steps().get(Math.min(difference.index(), scenario.steps().size() - 1)).line();
        return "server/src/test/resources/oracle/" + scenario.file() + ":" + line + " (RESP" + protocol + ") '"
                + scenario.title() + "'\n" + difference.text();
    }
}

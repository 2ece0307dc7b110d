package io.ringhold.server.oracle.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.scenario.Client.State;
import io.ringhold.server.oracle.scenario.Scenario.Step;

/** The clients of one server by name, each connected when it is first mentioned. For one thread. */
final class Clients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** After such a silence the server is asked whether the client waits. */
    private static final Duration SILENCE = Duration.ofMillis(2);
    private static final long POLL_NS = 1_000_000;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(id|addr|laddr|times):(\\w+)}");

    private final ServerProcess server;
    private final RespConnection control;
    private final Map<String, Integer> protocols;
    private final int protocol;
    private final Masks masks;
    private final SortedMap<String, Client> clients = new TreeMap<>();
    private int barriers;

    /**
     * No clients yet.
     *
     * @param control   a connection for looking at the server
     * @param protocols the RESP versions of some clients
     * @param protocol  that of the others
     */
    Clients(ServerProcess server, RespConnection control, Map<String, Integer> protocols, int protocol) {
        this.server = server;
        this.control = control;
        this.protocols = protocols;
        this.protocol = protocol;
        this.masks = new Masks(server.port());
    }

    /** Lets a client do its step, and all clients hear what there is to hear. */
    void play(Step step) {
        switch (step.kind()) {
            case SENDS -> send(step);
            case SENDS_IF_FREE -> {
                if (client(step.client()).state() != State.WAITING) {
                    send(step);
                }
            }
            case AWAITS -> await(client(step.client()), step.messages());
            case CLOSES -> {
                close(client(step.client()));
                clients.remove(step.client());
            }
        }
        settle();
    }

    /** The clients that there are. */
    SortedSet<String> names() {
        return new TreeSet<>(clients.keySet());
    }

    /** A client, connected if it is new. */
    Client client(String name) {
        return clients.computeIfAbsent(name, key -> {
            Client client = new Client(server.connect(), protocols.getOrDefault(name, protocol));
            masks.add(name, client);
            return client;
        });
    }

    /** What a client has heard, in terms that hold for all servers. */
    List<Reply> heard(String name, List<String> commands) {
        return masks.apply(client(name).heard(), commands.stream().map(Command::parse).toList());
    }

    /** Ends all waiting and muteness, so that everything can be heard. */
    void finish() {
        control.call("CLIENT", "UNPAUSE");
        settle();
        for (Client client : clients.values()) {
            if (client.state() == State.WAITING) {
                control.call("CLIENT", "UNBLOCK", Long.toString(client.id()));
            } else if (client.isMuted()) {
                client.send(List.of(Command.of("CLIENT", "REPLY", "ON")));
            }
        }
        settle();
    }

    /** Closes all connections, and waits until the server knows. */
    @Override
    public void close() {
        control.call("CLIENT", "UNPAUSE");
        clients.values().forEach(Client::close);
        clients.values().forEach(this::close);
        clients.clear();
    }

    private void send(Step step) {
        if (client(step.client()).state() == State.CLOSED) {
            clients.remove(step.client());
        }
        Client client = client(step.client());
        client.send(step.commands().stream().map(command -> Command.parse(fill(command))).toList());
        if (!client.isMuted()) {
            // The barrier comes later: together with the commands it could be answered before the messages that they cause.
            awaiting("a reply", () -> client.hear(SILENCE) || noteWhetherBlocked(client));
        }
    }

    private void await(Client client, int messages) {
        while (client.heard().size() < messages && client.state() != State.CLOSED) {
            awaiting(messages + " messages", () -> client.hear(SILENCE));
        }
        noteWhetherBlocked(client);
    }

    /** Lets every client hear all that the server has sent it; those that go on meanwhile may cause more. */
    private void settle() {
        boolean anyWentOn = true;
        while (anyWentOn) {
            anyWentOn = false;
            for (Client client : clients.values()) {
                if (client.state() == State.READY) {
                    settle(client);
                } else if (client.state() == State.WAITING && !noteWhetherBlocked(client)) {
                    anyWentOn = true;
                    settle(client);
                }
            }
        }
    }

    private void settle(Client client) {
        String text = Client.BARRIER + ++barriers;
        if (client.isMuted()) {
            client.send(List.of(Command.of("CLIENT", "SETNAME", text)));
            awaiting(text, () -> isDoneSilently(client, text));
            return;
        }
        client.sendBarrier(text);
        while (!client.isBehindBarrier() && client.state() == State.READY) {
            awaiting("the reply to a barrier", () -> client.hear(SILENCE) || noteWhetherBlocked(client));
        }
    }

    private boolean isDoneSilently(Client client, String name) {
        ClientList clientList = ClientList.of(control);
        client.setWaiting(clientList.isBlocked(client.id()));
        return client.state() == State.WAITING || clientList.isGoneOrNamed(client.id(), name);
    }

    private boolean noteWhetherBlocked(Client client) {
        client.setWaiting(ClientList.of(control).isBlocked(client.id()));
        return client.state() == State.WAITING;
    }

    private void close(Client client) {
        client.close();
        awaiting("the end of a client", () -> !ClientList.of(control).has(client.id()));
    }

    private void awaiting(String what, BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(server.name() + ": waited in vain for " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private String fill(String command) {
        Matcher placeholders = PLACEHOLDER.matcher(command);
        return placeholders.replaceAll(found -> {
            String argument = found.group(2);
            return switch (found.group(1)) {
                case "id" -> Long.toString(client(argument).id());
                case "addr" -> "127.0.0.1:" + client(argument).port();
                case "laddr" -> "127.0.0.1:" + server.port();
                default -> "x".repeat(Integer.parseInt(argument));
            };
        });
    }
}

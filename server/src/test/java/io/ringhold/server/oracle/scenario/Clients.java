package io.ringhold.server.oracle.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
    private static final long POLL_NS = 100_000;
    /** Commands after which a client may wait: it is asked for at once. */
    private static final Pattern MAY_WAIT = Pattern.compile("^(?:B[LRZ]|XREAD.* BLOCK )", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(id|addr|laddr|times):(\\w+)}");

    private final ServerProcess server;
    private final RespConnection control;
    private final Map<String, Integer> protocols;
    private final int protocol;
    private final Masks masks;
    private final SortedMap<String, Client> clients = new TreeMap<>();
    private int barriers;
    /** Who has sent something in this step. */
    private Client awaited;
    private boolean asksWhoWaits;
    private boolean isListDue;

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

    /** Lets a client begin its step: it sends what there is to send. */
    void begin(Step step) {
        awaited = null;
        switch (step.kind()) {
            case SENDS -> send(step);
            case SENDS_IF_FREE -> {
                if (client(step.client()).state() != State.WAITING) {
                    send(step);
                }
            }
            case AWAITS -> client(step.client());
            case CLOSES -> client(step.client()).close();
        }
    }

    /** Waits until a step that was begun is done: there is the reply, or what is awaited, or the client waits or is gone. */
    void end(Step step) {
        switch (step.kind()) {
            case SENDS, SENDS_IF_FREE -> {
                if (awaited != null) {
                    awaitReply(awaited, step);
                }
            }
            case AWAITS -> await(client(step.client()), step.messages());
            case CLOSES -> {
                awaitEnd(List.of(client(step.client())));
                clients.remove(step.client());
            }
        }
    }

    /** Lets every client of these servers hear all that it has been sent; those that go on meanwhile may cause more. */
    static void settle(Clients one, Clients other) {
        boolean isOneDue = true;
        boolean isOtherDue = true;
        while (isOneDue || isOtherDue) {
            if (isOneDue) {
                one.ask();
            }
            if (isOtherDue) {
                other.ask();
            }
            isOneDue = isOneDue && one.hear();
            isOtherDue = isOtherDue && other.hear();
        }
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
    List<Reply> heard(String name) {
        return masks.apply(client(name).heard(), client(name).executed());
    }

    /** Ends a pause. */
    void resume() {
        control.call("CLIENT", "UNPAUSE");
    }

    /** Ends all waiting and muteness, so that everything can be heard. */
    void release() {
        for (Client client : clients.values()) {
            if (client.state() == State.WAITING) {
                control.call("CLIENT", "UNBLOCK", Long.toString(client.id()));
            } else if (client.isMuted()) {
                client.send(List.of(Command.of("CLIENT", "REPLY", "ON")));
            }
        }
    }

    /** Closes all connections, and waits until the server knows. */
    @Override
    public void close() {
        if (isListDue) {
            awaitList(); // an error came between; others use the connection after this
        }
        resume();
        clients.values().forEach(Client::close);
        awaitEnd(clients.values());
        clients.clear();
    }

    private void send(Step step) {
        if (client(step.client()).state() == State.CLOSED) {
            clients.remove(step.client());
        }
        awaited = client(step.client());
        awaited.send(step.commands().stream().map(command -> Command.parse(fill(command))).toList());
    }

    private void awaitReply(Client client, Step step) {
        if (client.isMuted()) {
            settleSilently(client);
            return;
        }
        boolean mayWait = step.commands().stream().anyMatch(command -> MAY_WAIT.matcher(command).find());
        // The barrier comes later: together with the commands it could be answered before the messages that they cause.
        awaiting("a reply", () -> {
            if (!(mayWait ? client.hear() : client.hear(SILENCE))) {
                noteWhetherBlocked(client);
            }
            return client.hasReply() || client.state() != State.READY;
        });
    }

    private void await(Client client, int messages) {
        while (client.heard().size() < messages && client.state() != State.CLOSED) {
            awaiting(messages + " messages", () -> client.hear(SILENCE));
        }
        noteWhetherBlocked(client);
    }

    /** Sends barriers to all clients that can answer, and asks whether the others can. */
    private void ask() {
        asksWhoWaits = false;
        for (Client client : clients.values()) {
            asksWhoWaits |= client.state() == State.WAITING;
            if (client.state() == State.READY && !client.isMuted()) {
                client.sendBarrier(Client.BARRIER + ++barriers);
            }
        }
        if (asksWhoWaits) {
            control.send("CLIENT", "LIST");
            control.flush();
            isListDue = true;
        }
    }

    /** Hears all until the barriers are answered; whether one that has waited went on meanwhile. */
    private boolean hear() {
        ClientList list = asksWhoWaits ? awaitList() : null;
        List<Client> waiting = clients.values().stream().filter(client -> client.state() == State.WAITING).toList();
        clients.values().forEach(this::awaitBarrier);
        boolean anyWentOn = false;
        for (Client client : waiting) {
            client.setWaiting(list.isBlocked(client.id()));
            if (client.state() == State.READY) {
                anyWentOn = true;
                if (client.isMuted()) {
                    settleSilently(client);
                }
            }
        }
        return anyWentOn;
    }

    private ClientList awaitList() {
        isListDue = false;
        return ClientList.parse(control.read().text());
    }

    private void awaitBarrier(Client client) {
        while (!client.isBehindBarrier() && client.state() == State.READY) {
            awaiting("the reply to a barrier", () -> client.hear(SILENCE) || noteWhetherBlocked(client));
        }
    }

    private void settleSilently(Client client) {
        String text = Client.BARRIER + ++barriers;
        client.send(List.of(Command.of("CLIENT", "SETNAME", text)));
        awaiting(text, () -> isDoneSilently(client, text));
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

    private void awaitEnd(Collection<Client> closed) {
        awaiting("the end of clients", () -> {
            ClientList list = ClientList.of(control);
            return closed.stream().noneMatch(client -> list.has(client.id()));
        });
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

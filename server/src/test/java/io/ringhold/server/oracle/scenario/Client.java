package io.ringhold.server.oracle.scenario;

import java.io.EOFException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

/**
 * A client of one server, and what it has heard. Between the steps of a scenario it sends a <i>barrier</i>, a command whose
 * reply is recognised and not counted among what was heard: a server answers in order, so that whatever it had to tell the client
 * before has arrived with that reply. The barrier is PING with a text of its own or, within a transaction, which would queue that,
 * a WATCH, which is refused there without harm. For one thread.
 */
final class Client implements AutoCloseable {
    /** What a client is doing. */
    enum State {
        READY, WAITING, CLOSED
    }

    /** With what the text of every barrier begins. */
    static final String BARRIER = "barrier:";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WATCH_REFUSED = "ERR WATCH inside MULTI is not allowed";

    private final RespConnection connection;
    private final long id;
    private final List<Reply> heard = new ArrayList<>();
    private State state = State.READY;
    private boolean inTransaction;
    private final List<Command> queued = new ArrayList<>();
    private final List<Command> executed = new ArrayList<>();
    private boolean hasReset;
    private boolean hasReply;
    private boolean monitor;
    private boolean subscriber;
    private boolean muted;
    private int ownRefusals;
    private Bytes barrier = Bytes.of("");
    private boolean behindBarrier = true;

    /** Takes a connection over, and changes its RESP version when that is to be 3. */
    Client(RespConnection connection, int protocol) {
        this.connection = connection;
        if (protocol == 3) {
            connection.call("HELLO", "3");
        }
        id = ((Reply.Scalar) connection.call("CLIENT", "ID")).number();
    }

    /** CLIENT ID of it. */
    long id() {
        return id;
    }

    /** The port of its end of the connection. */
    int port() {
        return connection.localPort();
    }

    State state() {
        return state;
    }

    /** Notes whether the server says that it waits. */
    void setWaiting(boolean waiting) {
        if (state != State.CLOSED) {
            state = waiting ? State.WAITING : State.READY;
        }
    }

    /** What it has sent, or queued and had executed, since {@link #forget}. */
    List<Command> executed() {
        return List.copyOf(executed);
    }

    /** Whether it has heard, since it last sent something, what is neither a message nor shown to monitors, or no reply will come. */
    boolean hasReply() {
        return hasReply;
    }

    /** Whether it has ever sent RESET. */
    boolean hasReset() {
        return hasReset;
    }

    /** Whether the server was told to send it no replies. */
    boolean isMuted() {
        return muted;
    }

    /** What it has heard since {@link #forget}. */
    List<Reply> heard() {
        return List.copyOf(heard);
    }

    void forget() {
        heard.clear();
        executed.clear();
    }

    /** Sends commands in one go. */
    void send(List<Command> commands) {
        hasReply = false;
        commands.forEach(this::follow);
        transmit(commands);
    }

    /** Sends a barrier with a text that no other has. */
    void sendBarrier(String text) {
        barrier = Bytes.of(text);
        behindBarrier = false;
        transmit(List.of(inTransaction ? Command.of("WATCH", text) : Command.of("PING", text)));
    }

    /** Whether the reply to the last barrier is there. */
    boolean isBehindBarrier() {
        return behindBarrier;
    }

    /** Hears the next message, if it is there; whether it was. */
    boolean hear() {
        return state != State.CLOSED && connection.hasInput() && hear(PATIENCE);
    }

    /** Hears the next message, if there is one in time; whether there was, or the connection is closed. */
    boolean hear(Duration patience) {
        try {
            if (state != State.CLOSED && !connection.awaitInput(patience)) {
                return false;
            }
            if (state != State.CLOSED) {
                accept(connection.read());
            }
        } catch (UncheckedIOException e) {
            end(e);
        }
        return true;
    }

    @Override
    public void close() {
        connection.close();
        state = State.CLOSED;
    }

    private void transmit(List<Command> commands) {
        try {
            commands.forEach(connection::send);
            connection.flush();
        } catch (UncheckedIOException e) {
            end(e);
        }
    }

    private void end(UncheckedIOException e) {
        if (!(e.getCause() instanceof EOFException || e.getCause() instanceof SocketException)) {
            throw e;
        }
        close();
    }

    /** Follows what a command does to the connection, as far as the choice of a barrier depends on it. */
    private void follow(Command command) {
        boolean alone = command.args().size() == 1;
        (inTransaction ? queued : executed).add(command);
        switch (command.name()) {
            case "MULTI" -> {
                if (!inTransaction && alone && !subscriber) {
                    inTransaction = true;
                    queued.clear();
                }
            }
            // Ends it also when it has the wrong number of arguments.
            case "EXEC" -> {
                inTransaction = false;
                executed.addAll(queued);
                queued.clear();
            }
            case "DISCARD" -> inTransaction &= !alone;
            case "RESET" -> {
                inTransaction &= !alone;
                muted &= !alone;
                monitor &= !alone;
                hasReset = true;
            }
            case "MONITOR" -> {
                if (alone && !inTransaction && !subscriber) {
                    hasReply |= monitor; // who is one already gets none
                    monitor = true;
                }
            }
            case "WATCH" -> ownRefusals += inTransaction && !alone ? 1 : 0;
            case "CLIENT" -> {
                if ("REPLY".equals(command.upper(1)) && !inTransaction) {
                    muted = "OFF".equals(command.upper(2)) || muted && !"ON".equals(command.upper(2));
                }
            }
            default -> {}
        }
    }

    private void accept(Reply message) {
        if (message.isError() && WATCH_REFUSED.equals(message.text())) {
            if (ownRefusals == 0) {
                behindBarrier = true;
                return;
            }
            ownRefusals--;
        }
        boolean isPong = message instanceof Reply.Aggregate array && array.items().size() == 2
                && "pong".equals(array.items().getFirst().text());
        Reply text = isPong ? ((Reply.Aggregate) message).items().getLast() : message;
        if (text.type() == '$' && text.text().startsWith(BARRIER)) {
            subscriber = isPong;
            behindBarrier |= barrier.latin1().equals(text.text());
        } else {
            heard.add(message);
            hasReply |= !Orders.isMessage(message) && !Masks.isMonitored(message);
        }
    }
}

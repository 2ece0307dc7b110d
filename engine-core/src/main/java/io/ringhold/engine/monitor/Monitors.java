package io.ringhold.engine.monitor;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.client.Session.ReplyMode;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.client.SessionState;
import io.ringhold.engine.command.CommandContext;
import org.agrona.concurrent.EpochMicroClock;

/**
 * The clients that MONITOR shows all commands to, in the order in which these are executed. While there are none, a look at
 * {@link #isActive} is all that a command pays. Engine thread.
 */
public final class Monitors implements SessionState {
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int MICROS_DIGITS = 6;
    private static final String UNIX_SOCKET_END = ":0";

    private final Engine engine;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Session> readers = new ArrayList<>();
    private final SecretArguments secrets = new SecretArguments();
    private final MonitorLine line;
    private EpochMicroClock clock;

    public Monitors(final Engine engine) {
        this.engine = engine;
        this.line = new MonitorLine(engine.clientArena(), readers);
        engine.sessions().keep(this);
    }

    /** True when there are any. */
    public boolean isActive() {
        return !sessions.isEmpty();
    }

    /** How many there are. */
    public int size() {
        return sessions.size();
    }

    /**
     * Shows all commands from now on to a session.
     *
     * @param microClock
     *            Unix time in us, for the lines.
     * @return false when there is no memory.
     */
    public boolean add(final Session session, final EpochMicroClock microClock) {
        if (!line.open()) {
            return false;
        }
        clock = microClock;
        sessions.add(session);
        session.monitor(true);
        return true;
    }

    @Override
    public void forget(final Session session) {
        if (session.isMonitor()) {
            session.monitor(false);
            sessions.remove(session);
            if (sessions.isEmpty()) {
                line.close();
            }
        }
    }

    /** Shows the context's command, which has been executed or begins to wait. */
    public void executed(final CommandContext context) {
        if (!context.command().isMonitored()) {
            return;
        }
        begin(context.session(), context.reply().isMuted());
        if (!readers.isEmpty()) {
            write(context);
            end(context.session());
        }
    }

    private void begin(final Session cause, final boolean isCauseMuted) {
        for (int i = 0; i < sessions.size(); i++) {
            final Session session = sessions.get(i);
            final boolean wantsNothing = session == cause ? isCauseMuted : session.replyMode() == ReplyMode.OFF;
            if (session.closing() == Closing.NO && !wantsNothing) {
                if (session != cause) {
                    engine.pushes().begin(session);
                }
                readers.add(session);
            }
        }
    }

    private void end(final Session cause) {
        for (int i = 0; i < readers.size(); i++) {
            final Session session = readers.get(i);
            // its own line leaves with its reply, or is dropped with it
            if (session != cause) {
                engine.pushes().end(session);
            }
        }
        readers.clear();
    }

    private void write(final CommandContext context) {
        final long micros = clock.microTime();
        line.character('+');
        line.number(micros / MICROS_PER_SECOND, 1);
        line.character('.');
        line.number(micros % MICROS_PER_SECOND, MICROS_DIGITS);
        line.text(" [");
        line.number(context.session().database(), 1);
        line.character(' ');
        peer(context.session().address());
        line.character(']');
        secrets.begin(context);
        for (int i = 0; i < context.argumentCount(); i++) {
            line.character(' ');
            if (secrets.isSecret(i)) {
                line.character('"');
                line.text(SecretArguments.SHOWN_INSTEAD);
                line.character('"');
            } else {
                line.quoted(context.argument(i), context.argumentLength(i));
            }
        }
        line.text("\r\n");
        line.end();
    }

    private void peer(final SessionAddress address) {
        final String peer = address.peer();
        if (address.unixSocket() && peer.endsWith(UNIX_SOCKET_END)) {
            line.text("unix:");
            line.text(peer.substring(0, peer.length() - UNIX_SOCKET_END.length()));
        } else {
            line.text(peer);
        }
    }
}

package io.ringhold.engine.pipeline;

import java.util.function.Consumer;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.port.CommandLog;
import io.ringhold.engine.resp.ReplyWriter;

/**
 * Messages to clients that are no replies to their commands: of channels, of MONITOR, of keys that they track.
 *
 * <p>
 * A message never overtakes what was written to the session before: while replies wait for the log, so does it. Under
 * {@code appendfsync always} it also waits until all is durable that the turn of the engine has changed, for it may tell of that, and be
 * written before the change is logged. Engine thread; allocates nothing.
 *
 * <p>
 * A client whose command is told to many does not wait until all of them have been written to: the transport serves those that get replies
 * before those that get messages.
 */
public final class Pushes {
    private final CommandLog log;
    private final HeldReplies held;
    private final Consumer<Session> outputGuard;
    private final ReplyWriter writer = new ReplyWriter();

    /**
     * @param outputGuard
     *            is asked after each message to close a session that does not fetch them.
     */
    Pushes(final CommandLog log, final HeldReplies held, final Consumer<Session> outputGuard) {
        this.log = log;
        this.held = held;
        this.outputGuard = outputGuard;
    }

    /** For a log that holds no replies back. */
    public Pushes(final CommandLog log, final Consumer<Session> outputGuard) {
        this(log, new HeldReplies(), outputGuard);
    }

    /** Begins a message, to be written in the session's protocol; {@link #end} follows. */
    public ReplyWriter begin(final Session session) {
        session.output().reclaim();
        writer.begin(session);
        return writer;
    }

    /** Sends what was written to the session since {@link #begin}, or to its output directly; closes the session when that is too much. */
    public void end(final Session session) {
        outputGuard.accept(session);
        if (log.holdsReplies() && !held.hasEnded()) {
            held.addMessage(session);
        } else if (session.output().publish()) {
            session.signalMessage();
        }
    }
}

package io.ringhold.engine.client;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.config.option.OutputBufferLimits;

/**
 * Looks after connections: closes those whose replies nobody fetches, those that are idle for too long, and those that lost
 * replies for want of memory; gives back output memory of connections that have become idle.
 *
 * <p>
 * {@link #tick} looks at a part of the connections, so that each is looked at about once a second however many there are. Engine
 * thread.
 */
public final class ClientSupervisor {
    private static final int LEAST_PER_TICK = 16;

    private final Engine engine;
    private Iterator<Session> round;

    public ClientSupervisor(final Engine engine) {
        this.engine = engine;
    }

    /** Closes the session when its output is broken or has passed its limits; called before replies are handed to the transport. */
    public void checkOutput(final Session session) {
        final OutputBuffer output = session.output();
        if (output.isBroken()) {
            close(session, "Client closed because there is no memory for its replies: ");
            return;
        }
        final OutputBufferLimits.Limit limit = limitOf(session);
        if (limit.hardBytes() == 0 && limit.softBytes() == 0) {
            session.softLimitSinceMs(0);
            return;
        }
        final long pending = output.pendingBytes();
        if (limit.hardBytes() != 0 && pending > limit.hardBytes() || isSoftLimitPassed(session, limit, pending)) {
            if (close(session, "Client closed for overcoming of output buffer limits: ")) {
                engine.statistics().outputLimitPassed();
            }
        }
    }

    /**
     * Looks at the next part of the connections.
     *
     * @param nowMs
     *            Unix time.
     */
    public void tick(final long nowMs) {
        final int sessions = engine.sessions().size();
        long left = Math.max(LEAST_PER_TICK, sessions / Math.max(1, engine.settings().hz.value()) + 1);
        left = Math.min(left, sessions);
        if (round == null) {
            round = engine.sessions().snapshot().iterator();
        }
        while (left > 0 && round.hasNext()) {
            look(round.next(), nowMs);
            left--;
        }
        if (!round.hasNext()) {
            round = null;
        }
    }

    private void look(final Session session, final long nowMs) {
        if (session.closing() == Closing.NOW || engine.sessions().find(session.id()) != session) {
            return;
        }
        engine.clientMemory().sample(session, nowMs);
        session.output().reclaim();
        checkOutput(session);
        session.noticeTraffic(nowMs);
        final long timeoutSeconds = engine.settings().timeout.value();
        if (timeoutSeconds > 0 && nowMs - session.lastActiveMs() > timeoutSeconds * 1000
                && !engine.pause().isActive() && !isListening(session)) {
            engine.control().log('-', "Closing idle client");
            session.close(Closing.NOW);
            session.signal();
        }
    }

    /** True when the client waits for what others do: it is not idle. */
    private static boolean isListening(final Session session) {
        return session.isWaiting() || session.subscriber() != null || session.isMonitor();
    }

    private OutputBufferLimits.Limit limitOf(final Session session) {
        final OutputBufferLimits limits = engine.settings().clientOutputBufferLimit.value();
        return session.subscriber() == null ? limits.normal() : limits.pubsub();
    }

    private boolean isSoftLimitPassed(final Session session, final OutputBufferLimits.Limit limit, final long pending) {
        if (limit.softBytes() == 0 || pending <= limit.softBytes()) {
            session.softLimitSinceMs(0);
            return false;
        }
        final long nowMs = engine.keyspace().nowMs();
        if (session.softLimitSinceMs() == 0) {
            session.softLimitSinceMs(nowMs);
            return false;
        }
        return nowMs - session.softLimitSinceMs() > TimeUnit.SECONDS.toMillis(limit.softSeconds());
    }

    /** False when the session is being closed already. */
    private boolean close(final Session session, final String reason) {
        if (session.closing() == Closing.NOW) {
            return false;
        }
        final StringBuilder line = new StringBuilder(reason);
        ClientDescription.append(line, session, engine);
        engine.control().log('#', line.toString().stripTrailing());
        session.close(Closing.NOW);
        session.signal();
        return true;
    }
}

package io.ringhold.engine.client;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.tracking.Tracker;
import io.ringhold.engine.transaction.Transaction;

/**
 * A connection's line in CLIENT LIST, CLIENT INFO and the server's log: the fields of Redis 7.2 in its order, {@code watch} of
 * 7.4, and {@code tot-net-in}, {@code tot-net-out} and {@code tot-cmds} of 8.0. {@code fd} is a number that stands for the socket.
 *
 * <p>
 * {@code argv-mem} is the index of the arguments of what has been read, {@code rbs} and {@code obl} are of the output chunk that is
 * written to, {@code oll} and {@code omem} of those before it. Engine thread; allocates.
 */
public final class ClientDescription {
    private static final long MS_PER_SECOND = 1000;

    private ClientDescription() {}

    /** Adds the session's line. */
    public static void append(final StringBuilder text, final Session session, final Engine engine) {
        final long nowMs = engine.keyspace().nowMs();
        final Tracker tracker = engine.tracking().find(session);
        final boolean isTracking = tracker != null && tracker.isOn();
        text.append("id=").append(session.id());
        text.append(" addr=").append(session.address().peer());
        text.append(" laddr=").append(session.address().local());
        text.append(" fd=").append(session.address().descriptor());
        text.append(" name=").append(session.name());
        text.append(" age=").append((nowMs - session.createdAtMs()) / MS_PER_SECOND);
        text.append(" idle=").append((nowMs - session.lastActiveMs()) / MS_PER_SECOND);
        text.append(" flags=").append(flags(session, tracker, engine));
        text.append(" db=").append(session.database());
        text.append(" sub=").append(session.subscriptions(TopicKind.CHANNEL));
        text.append(" psub=").append(session.subscriptions(TopicKind.PATTERN));
        text.append(" ssub=").append(session.subscriptions(TopicKind.SHARD_CHANNEL));
        text.append(" multi=").append(isOpen(session.transaction()) ? session.transaction().queue().commands() : -1);
        text.append(" watch=").append(session.transaction() == null ? 0 : session.transaction().watchedKeys());
        appendMemory(text, session, engine.clientMemory());
        text.append(" cmd=").append(session.lastCommand());
        text.append(" user=default redir=").append(isTracking ? tracker.redirectionId() : -1);
        text.append(" resp=").append(session.protocol());
        text.append(" lib-name=").append(session.libraryName());
        text.append(" lib-ver=").append(session.libraryVersion());
        text.append(" tot-net-in=").append(session.requests().receivedBytes());
        text.append(" tot-net-out=").append(session.output().takenBytes());
        text.append(" tot-cmds=").append(session.commands());
        text.append('\n');
    }

    private static void appendMemory(final StringBuilder text, final Session session, final ClientMemory memory) {
        final RequestMemory requests = session.requests();
        final OutputBuffer output = session.output();
        final long pending = output.pendingBytes();
        text.append(" qbuf=").append(requests.filledBytes());
        text.append(" qbuf-free=").append(requests.roomBytes());
        text.append(" argv-mem=").append(requests.indexBytes());
        text.append(" multi-mem=")
                .append(isOpen(session.transaction()) ? session.transaction().queue().heldBytes() : 0);
        text.append(" rbs=").append(output.lastChunkBytes());
        text.append(" rbp=").append(output.peakBytes());
        text.append(" obl=").append(Math.min(pending, output.lastChunkLength()));
        text.append(" oll=").append(output.chunksBefore());
        text.append(" omem=").append(output.heldBytes() - output.lastChunkBytes());
        text.append(" tot-mem=").append(memory.bytesOf(session));
        text.append(" events=").append(pending > 0 ? "rw" : "r");
    }

    private static boolean isOpen(final Transaction transaction) {
        return transaction != null && transaction.isOpen();
    }

    private static String flags(final Session session, final Tracker tracker, final Engine engine) {
        final StringBuilder flags = new StringBuilder();
        final boolean isTracking = tracker != null && tracker.isOn();
        append(flags, session.isMonitor(), 'O');
        append(flags, session.subscriber() != null, 'P');
        append(flags, isOpen(session.transaction()), 'x');
        // When a pause ends, all that it has held back go on.
        append(flags, session.isWaiting() || session.isHeldBack() && engine.pause().isActive(), 'b');
        append(flags, isTracking, 't');
        append(flags, tracker != null && tracker.redirectionBroken(), 'R');
        append(flags, isTracking && tracker.isBroadcast(), 'B');
        append(flags, session.transaction() != null && session.transaction().isTouched(), 'd');
        append(flags, session.closing() == Closing.AFTER_REPLIES, 'c');
        append(flags, session.closing() == Closing.NOW, 'A');
        append(flags, session.address().unixSocket(), 'U');
        append(flags, session.evictionExempt(), 'e');
        append(flags, session.isLeavingNoTrace(), 'T');
        return flags.isEmpty() ? "N" : flags.toString();
    }

    private static void append(final StringBuilder flags, final boolean wanted, final char flag) {
        if (wanted) {
            flags.append(flag);
        }
    }
}

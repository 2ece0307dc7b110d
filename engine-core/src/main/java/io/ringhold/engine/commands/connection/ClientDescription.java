package io.ringhold.engine.commands.connection;

import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.Session.Closing;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.tracking.Tracker;

/**
 * A connection's line in CLIENT LIST and CLIENT INFO: Redis' fields, in its order, but for those that have no meaning here (sizes
 * of a query buffer and of an argument vector that the engine does not have). {@code fd} is a number that stands for the socket.
 */
final class ClientDescription {
    private ClientDescription() {}

    static void append(final StringBuilder text, final Session session, final Tracker tracker, final long nowMs) {
        final boolean isTracking = tracker != null && tracker.isOn();
        final long pending = session.output().pendingBytes();
        text.append("id=").append(session.id());
        text.append(" addr=").append(session.address().peer());
        text.append(" laddr=").append(session.address().local());
        text.append(" fd=").append(session.address().descriptor());
        text.append(" name=").append(session.name());
        text.append(" age=").append((nowMs - session.createdAtMs()) / 1000);
        text.append(" idle=").append((nowMs - session.lastActiveMs()) / 1000);
        text.append(" flags=").append(flags(session, tracker));
        text.append(" db=").append(session.database());
        text.append(" sub=").append(session.subscriptions(TopicKind.CHANNEL));
        text.append(" psub=").append(session.subscriptions(TopicKind.PATTERN));
        text.append(" ssub=").append(session.subscriptions(TopicKind.SHARD_CHANNEL));
        text.append(" multi=-1");
        text.append(" obl=").append(pending);
        text.append(" omem=").append(session.output().heldBytes());
        text.append(" events=").append(pending > 0 ? "rw" : "r");
        text.append(" cmd=").append(session.lastCommand());
        text.append(" user=default redir=").append(isTracking ? tracker.redirectionId() : -1);
        text.append(" resp=").append(session.protocol());
        text.append(" lib-name=").append(session.libraryName());
        text.append(" lib-ver=").append(session.libraryVersion());
        text.append('\n');
    }

    private static String flags(final Session session, final Tracker tracker) {
        final StringBuilder flags = new StringBuilder();
        if (session.subscriber() != null) {
            flags.append('P');
        }
        if (session.isWaiting()) {
            flags.append('b');
        }
        if (tracker != null && tracker.isOn()) {
            flags.append(tracker.redirectionBroken() ? "tR" : "t").append(tracker.isBroadcast() ? "B" : "");
        }
        if (session.closing() == Closing.AFTER_REPLIES) {
            flags.append('c');
        } else if (session.closing() == Closing.NOW) {
            flags.append('A');
        }
        if (session.address().unixSocket()) {
            flags.append('U');
        }
        if (session.evictionExempt()) {
            flags.append('e');
        }
        return flags.isEmpty() ? "N" : flags.toString();
    }
}

package io.ringhold.server.transport;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.ringhold.engine.client.Session;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Sessions at which the engine asks the transport to look. Those with replies come before those with messages, and between any two of these: who
 * publishes to thousands does not wait until all of them have been written to. One thread adds, one serves; allocates nothing up to its capacity, and has no
 * bound.
 */
final class ServiceQueues {
    private static final int CAPACITY = 16 * 1024;

    private final OneToOneConcurrentArrayQueue<Session> replies = new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private final OneToOneConcurrentArrayQueue<Session> messages = new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private final Queue<Session> moreReplies = new ConcurrentLinkedQueue<>();
    private final Queue<Session> moreMessages = new ConcurrentLinkedQueue<>();

    /** Engine thread. */
    void addReply(final Session session) {
        if (!replies.offer(session)) {
            moreReplies.add(session);
        }
    }

    /** Engine thread. */
    void addMessage(final Session session) {
        if (!messages.offer(session)) {
            moreMessages.add(session);
        }
    }

    /** Transport thread. */
    boolean isEmpty() {
        return replies.isEmpty() && messages.isEmpty() && moreReplies.isEmpty() && moreMessages.isEmpty();
    }

    /** Serves the sessions that are here now, and answers how many; of those that come meanwhile only some. Transport thread. */
    int serve(final Consumer<Session> server) {
        int served = serveReplies(server);
        // not what comes meanwhile: while messages are published without pause, requests must be read all the same
        for (int left = messages.size(); left > 0; left--) {
            served += serveMessage(messages.poll(), server);
        }
        for (Session session = moreMessages.poll(); session != null; session = moreMessages.poll()) {
            served += serveMessage(session, server);
        }
        return served;
    }

    private int serveMessage(final Session session, final Consumer<Session> server) {
        session.clearMessageSignal();
        server.accept(session);
        return 1 + serveReplies(server);
    }

    private int serveReplies(final Consumer<Session> server) {
        int served = 0;
        for (int left = replies.size(); left > 0; left--) {
            serveReply(replies.poll(), server);
            served++;
        }
        for (Session session = moreReplies.poll(); session != null; session = moreReplies.poll()) {
            serveReply(session, server);
            served++;
        }
        return served;
    }

    private static void serveReply(final Session session, final Consumer<Session> server) {
        session.clearSignal();
        server.accept(session);
    }
}

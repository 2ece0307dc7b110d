package io.ringhold.server.transport;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.port.Transport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceQueuesTest {
    private static final int MORE_THAN_THE_CAPACITY = 40_000;

    private final ServiceQueues queues = new ServiceQueues();
    private final List<Long> served = new ArrayList<>();
    private final Transport transport = new Transport() {
        @Override
        public void service(final Session session) {
            queues.addReply(session);
        }

        @Override
        public void serviceMessage(final Session session) {
            queues.addMessage(session);
        }
    };

    private void server(final Session session) {
        served.add(session.id());
    }

    private Session session(final long id) {
        return new Session(id, transport, null, new SessionAddress("127.0.0.1:1", "127.0.0.1:2", 3, false),
                OutputBuffer.nowhere(), 0);
    }

    @Test
    void shouldServeRepliesBeforeMessages() {
        session(1).signalMessage();
        session(2).signalMessage();
        session(3).signal();
        session(4).signal();
        assertThat(queues.serve(this::server)).isEqualTo(4);
        assertThat(served).containsExactly(3L, 4L, 1L, 2L);
        assertThat(queues.isEmpty()).isTrue();
    }

    /** The engine has a thread of its own and executes while messages are sent. */
    @Test
    void shouldServeAReplyThatComesAmidMessagesBeforeTheRest() {
        final Session publisher = session(9);
        for (int id = 1; id <= 3; id++) {
            session(id).signalMessage();
        }
        queues.serve(session -> {
            served.add(session.id());
            if (session.id() == 1) {
                publisher.signal();
            }
        });
        assertThat(served).containsExactly(1L, 9L, 2L, 3L);
    }

    @Test
    void shouldServeOnceWhoIsAskedForSeveralTimesAndAgainAfterwards() {
        final Session session = session(1);
        for (int round = 1; round <= 3; round++) {
            session.signal();
            session.signal();
            session.signalMessage();
            session.signalMessage();
            assertThat(queues.serve(this::server)).isEqualTo(2);
        }
    }

    /** Whoever hears a message all the time must not keep the transport from reading requests. */
    @Test
    void shouldLeaveMessagesThatComeMeanwhileForTheNextTime() {
        final Session first = session(1);
        first.signalMessage();
        assertThat(queues.serve(Session::signalMessage)).isEqualTo(1);
        assertThat(queues.isEmpty()).isFalse();
        assertThat(queues.serve(this::server)).isEqualTo(1);
    }

    @Test
    void shouldKeepAnyNumber() {
        for (int id = 1; id <= MORE_THAN_THE_CAPACITY; id++) {
            final Session session = session(id);
            session.signal();
            session.signalMessage();
        }
        assertThat(queues.serve(this::server)).isEqualTo(2 * MORE_THAN_THE_CAPACITY);
        assertThat(served.subList(0, MORE_THAN_THE_CAPACITY)).doesNotHaveDuplicates();
        assertThat(queues.isEmpty()).isTrue();
    }
}

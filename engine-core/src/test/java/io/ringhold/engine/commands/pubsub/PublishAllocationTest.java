package io.ringhold.engine.commands.pubsub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.ReplySink;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.PreparedRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishing must not touch the heap, however many there are who listen. */
class PublishAllocationTest {
    private static final int SUBSCRIBERS = 300;
    private static final int WARM_UP = 400;
    private static final int MEASURED = 1_000;

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISH news hello", "PUBLISH nobody hello", "PUBLISH matched hello",
        "SPUBLISH news hello"})
    void shouldAllocateNothingWhenRunOften(final String command) {
        try (EngineHarness engine = EngineHarness.of(new PublishCommands(), new SubscriptionCommands());
                PreparedRequest request = engine.prepare(bytes(command))) {
            final List<Session> subscribers = subscribers(engine);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            run(engine, request, subscribers, WARM_UP);
            long least = Long.MAX_VALUE;
            // the compiler may finish in the middle of a round and leave its mark once, a leak leaves it each time
            for (int round = 0; round < 3 && least != 0; round++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                run(engine, request, subscribers, MEASURED);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
        }
    }

    private static List<Session> subscribers(final EngineHarness engine) {
        final ChunkPool chunks = new ChunkPool(engine.clientArena());
        final List<Session> subscribers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            final Session session = new Session(i + 2, waiting -> {}, null,
                    new SessionAddress("127.0.0.1:1", "127.0.0.1:2", 3, false), new OutputBuffer(chunks), 0);
            session.protocol(2 + i % 2);
            subscribe(engine, session, TopicKind.CHANNEL, "news");
            subscribe(engine, session, TopicKind.SHARD_CHANNEL, "news");
            subscribe(engine, session, TopicKind.PATTERN, "m*d");
            subscribe(engine, session, TopicKind.PATTERN, "*t*");
            subscribers.add(session);
        }
        return subscribers;
    }

    private static void subscribe(final EngineHarness engine, final Session session, final TopicKind kind,
            final String name) {
        try (PreparedRequest request = engine.prepare(bytes(name))) {
            assertThat(engine.engine().pubSub().subscribe(session, kind, request.batch().argumentAddress(0, 0),
                    request.batch().argumentLength(0, 0))).isTrue();
        }
    }

    private static byte[][] bytes(final String command) {
        final String[] words = command.split(" ", -1);
        final byte[][] arguments = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return arguments;
    }

    private static void run(final EngineHarness engine, final PreparedRequest request,
            final List<Session> subscribers, final int times) {
        for (int i = 0; i < times; i++) {
            engine.run(request);
            for (int subscriber = 0; subscriber < SUBSCRIBERS; subscriber++) {
                drain(subscribers.get(subscriber));
            }
        }
    }

    private static void drain(final Session session) {
        session.clearSignal();
        session.clearMessageSignal();
        try {
            session.output().drain(Nowhere.SINK);
            session.output().reclaim(); // as for clients that have been idle for a second
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private enum Nowhere implements ReplySink {
        SINK;

        @Override
        public int write(final ByteBuffer source, final long address) {
            return source.remaining();
        }
    }
}

package io.ringhold.server.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.ringhold.engine.port.PeerAddress;
import io.ringhold.engine.port.PeerLink;
import io.ringhold.engine.port.PeerReplies;
import io.ringhold.engine.port.PeerReplies.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Exchanges that go wrong on this side; the test is the engine's thread. */
class PeerConnectionsTest {
    private static final int TIMEOUT_MS = 20_000;
    private static final int SHORT_MS = 100;

    private final AtomicLong nowNs = new AtomicLong();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> troubles = new LinkedBlockingQueue<>();
    private final List<PeerReplies> answers = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void shouldAnswerAtOnceWhenThereIsNoThread() {
        final PeerLink link = link(task -> {
            throw new OutOfMemoryError("no thread");
        });
        link.exchange(MemorySegment.NULL, 1, answers::add);
        assertThat(answers).containsExactly(new PeerReplies(List.of(), Failure.CONNECTING));
        assertThat(tasks).isEmpty();
        assertThat(troubles).singleElement().isInstanceOf(OutOfMemoryError.class);
        link.abandon();
    }

    @Test
    void shouldSendNothingWhenAThreadTakesItTooLate() throws Exception {
        final CountDownLatch late = new CountDownLatch(1);
        final PeerLink link = link(task -> Thread.ofPlatform().daemon().unstarted(() -> {
            await(late);
            task.run();
        }));
        link.exchange(MemorySegment.NULL, 1, answers::add);
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS) + 1);
        late.countDown();
        turn();
        assertThat(answers).containsExactly(new PeerReplies(List.of(), Failure.CONNECTING));
        server.setSoTimeout(SHORT_MS);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        link.abandon();
    }

    @Test
    void shouldAnswerWhenSomethingUnexpectedHappens() throws Exception {
        final MemorySegment gone;
        try (Arena arena = Arena.ofShared()) {
            gone = arena.allocate(1);
        }
        final PeerLink link = link(task -> Thread.ofPlatform().daemon().unstarted(task));
        link.exchange(gone, 1, answers::add);
        turn();
        assertThat(answers).containsExactly(new PeerReplies(List.of(), Failure.READING));
        assertThat(troubles).singleElement().isInstanceOf(IllegalStateException.class);
        link.abandon();
    }

    private PeerLink link(final ThreadFactory factory) {
        return new PeerConnections(tasks::add, nowNs::get, troubles::add, factory)
                .open(new PeerAddress("127.0.0.1", server.getLocalPort(), 0), TIMEOUT_MS);
    }

    private void turn() throws InterruptedException {
        final Runnable task = tasks.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        assertThat(task).isNotNull();
        task.run();
    }

    private static void await(final CountDownLatch latch) {
        try {
            assertThat(latch.await(TIMEOUT_MS, TimeUnit.MILLISECONDS)).isTrue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

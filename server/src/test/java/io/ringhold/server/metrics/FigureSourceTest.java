package io.ringhold.server.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.ringhold.engine.figures.EngineFigures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class FigureSourceTest {
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(50);
    private static final EngineFigures FIGURES = new EngineFigures(null, null, null, 1, 2);

    private final ExecutorService scrapers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        scrapers.shutdownNow();
    }

    @Test
    void shouldGetWhatTheEngineGathers() throws Exception {
        final FigureSource source = new FigureSource(task -> {
            task.run();
            return true;
        }, process -> FIGURES, LONG_NS);
        assertThat(source.take()).isSameAs(FIGURES);
        assertThat(source.take()).isSameAs(FIGURES);
    }

    @Test
    void shouldHaveOneRequestOnItsWayHoweverManyAsk() throws Exception {
        final SynchronousQueue<Runnable> asked = new SynchronousQueue<>();
        final AtomicInteger onTheirWay = new AtomicInteger();
        final FigureSource source = new FigureSource(task -> {
            assertThat(onTheirWay.incrementAndGet()).isEqualTo(1);
            scrapers.execute(() -> hand(asked, task));
            return true;
        }, process -> FIGURES, LONG_NS);
        final Future<?> first = scrapers.submit(source::take);
        final Future<?> second = scrapers.submit(source::take);
        for (int i = 0; i < 2; i++) {
            final Runnable task = asked.take();
            onTheirWay.decrementAndGet();
            task.run();
        }
        assertThat(first.get()).isSameAs(FIGURES);
        assertThat(second.get()).isSameAs(FIGURES);
    }

    @Test
    void shouldGiveUpWhenTheEngineDoesNotAnswerAndNotAskAgain() throws Exception {
        final Deque<Runnable> asked = new ArrayDeque<>();
        final AtomicInteger gathered = new AtomicInteger();
        final FigureSource source = new FigureSource(asked::add, process -> {
            gathered.incrementAndGet();
            return FIGURES;
        }, SHORT_NS);
        assertThatThrownBy(source::take).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(source::take).isInstanceOf(TimeoutException.class);
        assertThat(asked).hasSize(1);
        asked.remove().run();
        assertThat(gathered).hasValue(1);
        // what came too late is old by now
        assertThatThrownBy(source::take).isInstanceOf(TimeoutException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldGiveUpWhenTheRingStaysFull() {
        final FigureSource source = new FigureSource(task -> false, process -> FIGURES, SHORT_NS);
        assertThatThrownBy(source::take).isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldAskAgainWhileTheRingIsFull() throws Exception {
        final AtomicInteger tries = new AtomicInteger();
        final FigureSource source = new FigureSource(task -> {
            if (tries.incrementAndGet() < 4) {
                return false;
            }
            task.run();
            return true;
        }, process -> FIGURES, LONG_NS);
        assertThat(source.take()).isSameAs(FIGURES);
        assertThat(tries).hasValue(4);
    }

    @Test
    void shouldGiveUpWhenAnotherScrapeTakesTooLong() throws Exception {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);
        final FigureSource source = new FigureSource(task -> {
            begun.countDown();
            try {
                end.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            task.run();
            return true;
        }, process -> FIGURES, SHORT_NS);
        final Future<?> first = scrapers.submit(source::take);
        begun.await();
        assertThatThrownBy(source::take).isInstanceOf(TimeoutException.class);
        end.countDown();
        first.get();
    }

    private static void hand(final SynchronousQueue<Runnable> to, final Runnable task) {
        try {
            to.put(task);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.ringhold.server.boot;

import java.util.Locale;
import java.util.function.LongSupplier;

import io.ringhold.engine.config.Settings;
import io.ringhold.engine.config.option.IdleStrategyKind;
import io.ringhold.engine.config.option.Threading;
import io.ringhold.engine.pipeline.DoorbellIdle;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Which threads there are and how they wait.
 *
 * @param shared
 *            true when the engine and the only transport take turns on one thread.
 * @param transports
 *            how many transports there are.
 * @param engineWait
 *            how the engine's thread waits.
 * @param transportWait
 *            how a transport's thread waits.
 */
record Threads(boolean shared, int transports, IdleStrategyKind engineWait, IdleStrategyKind transportWait) {
    /** Up to so many processors, a hand-off between threads costs more than a second thread brings. */
    static final int MAX_SHARED_PROCESSORS = 3;

    private static final long BACKOFF_SPINS = 200;
    private static final long BACKOFF_YIELDS = 100;

    static Threads of(final Settings settings, final int processors) {
        final boolean shared = switch (settings.threading.value()) {
            case SHARED -> true;
            case DEDICATED -> false;
            case AUTO -> processors <= MAX_SHARED_PROCESSORS;
        };
        return new Threads(shared, shared ? 1 : settings.ioThreads.intValue(), settings.engineIdleStrategy.value(),
                settings.transportIdleStrategy.value());
    }

    String mode() {
        return (shared ? Threading.SHARED : Threading.DEDICATED).name().toLowerCase(Locale.ROOT);
    }

    DoorbellIdle engineIdle() {
        return switch (engineWait) {
            case BUSY_SPIN -> new DoorbellIdle(DoorbellIdle.ENDLESS, 0);
            case YIELD -> new DoorbellIdle(0, DoorbellIdle.ENDLESS);
            case BACKOFF -> new DoorbellIdle(BACKOFF_SPINS, BACKOFF_YIELDS);
            case PARK -> new DoorbellIdle(0, 0);
        };
    }

    /** What a transport's runner does between turns: those that sleep do so in their select. */
    IdleStrategy transportIdle() {
        return transportWait == IdleStrategyKind.YIELD ? YieldingIdleStrategy.INSTANCE : NoOpIdleStrategy.INSTANCE;
    }

    /** How long a transport may sleep in its select as far as others are concerned. */
    LongSupplier sleep(final LongSupplier engineIdleNs) {
        if (shared) {
            return engineWait == IdleStrategyKind.BUSY_SPIN ? () -> 0 : engineIdleNs;
        }
        return transportWait == IdleStrategyKind.BUSY_SPIN || transportWait == IdleStrategyKind.YIELD
                ? () -> 0
                : () -> Long.MAX_VALUE;
    }
}

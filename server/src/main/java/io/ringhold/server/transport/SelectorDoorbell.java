package io.ringhold.server.transport;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.ringhold.engine.pipeline.Doorbell;
import org.agrona.concurrent.NanoClock;

/**
 * A selector that others can wake, at the price of a system call only when its thread really sleeps.
 *
 * <p>
 * The thread announces its sleep, looks for work once more, and only then blocks; whoever brings work makes it visible, and
 * then looks at the announcement. One of the two sees the other.
 */
public final class SelectorDoorbell implements Doorbell {
    private static final long NS_PER_MS = 1_000_000;

    private final Selector selector;
    private final Coalescing coalescing;
    private volatile boolean asleep;
    private Thread owner;

    /**
     * @param napNs
     *            how long a busy transport may let requests gather ({@link Coalescing}); 0 is not to.
     */
    public SelectorDoorbell(final Selector selector, final NanoClock clock, final long napNs) {
        this.selector = selector;
        this.coalescing = new Coalescing(clock, napNs);
    }

    /** Called by the thread that selects, before it does anything else: its own rings need not wake it. */
    void start() {
        owner = Thread.currentThread();
        coalescing.start();
    }

    @Override
    public void ring() {
        if (Thread.currentThread() == owner) {
            return;
        }
        VarHandle.fullFence();
        if (asleep) {
            asleep = false;
            selector.wakeup();
        }
    }

    /**
     * Selects once, sleeping for as long as nothing is to be done.
     *
     * @param idleNs
     *            asked after the sleep has been announced: how long there is nothing to do; not to sleep unless that is more than 0.
     * @return what was selected.
     */
    int select(final Consumer<SelectionKey> action, final LongSupplier idleNs) throws IOException {
        int selected;
        if (idleNs.getAsLong() <= 0) {
            selected = selector.selectNow(action);
        } else {
            coalescing.beforeSelect();
            selected = sleep(action, idleNs);
        }
        coalescing.selected(selected);
        return selected;
    }

    /** What counts the requests that come. */
    Coalescing coalescing() {
        return coalescing;
    }

    private int sleep(final Consumer<SelectionKey> action, final LongSupplier idleNs) throws IOException {
        asleep = true;
        final long ns = idleNs.getAsLong();
        final int selected;
        if (ns <= 0) {
            selected = selector.selectNow(action);
        } else if (ns == Long.MAX_VALUE) {
            selected = selector.select(action);
        } else {
            // rounded up: a timeout of less than a millisecond would be none
            selected = selector.select(action, Math.ceilDiv(ns, NS_PER_MS));
        }
        asleep = false;
        return selected;
    }
}

package io.ringhold.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

import io.ringhold.bench.load.measure.ThreadRecorder;

/**
 * One thread of the load: polls its selector, and in the open loop sends what is due. It waits in the selector while the next command is due
 * in more than a millisecond, and polls without waiting from then on, because a selector wakes up only to the millisecond. The connections are
 * this thread's from the start on. It ends when nothing is outstanding after the end of the run, when a connection fails, when after the
 * end replies are missing and none has come for {@value #DRAIN_SECONDS} s, or when a run that only replies can end has got none for
 * {@value #PATIENCE_SECONDS} s.
 */
abstract class LoadThread implements Runnable {
    /** So long the next reply is waited for after the end, in seconds. */
    static final long DRAIN_SECONDS = 10;
    /** So long the next reply is waited for in a run of so many commands, in seconds: a server that saves or swaps may be slow. */
    static final long PATIENCE_SECONDS = 60;
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();
    private static final long DRAIN_NS = DRAIN_SECONDS * 1_000_000_000L;
    private static final long PATIENCE_NS = PATIENCE_SECONDS * 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;
    private static final long LONGEST_WAIT_MS = 100;
    private static final int READ_BUFFER_LENGTH = 256 * 1024;

    final Phases phases;
    final ThreadRecorder recorder;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER_LENGTH);
    private final Consumer<SelectionKey> onSelected = this::onSelected;
    private final Runnable onEnd;
    private volatile Throwable failure;
    private volatile boolean isStopped;
    private volatile long cpuNsAtEnd;

    /**
     * @param onEnd
     *            called by this thread when it ends
     */
    LoadThread(Phases phases, ThreadRecorder recorder, Runnable onEnd) throws IOException {
        this.phases = phases;
        this.recorder = recorder;
        this.onEnd = onEnd;
        selector = Selector.open();
    }

    final void register(SocketChannel channel, PolledConnection connection) throws IOException {
        channel.configureBlocking(false);
        connection.register(channel.register(selector, SelectionKey.OP_READ, connection));
    }

    /** The connections of this thread. */
    abstract PolledConnection[] connections();

    /** Sends what is to be sent now. */
    abstract void sendDue(long nowNs) throws IOException;

    /** When {@link #sendDue} has something to do again, or {@link Phases#NEVER} from now. */
    abstract long nextDueNs(long nowNs);

    /** Whether nothing more will be sent but for what waits on connections. */
    abstract boolean isSendingOver(long nowNs);

    @Override
    public final void run() {
        try {
            loop();
        } catch (IOException e) {
            failure = e;
        } catch (UncheckedIOException e) {
            failure = e.getCause();
        } catch (Throwable e) {
            // Whatever it is, the driver must not take the thread for one that has done its part.
            failure = e;
        } finally {
            cpuNsAtEnd = TIMES.getCurrentThreadCpuTime();
            onEnd.run();
        }
    }

    private void loop() throws IOException {
        long overSinceNs = 0;
        boolean isOver = false;
        while (!isStopped) {
            long nowNs = System.nanoTime();
            if (isOver && nowNs - overSinceNs > DRAIN_NS && nowNs - recorder.lastReadNs() > DRAIN_NS) {
                throw new IOException("replies are missing, and none has come for " + DRAIN_SECONDS + " s");
            }
            sendDue(nowNs);
            if (isSendingOver(nowNs)) {
                if (areAllDone()) {
                    return;
                }
                overSinceNs = isOver ? overSinceNs : nowNs;
                isOver = true;
            }
            select(nextDueNs(nowNs) - nowNs);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // on few cores the server may wait for this one
    private void select(long waitNs) throws IOException {
        long waitMs = Math.min(waitNs / NS_PER_MS - 1, LONGEST_WAIT_MS);
        if (waitMs > 0) {
            // Where nothing is due by itself and the run has no end in time, only a reply lets it go on.
            if (selector.select(onSelected, waitMs) == 0 && waitNs == Phases.NEVER && !phases.hasEnd()) {
                checkPatience();
            }
        } else if (selector.selectNow(onSelected) == 0) {
            Thread.yield();
        }
    }

    private void checkPatience() throws IOException {
        if (System.nanoTime() - recorder.lastReadNs() >= PATIENCE_NS && !areAllDone()) {
            throw new IOException("no reply has come for " + PATIENCE_SECONDS + " s");
        }
    }

    private boolean areAllDone() {
        for (PolledConnection connection : connections()) {
            if (!connection.isDone()) {
                return false;
            }
        }
        return true;
    }

    private void onSelected(SelectionKey key) {
        PolledConnection connection = (PolledConnection) key.attachment();
        try {
            if (key.isReadable()) {
                connection.onReadable(in);
            }
            if (key.isWritable()) {
                connection.onWritable();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the thread end soon, whatever is outstanding. From any thread. */
    final void stop() {
        isStopped = true;
        selector.wakeup();
    }

    /**
     * CPU time of the thread so far, or to its end, in ns. From any thread.
     *
     * @param own
     *            the thread that runs this
     */
    final long cpuNs(Thread own) {
        long soFar = TIMES.getThreadCpuTime(own.threadId());
        return soFar < 0 ? cpuNsAtEnd : soFar;
    }

    /** What ended the thread early, or null. */
    final Throwable failure() {
        return failure;
    }

    /** Closes selector and connections; once the thread has ended. */
    final void close() throws IOException {
        selector.close();
        for (PolledConnection connection : connections()) {
            connection.close();
        }
    }
}

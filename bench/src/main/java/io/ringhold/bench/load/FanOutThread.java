package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;

/**
 * Drives the sender and the receivers of a {@link FanOut}, round by round: the sender's batch is out, every receiver has been told of it, has read again what it
 * tracks, and the sender has its replies; then the next. All latencies but those of reading again count from when the batch was sent.
 */
final class FanOutThread extends LoadThread {
    private final FanOutConnection sender;
    private final FanOutConnection[] all;
    private boolean isStarted;
    private int busy;
    private long sentNs;
    private boolean isMeasured;

    /**
     * @param channels
     *            the sender's and then the receivers'
     * @param sent
     *            what is sent in a round
     * @param readAgain
     *            what each receiver sends then, or nothing
     */
    FanOutThread(FanOut fanOut, List<SocketChannel> channels, ByteBuffer sent, ByteBuffer readAgain, Phases phases,
            ThreadRecorder recorder, Runnable onEnd) throws IOException {
        super(phases, recorder, onEnd);
        all = new FanOutConnection[channels.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i == 0
                    ? new FanOutSender(this, channels.get(i), sent, fanOut.batch())
                    : new FanOutReceiver(this, channels.get(i), readAgain, fanOut);
            register(channels.get(i), all[i]);
        }
        sender = all[0];
    }

    @Override
    PolledConnection[] connections() {
        return all;
    }

    @Override
    void sendDue(long nowNs) throws IOException {
        if (!isStarted) {
            isStarted = true;
            startRound();
        }
    }

    private void startRound() throws IOException {
        sentNs = System.nanoTime();
        if (phases.isOver(sentNs)) {
            return;
        }
        isMeasured = phases.isMeasured(sentNs);
        busy = all.length;
        for (FanOutConnection connection : all) {
            connection.onRound();
        }
        sender.send();
    }

    /** A connection has done all of this round. */
    void onDone() throws IOException {
        if (--busy == 0) {
            startRound();
        }
    }

    /** Records what one read brought. */
    void record(int operation, int count, long fromNs, long nowNs) {
        if (isMeasured && count > 0) {
            recorder.onReplies(operation, count, nowNs - fromNs, nowNs);
        }
        recorder.onRead(count, nowNs);
    }

    /** When the batch of this round was sent. */
    long sentNs() {
        return sentNs;
    }

    @Override
    long nextDueNs(long nowNs) {
        return nowNs + Phases.NEVER;
    }

    @Override
    boolean isSendingOver(long nowNs) {
        return phases.isOver(nowNs);
    }
}

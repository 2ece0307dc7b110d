package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Sends the batch and counts its replies. */
final class FanOutSender extends FanOutConnection {
    private static final int OPERATION = 0;

    private final int batch;
    private int expected;
    private int came;

    FanOutSender(FanOutThread thread, SocketChannel channel, ByteBuffer requests, int batch) {
        super(thread, channel, requests);
        this.batch = batch;
    }

    @Override
    void onRound() {
        expected = batch;
    }

    @Override
    void onReply(int result, int bulkStrings) throws IOException {
        if (++came > expected) {
            throw new IOException("the server sent a reply that nobody asked for");
        }
    }

    @Override
    void onReadEnd(long nowNs) throws IOException {
        int count = came;
        came = 0;
        expected -= count;
        thread.record(OPERATION, count, thread.sentNs(), nowNs);
        if (expected == 0 && count > 0) {
            thread.onDone();
        }
    }

    @Override
    boolean isDone() {
        return expected == 0;
    }
}

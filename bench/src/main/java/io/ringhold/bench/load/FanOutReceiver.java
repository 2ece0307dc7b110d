package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import io.ringhold.bench.server.ReplyScanner;

/** Counts what it is told of, and reads that again where it tracks what it has read. */
final class FanOutReceiver extends FanOutConnection {
    private static final int TOLD = 1;
    private static final int READ = 2;

    private final boolean isReadAgain;
    private final boolean isToldOfKeys;
    private final int batch;
    private int toBeTold;
    private int toBeRead;
    private int told;
    private int read;
    private long readFromNs;

    FanOutReceiver(FanOutThread thread, SocketChannel channel, ByteBuffer requests, FanOut fanOut) {
        super(thread, channel, requests);
        isReadAgain = fanOut.kind().isReadAgain();
        isToldOfKeys = fanOut.kind().needsPushes();
        batch = fanOut.batch();
    }

    @Override
    void onRound() {
        toBeTold = batch;
    }

    @Override
    void onReply(int result, int bulkStrings) throws IOException {
        if (isToldOfKeys && result == ReplyScanner.REPLY) {
            read++;
        } else {
            told += isToldOfKeys ? bulkStrings - 1 : 1; // an invalidation is its name and the keys
        }
        if (told > toBeTold || read > toBeRead) {
            throw new IOException("a receiver got more than was sent");
        }
    }

    @Override
    void onReadEnd(long nowNs) throws IOException {
        int toldNow = told;
        int readNow = read;
        told = 0;
        read = 0;
        toBeTold -= toldNow;
        toBeRead -= readNow;
        thread.record(TOLD, toldNow, thread.sentNs(), nowNs);
        if (isReadAgain) {
            thread.record(READ, readNow, readFromNs, nowNs);
            if (toldNow > 0 && toBeTold == 0) {
                toBeRead = batch;
                readFromNs = System.nanoTime();
                send();
                return;
            }
        }
        if (toldNow + readNow > 0 && isDone()) {
            thread.onDone();
        }
    }

    @Override
    boolean isDone() {
        return toBeTold == 0 && toBeRead == 0;
    }
}

package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.ringhold.bench.server.ReplyScanner;

/** A connection of a {@link FanOut}: it sends the same requests in every round. For the thread that polls its selector. */
abstract class FanOutConnection extends PolledConnection {
    final FanOutThread thread;
    private final SocketChannel channel;
    private final ByteBuffer requests;
    private final ReplyScanner scanner = new ReplyScanner(true);
    private SelectionKey key;

    /**
     * @param requests
     *            what it sends in a round; shared
     */
    FanOutConnection(FanOutThread thread, SocketChannel channel, ByteBuffer requests) {
        this.thread = thread;
        this.channel = channel;
        this.requests = requests.duplicate();
    }

    /** A round begins. */
    abstract void onRound();

    /** A reply that is no error, or a push message. */
    abstract void onReply(int result, int bulkStrings) throws IOException;

    /** All that one read brought has been told. */
    abstract void onReadEnd(long nowNs) throws IOException;

    @Override
    final void register(SelectionKey ownKey) {
        key = ownKey;
    }

    /** Sends the requests of a round, as far as the socket takes them; the selector does the rest. */
    final void send() throws IOException {
        requests.rewind();
        channel.write(requests);
        if (requests.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    @Override
    final void onWritable() throws IOException {
        channel.write(requests);
        if (!requests.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    @Override
    final void onReadable(ByteBuffer in) throws IOException {
        in.clear();
        int length = channel.read(in);
        if (length < 0) {
            throw new IOException("the server closed a connection");
        }
        long nowNs = System.nanoTime();
        in.flip();
        for (int result = scanner.next(in); result != ReplyScanner.INCOMPLETE; result = scanner.next(in)) {
            if (result == ReplyScanner.ERROR) {
                throw new IOException("the server answered with an error: " + scanner.lastError());
            }
            onReply(result, scanner.bulkStrings());
        }
        onReadEnd(nowNs);
    }

    @Override
    final void close() throws IOException {
        channel.close();
    }
}

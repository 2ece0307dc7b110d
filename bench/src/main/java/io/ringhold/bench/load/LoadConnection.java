package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.server.ReplyScanner;
import io.ringhold.bench.workload.Workload;

/**
 * One connection of the load: requests are encoded straight into its buffer, replies are counted. Commands without reply stand in a ring, oldest first.
 * What is sent when is told by the subclass. For the thread that polls its selector.
 */
abstract class LoadConnection extends PolledConnection {
    final Phases phases;
    final ThreadRecorder recorder;
    private final SocketChannel channel;
    private final Workload.Stream stream;
    private final int largestRequest;
    private final ByteBuffer out;
    private final ReplyScanner scanner = new ReplyScanner();
    /** The commands without reply: their kinds, by number modulo the length. */
    private final int[] kinds;
    private final int mask;
    private long encoded;
    private long answered;
    private SelectionKey key;
    private boolean isWriting;

    LoadConnection(SocketChannel channel, Workload workload, Workload.Stream stream, Phases phases,
            ThreadRecorder recorder, LoadPlan plan) {
        this.channel = channel;
        this.stream = stream;
        this.phases = phases;
        this.recorder = recorder;
        largestRequest = workload.largestRequest();
        out = ByteBuffer.allocateDirect(plan.bufferLength(largestRequest));
        int depth = plan.depth();
        kinds = new int[depth == 1 ? 1 : Integer.highestOneBit(depth - 1) << 1];
        mask = kinds.length - 1;
    }

    /** How many more commands are to be sent now. */
    abstract int ready();

    /** A reply came. */
    abstract void onReply(long number, int kind, long nowNs);

    /** All that one read brought has been counted; there may be more to send. */
    abstract void onReadEnd(long nowNs) throws IOException;

    @Override
    final void register(SelectionKey ownKey) {
        key = ownKey;
    }

    /** Commands that were encoded and have no reply yet. */
    final int outstanding() {
        return (int) (encoded - answered);
    }

    final long encodedCommands() {
        return encoded;
    }

    /** Encodes and writes what is ready, as far as the socket takes it; the selector does the rest. */
    final void send() throws IOException {
        if (isWriting) {
            return;
        }
        while (encode()) {
            out.flip();
            channel.write(out);
            if (out.hasRemaining()) {
                isWriting = true;
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            out.clear();
        }
    }

    private boolean encode() {
        int ready = ready();
        while (ready > 0 && out.remaining() >= largestRequest) {
            kinds[(int) encoded++ & mask] = stream.next(out);
            ready--;
        }
        return out.position() > 0;
    }

    @Override
    final void onWritable() throws IOException {
        channel.write(out);
        if (!out.hasRemaining()) {
            out.clear();
            isWriting = false;
            key.interestOps(SelectionKey.OP_READ);
            send();
        }
    }

    /** Reads once and counts the replies. */
    @Override
    final void onReadable(ByteBuffer in) throws IOException {
        in.clear();
        int length = channel.read(in);
        if (length < 0) {
            throw closed();
        }
        long nowNs = System.nanoTime();
        in.flip();
        long answeredBefore = answered;
        int result = scanner.next(in);
        while (result != ReplyScanner.INCOMPLETE) {
            onReply(result, nowNs);
            result = scanner.next(in);
        }
        recorder.onRead((int) (answered - answeredBefore), nowNs);
        onReadEnd(nowNs);
    }

    private void onReply(int result, long nowNs) throws IOException {
        if (answered == encoded) {
            throw unasked(result);
        }
        long number = answered++;
        int kind = kinds[(int) number & mask];
        if (result == ReplyScanner.ERROR && isMeasured(number)) {
            recorder.onError(kind, scanner);
        }
        onReply(number, kind, nowNs);
    }

    private IOException closed() {
        String error = scanner.lastError();
        return new IOException(
                "the server closed a connection" + (error.isEmpty() ? "" : "; its last error was: " + error));
    }

    private IOException unasked(int result) {
        return new IOException(result == ReplyScanner.ERROR
                ? "the server sent an error that nobody asked for: " + scanner.lastError()
                : "the server sent a reply that nobody asked for");
    }

    /** Whether a command without reply belongs to the result. */
    abstract boolean isMeasured(long number);

    @Override
    final void close() throws IOException {
        channel.close();
    }
}

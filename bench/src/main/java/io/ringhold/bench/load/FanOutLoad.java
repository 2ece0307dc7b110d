package io.ringhold.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.server.ControlClient;
import io.ringhold.bench.server.LoadException;

/** The connections of a {@link FanOut}: the first is the sender's, the others are the receivers'. */
final class FanOutLoad extends Load {
    private static final String CHANNEL = "fanout";
    private static final String KEY_PREFIX = "fanout:";

    private final FanOut fanOut;

    FanOutLoad(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    @Override
    List<String> operations() {
        return fanOut.kind().operations();
    }

    @Override
    void introduce(List<SocketChannel> channels) throws IOException, LoadException {
        try {
            for (SocketChannel channel : channels.subList(1, channels.size())) {
                introduceReceiver(new ControlClient(channel));
            }
        } catch (ControlClient.ErrorReply e) {
            throw new LoadException("the server refuses a receiver: " + e.getMessage(), e);
        }
    }

    private void introduceReceiver(ControlClient receiver) throws IOException, ControlClient.ErrorReply {
        switch (fanOut.kind()) {
            case PUBLISH -> receiver.call("SUBSCRIBE", CHANNEL);
            case BCAST -> receiver.call("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", KEY_PREFIX);
            case TRACKING -> {
                receiver.call("CLIENT", "TRACKING", "ON");
                for (int i = 0; i < fanOut.batch(); i++) {
                    receiver.call("GET", KEY_PREFIX + i);
                }
            }
        }
    }

    @Override
    List<LoadThread> threads(List<SocketChannel> channels, Phases phases, List<ThreadRecorder> recorders,
            Runnable onEnd) throws IOException {
        ThreadRecorder recorder = new ThreadRecorder(operations().size(), phases.startNs());
        recorders.add(recorder);
        return List.of(new FanOutThread(fanOut, channels, sent(), readAgain(), phases, recorder, onEnd));
    }

    /** What the sender sends in a round. */
    private ByteBuffer sent() {
        String value = "x".repeat(fanOut.valueLength());
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < fanOut.batch(); i++) {
            requests.add(fanOut.kind() == FanOut.Kind.PUBLISH
                    ? request("PUBLISH", CHANNEL, value)
                    : request("SET", KEY_PREFIX + i, value));
        }
        return buffer(requests);
    }

    /** What a receiver sends when it has been told of everything in a round. */
    private ByteBuffer readAgain() {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < fanOut.batch(); i++) {
            requests.add(request("GET", KEY_PREFIX + i));
        }
        return buffer(fanOut.kind().isReadAgain() ? requests : Collections.emptyList());
    }

    private static String request(String... words) {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return request.toString();
    }

    private static ByteBuffer buffer(List<String> requests) {
        byte[] bytes = String.join("", requests).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}

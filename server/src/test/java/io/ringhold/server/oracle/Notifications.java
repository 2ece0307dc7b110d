package io.ringhold.server.oracle;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

/** A subscriber to all keyspace notifications of a server. For one thread. */
final class Notifications implements AutoCloseable {
    private static final String MARKER = "__keyspace@end__:marker";

    private final RespConnection control;
    private final RespConnection subscriber;

    /** Turns notifications of all classes on. */
    Notifications(ServerProcess server) {
        control = server.connect();
        subscriber = server.connect();
        set("KEAmn");
        subscriber.call("PSUBSCRIBE", "__key*__:*");
    }

    private void set(String classes) {
        Reply done = control.call("CONFIG", "SET", "notify-keyspace-events", classes);
        if (done.isError()) {
            throw new AssertionError("CONFIG SET notify-keyspace-events " + classes + ": " + done);
        }
    }

    /** What has come since the last call, each as channel and message. */
    List<String> take() {
        control.call("PUBLISH", MARKER, "");
        List<String> taken = new ArrayList<>();
        while (true) {
            List<Reply> message = ((Reply.Aggregate) subscriber.read()).items();
            String channel = message.get(2).text();
            if (channel.equals(MARKER)) {
                return taken;
            }
            taken.add(channel + ' ' + message.get(3).text());
        }
    }

    /** Turns notifications off. */
    @Override
    public void close() {
        set("");
        control.close();
        subscriber.close();
    }
}

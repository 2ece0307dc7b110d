package io.ringhold.server.oracle;

import java.util.function.Supplier;

/**
 * The server that is right and the one that is tested.
 *
 * @param redis   redis-server
 * @param subject what is compared with it
 */
public record ServerPair(ServerProcess redis, ServerProcess subject) implements AutoCloseable {
    /** Starts both. */
    public static ServerPair start(Supplier<ServerProcess> redis, Supplier<ServerProcess> subject) {
        ServerProcess first = redis.get();
        try {
            return new ServerPair(first, subject.get());
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }

    /** A new connection to each, speaking RESP2 or, after HELLO 3, RESP3; where HELLO is refused it stays RESP2. */
    public ConnectionPair connect(int protocol) {
        ConnectionPair connections = new ConnectionPair(redis.connect(), subject.connect());
        if (protocol == 3) {
            connections.redis().call("HELLO", "3");
            connections.subject().call("HELLO", "3");
        }
        return connections;
    }

    @Override
    public void close() {
        redis.close();
        subject.close();
    }
}

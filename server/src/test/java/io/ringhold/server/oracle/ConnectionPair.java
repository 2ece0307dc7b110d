package io.ringhold.server.oracle;

import io.ringhold.server.oracle.ConnectionPair.ReplyPair;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;
import io.ringhold.server.oracle.rule.Rule;

/**
 * A connection to each of the two servers. For one thread.
 *
 * @param redis   the connection to the server that is right
 * @param subject the connection to the server that is tested
 */
public record ConnectionPair(RespConnection redis, RespConnection subject) implements AutoCloseable {
    /** Sends bytes to both. */
    public void send(byte[] bytes) {
        redis.sendRaw(bytes);
        subject.sendRaw(bytes);
        redis.flush();
        subject.flush();
    }

    /** The next reply of each. */
    public ReplyPair read() {
        return new ReplyPair(redis.read(), subject.read());
    }

    /** Sends a command to both and reads the replies. */
    public ReplyPair call(Command command) {
        send(command.wire());
        return read();
    }

    /** Empties all databases of both. */
    public void flushAll() {
        ReplyPair replies = call(Command.of("FLUSHALL"));
        if (replies.redis().isError() || !Rule.EXACT.matches(replies.redis(), replies.subject())) {
            throw new AssertionError("FLUSHALL failed: " + replies);
        }
    }

    @Override
    public void close() {
        redis.close();
        subject.close();
    }

    /**
     * What each server replied to the same command.
     *
     * @param redis   the reply that is right
     * @param subject the reply that is tested
     */
    public record ReplyPair(Reply redis, Reply subject) {}
}

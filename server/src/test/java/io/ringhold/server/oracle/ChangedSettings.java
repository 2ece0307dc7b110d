package io.ringhold.server.oracle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.ringhold.server.oracle.ConnectionPair.ReplyPair;
import io.ringhold.server.oracle.OracleCase.Setting;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;

/** Settings that both servers have for a while: closing gives them the values back that they had. For one thread. */
public final class ChangedSettings implements AutoCloseable {
    private final ConnectionPair control;
    private final Deque<Former> before = new ArrayDeque<>();

    private record Former(String name, ReplyPair values) {}

    /**
     * Changes settings with CONFIG SET.
     *
     * @throws AssertionError when a server refuses one
     */
    public ChangedSettings(ConnectionPair control, List<Setting> settings) {
        this.control = control;
        for (Setting setting : settings) {
            before.push(new Former(setting.name(), control.call(Command.of("CONFIG", "GET", setting.name()))));
            ReplyPair replies = control.call(Command.of("CONFIG", "SET", setting.name(), setting.value()));
            if (replies.redis().isError() || replies.subject().isError()) {
                close();
                throw new AssertionError("CONFIG SET " + setting + " failed: " + replies);
            }
        }
    }

    @Override
    public void close() {
        while (!before.isEmpty()) {
            Former former = before.pop();
            control.redis().call("CONFIG", "SET", former.name(), value(former.values().redis()));
            control.subject().call("CONFIG", "SET", former.name(), value(former.values().subject()));
        }
    }

    private static String value(Reply configGet) {
        if (configGet instanceof Reply.Aggregate array && array.items().size() == 2) {
            return array.items().get(1).text();
        }
        throw new AssertionError("CONFIG GET gave " + configGet);
    }
}

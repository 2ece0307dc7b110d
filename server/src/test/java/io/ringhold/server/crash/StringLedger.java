package io.ringhold.server.crash;

import java.util.List;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

import static org.assertj.core.api.Assertions.assertThat;

/** Leaves one string for each count. */
final class StringLedger implements Ledger {
    private final int id;

    StringLedger(final int id) {
        this.id = id;
    }

    @Override
    public int send(final RespConnection connection, final long count) {
        connection.send("SET", key(count), value(count));
        connection.send("SET", counterKey(), Long.toString(count));
        return 2;
    }

    @Override
    public void acknowledge(final long count, final List<Reply> replies) {
        assertThat(replies).extracting(Reply::text).containsOnly("OK");
    }

    @Override
    public String counterKey() {
        return "last:" + id;
    }

    @Override
    public void check(final RespConnection connection, final long count) {
        for (long i = 1; i <= count; i++) {
            connection.send("GET", key(i));
        }
        connection.flush();
        for (long i = 1; i <= count; i++) {
            assertThat(connection.read().text()).as("writer %d, key %d", id, i).isEqualTo(value(i));
        }
    }

    private String key(final long count) {
        return "key:" + id + ':' + count;
    }

    private String value(final long count) {
        return "v" + id + '-' + count + "-" + "x".repeat((int) (count % 300));
    }
}

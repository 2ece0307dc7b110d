package io.ringhold.server.crash;

import java.util.List;

import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transfers amounts between accounts, each transfer with its records in one transaction: what the accounts have must always be what the
 * transfers up to the count have left, not one half of a transfer more.
 */
final class TransferLedger implements Ledger {
    private static final int ACCOUNTS = 5;
    private static final int RECORDS = 12;

    private final int id;

    TransferLedger(final int id) {
        this.id = id;
    }

    @Override
    public int send(final RespConnection connection, final long count) {
        connection.send("MULTI");
        connection.send("DECRBY", account(from(count)), Long.toString(amount(count)));
        for (int i = 0; i < RECORDS; i++) {
            connection.send("SET", record(i), text(count, i));
        }
        connection.send("RPUSH", "transfers:" + id, Long.toString(count));
        connection.send("SET", counterKey(), Long.toString(count));
        connection.send("INCRBY", account(to(count)), Long.toString(amount(count)));
        connection.send("EXEC");
        return RECORDS + 6;
    }

    @Override
    public void acknowledge(final long count, final List<Reply> replies) {
        assertThat(replies.getFirst().text()).isEqualTo("OK");
        assertThat(replies.subList(1, replies.size() - 1)).extracting(Reply::text).containsOnly("QUEUED");
        assertThat(((Reply.Aggregate) replies.getLast()).items()).hasSize(RECORDS + 4)
                .noneMatch(Reply::isError);
    }

    @Override
    public String counterKey() {
        return "last:" + id;
    }

    @Override
    public void check(final RespConnection connection, final long count) {
        final long[] balances = new long[ACCOUNTS];
        for (long i = 1; i <= count; i++) {
            balances[from(i)] -= amount(i);
            balances[to(i)] += amount(i);
        }
        long sum = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
            final String balance = connection.call("GET", account(i)).text();
            final long there = balance.isEmpty() ? 0 : Long.parseLong(balance);
            assertThat(there).as("%s after %d transfers", account(i), count).isEqualTo(balances[i]);
            sum += there;
        }
        assertThat(sum).as("sum of accounts %d", id).isZero();
        assertThat(connection.call("LLEN", "transfers:" + id).text()).isEqualTo(Long.toString(count));
        for (int i = 0; i < RECORDS && count > 0; i++) {
            assertThat(connection.call("GET", record(i)).text()).as(record(i)).isEqualTo(text(count, i));
        }
    }

    private static int from(final long count) {
        return (int) (count % ACCOUNTS);
    }

    private static int to(final long count) {
        return (int) ((count * 3 + 1) % ACCOUNTS);
    }

    private static long amount(final long count) {
        return 1 + count % 97;
    }

    private static String text(final long count, final int i) {
        return count + "-" + "r".repeat((int) ((count + i) % 40) * i);
    }

    private String account(final int number) {
        return "account:" + id + ':' + number;
    }

    private String record(final int number) {
        return "record:" + id + ':' + number;
    }
}

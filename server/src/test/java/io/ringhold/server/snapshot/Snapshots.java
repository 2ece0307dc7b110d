package io.ringhold.server.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ringhold.server.oracle.resp.Bytes;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.Reply;
import io.ringhold.server.oracle.resp.RespConnection;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of snapshots ask a server. */
final class Snapshots {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DATABASES = 16;
    private static final long FAR_MS = 10_000_000_000L;
    private static final long SOON_MS = 3_600_000;

    private Snapshots() {}

    /** A field of INFO persistence; empty when it is not there. */
    static String info(final RespConnection connection, final String field) {
        return field(connection.call("INFO", "persistence").text(), field);
    }

    /** A field of a text of INFO; empty when it is not there. */
    static String field(final String info, final String field) {
        final Matcher matcher = Pattern.compile("(?m)^" + field + ":(.*?)\\r?$").matcher(info);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Waits until a field of INFO persistence has a value; the server tells by no other way. */
    static void await(final RespConnection connection, final String field, final String value) {
        final Instant deadline = Instant.now().plus(PATIENCE);
        String seen = info(connection, field);
        while (!seen.equals(value)) {
            assertThat(Instant.now()).as("waiting for %s:%s, it is %s", field, value, seen).isBefore(deadline);
            seen = info(connection, field);
        }
    }

    /** Waits for the end of a BGSAVE and says whether it succeeded. */
    static String awaitDump(final RespConnection connection) {
        await(connection, "rdb_bgsave_in_progress", "0");
        return info(connection, "rdb_last_bgsave_status");
    }

    /** Begins a rewrite of the log, waits for its end, and says whether it succeeded. */
    static String rewrite(final RespConnection connection) {
        assertThat(connection.call("BGREWRITEAOF").text()).startsWith("Background append only file rewriting");
        await(connection, "aof_rewrite_scheduled", "0");
        await(connection, "aof_rewrite_in_progress", "0");
        return info(connection, "aof_last_bgrewrite_status");
    }

    static String digest(final RespConnection connection) {
        final String digest = connection.call("DEBUG", "DIGEST").text();
        assertThat(digest).matches("[0-9a-f]{40}");
        return digest;
    }

    /** Keys that would expire during the test get a far expiry instead; what has milliseconds left, fields too, goes first. */
    static void postponeExpiry(final RespConnection connection) {
        assertThat(connection.call("DEBUG", "SLEEP", "0.1").text()).isEqualTo("OK");
        for (int db = 0; db < DATABASES; db++) {
            connection.call("SELECT", Integer.toString(db));
            for (final Reply key : ((Reply.Aggregate) connection.call("KEYS", "*")).items()) {
                final Command pttl = new Command(List.of(
                        Bytes.of("PTTL"), ((Reply.Scalar) key).payload()));
                final long left = ((Reply.Scalar) connection.call(pttl)).number();
                if (left >= 0 && left < SOON_MS) {
                    connection.call(new Command(List.of(Bytes.of("PEXPIRE"),
                            ((Reply.Scalar) key).payload(),
                            Bytes.of(Long.toString(FAR_MS + left)))));
                }
            }
        }
        connection.call("SELECT", "0");
    }
}

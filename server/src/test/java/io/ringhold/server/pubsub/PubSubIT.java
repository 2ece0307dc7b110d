package io.ringhold.server.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.ringhold.server.oracle.ServerProcess;
import io.ringhold.server.oracle.resp.Command;
import io.ringhold.server.oracle.resp.RespConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Many subscribers, many subscriptions, and subscribers that do not fetch what they get. */
class PubSubIT {
    private static final int SUBSCRIBERS = 1_000;
    private static final int MESSAGES = 50;
    private static final int CHANNELS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldSendEverySubscriberEveryMessageInOrder(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection publisher = server.connect()) {
            final List<RespConnection> subscribers = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                final RespConnection subscriber = server.connect();
                if (i % 2 == 1) {
                    subscriber.call("HELLO", "3");
                }
                subscriber.call("SUBSCRIBE", "all");
                subscribers.add(subscriber);
            }
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(publisher.call("PUBLISH", "all", "message " + i).text())
                        .isEqualTo(Integer.toString(SUBSCRIBERS));
            }
            for (final RespConnection subscriber : subscribers) {
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(subscriber.read().toString()).contains("\"message " + i + "\"");
                }
                subscriber.close();
            }
            awaitInfo(publisher, "pubsub_channels:0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldServeAClientWithManySubscriptionsAndForgetItWhenItHasGone(final String threading) {
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading);
                RespConnection publisher = server.connect()) {
            try (RespConnection subscriber = server.connect()) {
                for (int i = 0; i < CHANNELS; i++) {
                    subscriber.send("SUBSCRIBE", "channel:" + i);
                    subscriber.send("PSUBSCRIBE", "pattern:" + i + ":*");
                }
                subscriber.flush();
                for (int i = 1; i <= 2 * CHANNELS; i++) {
                    assertThat(subscriber.read().toString()).contains("(integer) " + i);
                }
                assertThat(publisher.call("INFO", "stats").text())
                        .contains("pubsub_channels:" + CHANNELS, "pubsub_patterns:" + CHANNELS);
                assertThat(publisher.call("CLIENT", "LIST", "TYPE", "pubsub").text())
                        .contains(" flags=P ", " sub=" + CHANNELS + " psub=" + CHANNELS + " ssub=0 ");
                assertThat(publisher.call("PUBLISH", "channel:777", "one").text()).isEqualTo("1");
                assertThat(publisher.call("PUBLISH", "pattern:77:x", "two").text()).isEqualTo("1");
                assertThat(subscriber.read().toString()).contains("\"channel:777\"", "\"one\"");
                assertThat(subscriber.read().toString()).contains("\"pattern:77:*\"", "\"two\"");
            }
            awaitInfo(publisher, "pubsub_channels:0");
            assertThat(publisher.call("INFO", "stats").text()).contains("pubsub_patterns:0");
        }
    }

    @Test
    void shouldWriteOnceToASubscriberWhatIsPublishedInATurn() {
        try (ServerProcess server = ServerProcess.ringhold("--threading", "shared");
                RespConnection publisher = server.connect()) {
            final List<RespConnection> subscribers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                final RespConnection subscriber = server.connect();
                subscriber.call("SUBSCRIBE", "all");
                subscribers.add(subscriber);
            }
            final long before = writes(publisher);
            publisher.pipeline(Collections.nCopies(100, Command.of("PUBLISH", "all", "message")));
            for (final RespConnection subscriber : subscribers) {
                for (int i = 0; i < 100; i++) {
                    subscriber.read();
                }
                subscriber.close();
            }
            // one each, and as many again should the pipeline have come in two parts
            assertThat(writes(publisher) - before).isBetween(50L, 110L);
        }
    }

    private static long writes(final RespConnection connection) {
        return connection.call("INFO", "stats").text().lines()
                .filter(line -> line.startsWith("total_writes_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1))).sum();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void shouldCloseASlowSubscriberAndServeTheOthers(final String threading) {
        final String message = "x".repeat(64 * 1024);
        try (ServerProcess server = ServerProcess.ringhold("--threading", threading, "--client-output-buffer-limit",
                "pubsub", "1mb", "0", "0");
                RespConnection publisher = server.connect();
                RespConnection quick = server.connect();
                RawClient slow = new RawClient(server.port())) {
            quick.call("SUBSCRIBE", "all");
            slow.send("SUBSCRIBE all");
            awaitInfo(publisher, "pubsub_clients:2");
            long receivers = 2;
            int sent = 0;
            while (receivers == 2 && sent < 2_000) {
                receivers = Long.parseLong(publisher.call("PUBLISH", "all", message).text());
                assertThat(quick.read().toString()).contains(message);
                sent++;
            }
            assertThat(receivers).as("receivers after %d messages", sent).isEqualTo(1);
            assertThat(slow.readToEnd()).isLessThan((long) sent * message.length());
            assertThat(server.awaitOutput("overcoming of output buffer limits"))
                    .contains("Client closed for overcoming of output buffer limits");
        }
    }

    private static void awaitInfo(final RespConnection connection, final String field) {
        final long endNs = System.nanoTime() + 20_000_000_000L;
        while (!connection.call("INFO", "everything").text().contains(field + "\r\n")) {
            assertThat(System.nanoTime()).as("waited in vain for " + field).isLessThan(endNs);
        }
    }
}

package io.ringhold.engine.tracking;

import java.util.List;
import java.util.stream.IntStream;

import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.engine.testing.ServerHarness.Client;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientTrackingTest {
    private static final String ALL = ">2\r\n$10\r\ninvalidate\r\n_\r\n";

    private final ServerHarness server = new ServerHarness("--enable-debug-command", "local");
    private final ClientTracking tracking = server.engine().tracking();
    private final Client writer = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    private Client tracker(final String options) {
        final Client client = server.connect();
        client.run("HELLO 3");
        assertThat(client.run("CLIENT TRACKING ON" + options)).isEqualTo("+OK\r\n");
        return client;
    }

    private static String invalidate(final String... keys) {
        return ">2\r\n$10\r\ninvalidate\r\n" + array(keys);
    }

    private static String array(final String... keys) {
        final StringBuilder text = new StringBuilder("*" + keys.length + "\r\n");
        for (final String key : keys) {
            text.append('$').append(key.length()).append("\r\n").append(key).append("\r\n");
        }
        return text.toString();
    }

    private void endTurn() {
        while (tracking.hasWork()) {
            tracking.work();
        }
    }

    private void leave(final Client client) {
        server.engine().sessions().remove(client.session());
        client.session().leave();
        tracking.disconnected(client.session());
    }

    @Test
    void shouldTellAReaderOnceWhenAKeyChanges() {
        final Client reader = tracker("");
        reader.run("GET k");
        writer.run("SET k v");
        writer.run("SET k w");
        assertThat(reader.received()).isEqualTo(invalidate("k"));
        assertThat(tracking.keys()).isZero();
    }

    @Test
    void shouldTellOfKeysInAnyDatabaseByTheirNames() {
        final Client reader = tracker("");
        reader.run("GET k");
        writer.run("SELECT 5");
        writer.run("SET k v");
        assertThat(reader.received()).isEqualTo(invalidate("k"));
    }

    @Test
    void shouldTellOfOwnChangesBehindTheReply() {
        final Client reader = tracker("");
        assertThat(reader.pipeline(List.of("GET k", "SET k v", "GET other", "MSET k w other x", "PING"))).isEqualTo(
                "_\r\n+OK\r\n" + invalidate("k") + "_\r\n+OK\r\n" + invalidate("other") + "+PONG\r\n");
    }

    @Test
    void shouldTellOfOwnChangesAlsoWhenNoReplyIsWanted() {
        final Client reader = tracker("");
        reader.pipeline(List.of("GET k", "CLIENT REPLY SKIP"));
        assertThat(reader.pipeline(List.of("SET k v", "GET k"))).isEqualTo(invalidate("k") + "$1\r\nv\r\n");
        reader.run("CLIENT REPLY OFF");
        assertThat(reader.pipeline(List.of("SET k v", "GET k", "SET k w"))).isEqualTo(invalidate("k").repeat(2));
    }

    @Test
    void shouldForgetAKeyOfItsOwnChangesWithoutTellingWhenNoLoopIsWanted() {
        final Client reader = tracker(" NOLOOP");
        reader.run("GET k");
        assertThat(reader.run("SET k v")).isEqualTo("+OK\r\n");
        writer.run("SET k w");
        assertThat(reader.received()).isEmpty();
    }

    @Test
    void shouldTellOfExpiryBehindTheReplyOfTheCommandThatFindsIt() {
        final Client reader = tracker("");
        writer.run("MSET a 1 b 2 c 3");
        writer.run("PEXPIRE b 10");
        reader.run("MGET a b c");
        server.advanceMs(11);
        assertThat(reader.run("MGET a b c"))
                .isEqualTo("*3\r\n$1\r\n1\r\n_\r\n$1\r\n3\r\n" + invalidate("b"));
    }

    @Test
    void shouldNotTellOfExpiryWhoFindsItWhenNoLoopIsWanted() {
        final Client reader = tracker(" NOLOOP");
        final Client other = tracker(" NOLOOP");
        writer.run("SET k 1 PX 10");
        reader.run("GET k");
        other.run("GET k");
        server.advanceMs(11);
        assertThat(reader.run("GET k")).isEqualTo("_\r\n");
        assertThat(other.received()).isEqualTo(invalidate("k"));
    }

    @Test
    void shouldRememberOnlyWhatIsReadAfterCachingYesWhenOptedIn() {
        final Client reader = tracker(" OPTIN");
        reader.pipeline(List.of("GET a", "CLIENT CACHING YES", "CLIENT ID", "GET b", "GET c"));
        writer.run("MSET a 1 b 2 c 3");
        assertThat(reader.received()).isEqualTo(invalidate("b"));
    }

    @Test
    void shouldNotRememberWhatIsReadAfterCachingNoWhenOptedOut() {
        final Client reader = tracker(" OPTOUT");
        reader.pipeline(List.of("GET a", "CLIENT CACHING NO", "GET b", "GET c"));
        writer.run("MSET a 1 b 2 c 3");
        assertThat(reader.received()).isEqualTo(invalidate("a") + invalidate("c"));
    }

    @Test
    void shouldTellAllClientsToForgetEverythingWhenDataAreFlushed() {
        final Client reader = tracker("");
        final Client listener = tracker(" BCAST NOLOOP");
        reader.run("GET k");
        writer.run("FLUSHALL");
        assertThat(reader.received()).isEqualTo(ALL);
        assertThat(listener.received()).isEqualTo(ALL);
        assertThat(listener.run("FLUSHDB")).isEqualTo("+OK\r\n" + ALL);
        assertThat(reader.received()).isEqualTo(ALL);
        assertThat(tracking.keys()).isZero();
    }

    @Test
    void shouldTellOfKeysByPrefixOnceATurn() {
        final Client listener = tracker(" BCAST PREFIX user: PREFIX a");
        final Client all = tracker(" BCAST");
        writer.pipeline(List.of("SET user:2 v", "SET user:1 v", "SET other v", "SET user:2 w", "SET a v"));
        assertThat(listener.received()).isEmpty();
        endTurn();
        assertThat(listener.received()).isEqualTo(invalidate("a") + invalidate("user:1", "user:2"));
        assertThat(all.received()).isEqualTo(invalidate("a", "other", "user:1", "user:2"));
        endTurn();
        assertThat(all.received()).isEmpty();
    }

    @Test
    void shouldLeaveOutOwnChangesOfATurnWhenNoLoopIsWanted() {
        final Client listener = tracker(" BCAST NOLOOP");
        listener.run("MSET a 1 b 2 c 3");
        writer.run("SET b 4");
        endTurn();
        assertThat(listener.received()).isEqualTo(invalidate("b"));
        listener.run("SET b 4");
        endTurn();
        assertThat(listener.received()).isEmpty();
    }

    @Test
    void shouldTellAheadOfTheEndOfATurnWhenVeryManyKeysChange() {
        final Client listener = tracker(" BCAST");
        final StringBuilder command = new StringBuilder("MSET");
        for (int i = 0; i < Broadcast.MAX_CHANGED + 10; i++) {
            command.append(" key:").append(i).append(" v");
        }
        writer.run(command.toString());
        assertThat(listener.received()).startsWith(">2\r\n$10\r\ninvalidate\r\n*" + Broadcast.MAX_CHANGED + "\r\n");
        endTurn();
        assertThat(listener.received()).startsWith(">2\r\n$10\r\ninvalidate\r\n*10\r\n");
    }

    @Test
    void shouldNotTellANewPrefixOfWhatChangedBefore() {
        final Client all = tracker(" BCAST");
        writer.run("SET a 1");
        final Client late = tracker(" BCAST PREFIX a");
        writer.run("SET ab 1");
        endTurn();
        assertThat(late.received()).isEqualTo(invalidate("ab"));
        assertThat(all.received()).isEqualTo(invalidate("a", "ab"));
    }

    @Test
    void shouldTellAnotherClientWhenRedirected() {
        final Client target = server.connect();
        target.run("HELLO 3");
        final Client reader = server.connect();
        reader.run("CLIENT TRACKING ON REDIRECT " + target.session().id());
        reader.run("GET k");
        writer.run("SET k v");
        assertThat(target.received()).isEqualTo(invalidate("k"));
        assertThat(reader.received()).isEmpty();
        reader.run("GET k");
        assertThat(target.run("MGET k none")).isEqualTo("*2\r\n$1\r\nv\r\n_\r\n");
        assertThat(target.run("GETDEL k")).isEqualTo("$1\r\nv\r\n" + invalidate("k"));
    }

    @Test
    void shouldPublishOnAChannelToAClientThatSpeaksResp2AndHasSubscribed() {
        final Client target = server.connect();
        final Client reader = server.connect();
        reader.run("CLIENT TRACKING ON REDIRECT " + target.session().id());
        assertThat(reader.run("CLIENT GETREDIR")).isEqualTo(":" + target.session().id() + "\r\n");
        reader.run("GET k");
        writer.run("SET k v");
        assertThat(target.received()).isEmpty();
        target.run("SUBSCRIBE __redis__:invalidate");
        reader.run("GET k");
        writer.run("SET k v");
        final String channel = "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n";
        assertThat(target.received()).isEqualTo(channel + array("k"));
        writer.run("FLUSHALL");
        assertThat(target.received()).isEqualTo(channel + "$-1\r\n");
    }

    @Test
    void shouldSayThatTheRedirectionIsBrokenWhenItsTargetHasGone() {
        final Client target = server.connect();
        final Client reader = tracker(" REDIRECT " + target.session().id());
        reader.run("MGET a b");
        leave(target);
        assertThat(reader.received()).isEmpty();
        writer.run("MSET a 1 b 2");
        assertThat(reader.received()).isEqualTo(">2\r\n$21\r\ntracking-redir-broken\r\n:2\r\n".repeat(2));
        assertThat(reader.run("CLIENT INFO")).contains(" flags=tR ", " redir=2 ");
        assertThat(reader.run("CLIENT TRACKINGINFO")).contains("broken_redirect");
        reader.run("CLIENT TRACKING ON");
        assertThat(reader.run("CLIENT INFO")).contains(" flags=t ", " redir=0 ");
    }

    @Test
    void shouldForgetARandomKeyWhenThereAreMoreThanTheLimit() {
        final Client reader = tracker("");
        writer.run("CONFIG SET tracking-table-max-keys 3");
        final String replies = reader.run("MGET a b c d e");
        assertThat(replies.split("invalidate", -1)).hasSize(3);
        assertThat(tracking.keys()).isEqualTo(3);
        writer.run("CONFIG SET tracking-table-max-keys 1");
        assertThat(tracking.hasWork()).isTrue();
        endTurn();
        assertThat(tracking.keys()).isEqualTo(1);
        assertThat(reader.received().split("invalidate", -1)).hasSize(3);
        writer.run("CONFIG SET tracking-table-max-keys 0");
        reader.run("MGET a b c d e");
        assertThat(tracking.keys()).isEqualTo(5);
    }

    @Test
    void shouldForgetEverythingWhenTheLastClientThatTrackedHasGone() {
        final long before = server.engine().clientArena().usedBytes(MemoryTag.TRACKING);
        final Client first = tracker("");
        final Client second = tracker(" BCAST PREFIX a PREFIX b");
        IntStream.range(0, 1_000).forEach(i -> first.run("GET key:" + i));
        assertThat(tracking.clients()).isEqualTo(2);
        assertThat(tracking.prefixes()).isEqualTo(2);
        leave(second);
        assertThat(tracking.prefixes()).isZero();
        first.run("CLIENT TRACKING OFF");
        assertThat(tracking.clients()).isZero();
        assertThat(tracking.keys()).isEqualTo(1_000);
        leave(first);
        assertThat(tracking.keys()).isZero();
        assertThat(server.engine().keyEvents().isObserved()).isFalse();
        endTurn();
        assertThat(server.engine().clientArena().usedBytes(MemoryTag.TRACKING) - before).isLessThan(32_768);
    }

    @Test
    void shouldTellAgainOfKeysReadBeforeTrackingWasTurnedOffAndOn() {
        final Client reader = tracker("");
        reader.run("MGET a b");
        reader.run("CLIENT TRACKING OFF");
        writer.run("SET a 1");
        reader.run("CLIENT TRACKING ON");
        writer.run("MSET a 1 b 2");
        assertThat(reader.received()).isEqualTo(invalidate("b"));
    }

    @Test
    void shouldTellNothingToAClientThatSpeaksResp2WithoutRedirection() {
        final Client reader = tracker("");
        reader.run("GET k");
        reader.run("HELLO 2");
        writer.run("SET k v");
        assertThat(reader.received()).isEmpty();
        reader.run("GET k");
        reader.run("HELLO 3");
        writer.run("SET k v");
        assertThat(reader.received()).isEqualTo(invalidate("k"));
    }

    @Test
    void shouldStopWhenTheConnectionIsReset() {
        final Client reader = tracker(" BCAST");
        assertThat(reader.run("RESET")).isEqualTo("+RESET\r\n");
        writer.run("SET k v");
        endTurn();
        assertThat(reader.received()).isEmpty();
        assertThat(tracking.clients()).isZero();
        assertThat(reader.run("CLIENT INFO")).contains(" flags=N ", " redir=-1 ");
    }

    @Test
    void shouldRememberTheKeysOfEveryKindOfReading() {
        final Client reader = tracker("");
        for (final String command : List.of("MGET a b", "LCS a b", "SINTERCARD 2 a b LIMIT 1", "ZUNION 2 a b",
                "XREAD COUNT 1 STREAMS a b 0 0", "EXISTS a b", "PFCOUNT a b", "SORT_RO a BY x*", "OBJECT ENCODING a",
                "MEMORY USAGE a",
                "GEORADIUSBYMEMBER_RO a m 1 km")) {
            reader.run(command);
            writer.run("MSET a 1 b 2");
            final boolean both = command.contains("a b");
            assertThat(reader.received()).as(command)
                    .isEqualTo(invalidate("a") + (both ? invalidate("b") : ""));
            writer.run("DEL a b");
        }
        for (final String command : List.of("SINTERCARD 3 a b", "XREAD STREAMS a", "GETEX a", "KEYS *", "SCAN 0",
                "OBJECT HELP", "GET", "COMMAND GETKEYS GET a")) {
            reader.run(command);
            assertThat(tracking.keys()).as(command).isZero();
        }
    }

    @Test
    void shouldShowHowAClientTracks() {
        final Client reader = tracker(" BCAST PREFIX b PREFIX a NOLOOP");
        assertThat(reader.run("CLIENT TRACKINGINFO"))
                .isEqualTo("%3\r\n$5\r\nflags\r\n~3\r\n$2\r\non\r\n$5\r\nbcast\r\n$6\r\nnoloop\r\n"
                        + "$8\r\nredirect\r\n:0\r\n$8\r\nprefixes\r\n" + array("a", "b"));
        assertThat(reader.run("CLIENT INFO")).contains(" flags=tB ", " redir=0 ");
        assertThat(writer.run("INFO clients")).contains("tracking_clients:1\r\n");
        assertThat(writer.run("INFO stats")).contains("tracking_total_prefixes:2\r\n");
    }
}

package io.ringhold.engine.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.ringhold.engine.Engine;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.commands.string.StringCommands;
import io.ringhold.engine.pubsub.TopicKind;
import io.ringhold.engine.testing.EngineHarness;
import io.ringhold.engine.testing.ServerHarness;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyspaceNotificationsTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;

    private final ServerHarness server = new ServerHarness();
    private final ServerHarness.Client client = server.connect();
    private final ServerHarness.Client subscriber = server.connect();

    @BeforeEach
    void listen() {
        subscriber.session().protocol(3);
        subscribe(server.engine(), subscriber.session(), "__key*__:*");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldPublishToTheChannelsOfKeysFirst() {
        configure("KEA");
        client.run("set k v");
        assertThat(received()).isEqualTo("__keyspace@0__:k set|__keyevent@0__:set k|");
    }

    @ParameterizedTest
    @CsvSource({"KA,__keyspace@0__:k set|", "EA,__keyevent@0__:set k|", "K$,__keyspace@0__:k set|", "A,''", "K,''",
        "KEl,''",
        "'',''", "KEm,''", "KEn,__keyspace@0__:k new|__keyevent@0__:new k|",
        "E$n,__keyevent@0__:new k|__keyevent@0__:set k|"})
    void shouldPublishWhatIsChosen(final String letters, final String published) {
        configure(letters);
        client.run("set k v");
        assertThat(received()).isEqualTo(published);
    }

    @Test
    void shouldPublishThatAKeyIsNotThereWhenAsked() {
        configure("Em");
        client.run("get nope");
        client.run("exists no");
        client.run("incr k");
        assertThat(received()).isEqualTo("__keyevent@0__:keymiss nope|__keyevent@0__:keymiss no|");
    }

    @Test
    void shouldNameTheDatabase() {
        configure("KEg");
        client.run("select 12");
        client.run("set k v");
        client.run("move k 3");
        assertThat(received()).isEqualTo("__keyspace@12__:k move_from|__keyevent@12__:move_from k|"
                + "__keyspace@3__:k move_to|__keyevent@3__:move_to k|");
    }

    @Test
    void shouldObserveOnlyWhileThereIsSomethingToPublish() {
        assertThat(server.engine().keyEvents().isObserved()).isFalse();
        configure("KEA");
        assertThat(server.engine().keyEvents().isObserved()).isTrue();
        configure("A");
        assertThat(server.engine().keyEvents().isObserved()).isFalse();
        configure("K$");
        assertThat(server.engine().keyEvents().isObserved()).isTrue();
        configure("");
        assertThat(server.engine().keyEvents().isObserved()).isFalse();
        client.run("set k v");
        assertThat(received()).isEmpty();
    }

    @Test
    void shouldPublishFromTheStartWhenConfigured() {
        try (ServerHarness configured = new ServerHarness("--notify-keyspace-events", "Ex")) {
            assertThat(configured.engine().keyEvents().isObserved()).isTrue();
        }
    }

    @Test
    void shouldKeepThatNewKeysAreChosenAlthoughItIsNotShownBesidesAll() {
        configure("KEAn");
        assertThat(client.run("config get notify-keyspace-events")).endsWith("\r\nAKE\r\n");
        client.run("set k v");
        assertThat(received()).startsWith("__keyspace@0__:k new|");
    }

    @Test
    void shouldPublishLongKeys() {
        configure("KE$");
        final String key = "x".repeat(200_000);
        client.execute("set", key, "v");
        assertThat(received()).isEqualTo("__keyspace@0__:" + key + " set|__keyevent@0__:set " + key + "|");
    }

    @Test
    void shouldAllocateNothingOnTheHeapWhenPublishing() {
        try (EngineHarness engine = EngineHarness.withoutLog(new StringCommands())) {
            engine.protocol(3);
            engine.engine().notifications().publish("KEg$");
            subscribe(engine.engine(), engine.session(), "__key*__:*");
            assertThat(engine.execute("SET", "some:key", "value")).contains("__keyevent@0__:set");
            assertThat(engine.allocatedBytes(WARM_UP, MEASURED, "SET some:key value")).isLessThan(MEASURED / 5);
        }
    }

    private void configure(final String letters) {
        assertThat(client.execute("config", "set", "notify-keyspace-events", letters)).isEqualTo("+OK\r\n");
    }

    /** Channels and messages that the subscriber has got. */
    private String received() {
        final StringBuilder text = new StringBuilder();
        Arrays.stream(subscriber.run("ping").split(">4\r\n\\$8\r\npmessage\r\n", -1))
                .filter(part -> part.startsWith("$"))
                .forEach(part -> {
                    final String[] lines = part.split("\r\n", -1);
                    text.append(lines[3]).append(' ').append(lines[5]).append('|');
                });
        return text.toString();
    }

    private static void subscribe(final Engine engine, final Session session, final String pattern) {
        final Arena arena = engine.clientArena();
        final byte[] name = bytes(pattern);
        final long block = arena.allocate(name.length, MemoryTag.SCRATCH);
        arena.putArray(block, name, 0, name.length);
        assertThat(engine.pubSub().subscribe(session, TopicKind.PATTERN, arena.address(block), name.length)).isTrue();
        arena.free(block);
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

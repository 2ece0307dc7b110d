package io.ringhold.engine.blocking;

import java.nio.charset.StandardCharsets;

import io.ringhold.engine.client.ChunkPool;
import io.ringhold.engine.client.OutputBuffer;
import io.ringhold.engine.client.Session;
import io.ringhold.engine.client.SessionAddress;
import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingClientsTest {
    private static final int MAX_KEYS = 100_000;

    private final Arena arena = Arena.reserve(ArenaOptions.of("test", 64L << 20));
    private final Keyspace keyspace = new Keyspace(arena, 1, new KeyHash(1, 2));
    private final WaitingClients waiting = new WaitingClients(keyspace, arena);
    private final long name = arena.allocate(64, MemoryTag.SCRATCH);
    private long ids;

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldKeepAKeyThatIsMadeAgainWhileItIsServed() {
        final WaitingClient first = add();
        final WaitingClient second = add();
        assertThat(wait(first, "k")).isTrue();
        assertThat(wait(second, "k")).isTrue();
        assertThat(wait(second, "other")).isTrue();
        final long before = arena.usedBytes(MemoryTag.CLIENT_INPUT);
        assertThat(before).isPositive();
        made("k");
        made("other");
        final boolean[] tried = new boolean[1];

        waiting.serve(client -> {
            if (client == first) {
                made("k"); // as when the attempt removes an expired stream of that name
                return true;
            }
            final boolean again = tried[0];
            tried[0] = true;
            return again;
        });

        assertThat(waiting.keyCount()).isZero();
        assertThat(waiting.size()).isZero();
        assertThat(arena.usedBytes(MemoryTag.CLIENT_INPUT)).isZero();
    }

    @Test
    @Timeout(20)
    void shouldWaitForManyKeysInTheTimeOfAFew() {
        final WaitingClient client = add();
        for (int i = 0; i < MAX_KEYS; i++) {
            assertThat(wait(client, "key:" + i)).isTrue();
        }
        assertThat(wait(client, "key:" + (MAX_KEYS - 1))).isTrue();
        assertThat(client.keys).hasSize(MAX_KEYS);
        assertThat(wait(client, "one more")).isFalse();

        waiting.replaced();
        waiting.serve(each -> true);
        assertThat(waiting.keyCount()).isZero();
        assertThat(wait(add(), "one more")).isTrue();
    }

    @Test
    void shouldLimitWaitsOfAllClientsTogether() {
        final WaitingClient first = add();
        final WaitingClient second = add();
        for (int i = 0; i < 60_000; i++) {
            assertThat(wait(first, "key:" + i)).isTrue();
        }
        int waits = 0;
        while (wait(second, "key:" + waits)) {
            waits++;
        }
        assertThat(waits).isEqualTo(40_000);
        waiting.remove(first);
        assertThat(wait(second, "one more")).isTrue();
    }

    private WaitingClient add() {
        final Session session = new Session(++ids, ignored -> {}, null, new SessionAddress("", "", ids, false),
                new OutputBuffer(new ChunkPool(arena)), 0);
        return waiting.add(session, null, 0, new WaitReason(ValueType.LIST, true, new long[0]), Long.MAX_VALUE);
    }

    private boolean wait(final WaitingClient client, final String key) {
        final int length = nameOf(key);
        final long address = arena.address(name);
        return waiting.addKey(client, keyspace.database(0), keyspace.hash().hash(address, length), address, length);
    }

    private void made(final String key) {
        final int length = nameOf(key);
        final long address = arena.address(name);
        waiting.made(keyspace.database(0), keyspace.hash().hash(address, length), address, length);
    }

    private int nameOf(final String key) {
        final byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        arena.putArray(name, bytes, 0, bytes.length);
        return bytes.length;
    }
}

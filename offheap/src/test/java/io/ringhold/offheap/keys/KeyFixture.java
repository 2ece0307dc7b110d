package io.ringhold.offheap.keys;

import java.nio.charset.StandardCharsets;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;

/** An arena with entries, and room for a key to be looked up. */
final class KeyFixture implements AutoCloseable {
    final Arena arena = Arena.reserve(ArenaOptions.of("test", 1L << 32));
    final Entries entries = new Entries(arena);
    final KeyHash hash = new KeyHash(1, 2);
    private final long keyBlock = arena.allocate(4096, MemoryTag.SCRATCH);

    /** Writes a key where it can be pointed at; good until the next one. */
    long key(final String key) {
        final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        arena.putArray(keyBlock, bytes, 0, bytes.length);
        return arena.address(keyBlock);
    }

    long hash(final String key) {
        return hash.hash(key(key), key.length());
    }

    long entry(final String key, final long expireAtMs) {
        return entries.create(0, 0, key(key), key.length(), 0, expireAtMs);
    }

    String keyOf(final long entry) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries.keyLength(entry); i++) {
            text.append((char) io.ringhold.offheap.memory.Memory.getByte(entries.keyAddress(entry) + i));
        }
        return text.toString();
    }

    @Override
    public void close() {
        arena.close();
    }
}

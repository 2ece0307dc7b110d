package io.ringhold.offheap.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.stream.index.Id;
import io.ringhold.offheap.stream.index.Outcome;

/** A stream in an arena of its own. */
final class StreamFixture implements AutoCloseable {
    static final Id MIN = new Id(0, 0);
    static final Id MAX = new Id(-1, -1);

    final Arena arena;
    final Streams streams;
    final StreamIterator iterator;
    final TestFields fields;
    final long stream;
    int maxBytes = 4096;
    int maxEntries = 100;

    StreamFixture(final long limitBytes) {
        arena = Arena.reserve(ArenaOptions.of("test", 1L << 32).withLimitBytes(limitBytes));
        streams = new Streams(arena);
        iterator = new StreamIterator(streams);
        fields = new TestFields(arena, 1 << 16);
        stream = streams.create();
    }

    Outcome append(final Id id, final List<String> texts) {
        return streams.append(stream, id.ms(), id.seq(), fields.set(texts), maxBytes, maxEntries);
    }

    Outcome append(final long ms, final long seq, final String... texts) {
        return append(new Id(ms, seq), List.of(texts));
    }

    List<Id> ids() {
        iterator.range(stream, 0, 0, -1, -1, false);
        final List<Id> ids = new ArrayList<>();
        while (iterator.next()) {
            ids.add(new Id(iterator.ms(), iterator.seq()));
        }
        return ids;
    }

    List<String> current() {
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < iterator.fields(); i++) {
            iterator.viewField(i);
            texts.add(text(iterator.viewAddress(), iterator.viewLength()));
            iterator.viewValue(i);
            texts.add(text(iterator.viewAddress(), iterator.viewLength()));
        }
        return texts;
    }

    static String text(final long address, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    String hex(final long offset, final int length) {
        final byte[] bytes = new byte[length];
        Memory.copyToArray(arena.address(offset), bytes, 0, length);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Override
    public void close() {
        arena.close();
    }
}

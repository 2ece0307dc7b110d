package io.ringhold.offheap.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.MemoryTag;

/** Fields and values, one after another, where they can be pointed at. */
final class TestFields implements StreamFields {
    private final Arena arena;
    private final long input;
    private long[] starts = new long[1];

    TestFields(final Arena arena, final int bytes) {
        this.arena = arena;
        this.input = arena.allocate(bytes, MemoryTag.SCRATCH);
    }

    TestFields set(final List<String> texts) {
        starts = new long[texts.size() + 1];
        starts[0] = input;
        for (int i = 0; i < texts.size(); i++) {
            final byte[] bytes = texts.get(i).getBytes(StandardCharsets.ISO_8859_1);
            arena.putArray(starts[i], bytes, 0, bytes.length);
            starts[i + 1] = starts[i] + bytes.length;
        }
        return this;
    }

    @Override
    public int count() {
        return (starts.length - 1) / 2;
    }

    @Override
    public long fieldAddress(final int index) {
        return arena.address(starts[2 * index]);
    }

    @Override
    public int fieldLength(final int index) {
        return (int) (starts[2 * index + 1] - starts[2 * index]);
    }

    @Override
    public long valueAddress(final int index) {
        return arena.address(starts[2 * index + 1]);
    }

    @Override
    public int valueLength(final int index) {
        return (int) (starts[2 * index + 2] - starts[2 * index + 1]);
    }
}

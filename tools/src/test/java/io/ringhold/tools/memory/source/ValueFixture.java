package io.ringhold.tools.memory.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import io.ringhold.offheap.arena.MemoryTag;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.offheap.memory.Memory;
import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.memory.result.MemoryReport;

/** A keyspace in which values are built, and what measures them. */
final class ValueFixture implements AutoCloseable {
    static final KeyHash HASH = new KeyHash(1, 2);

    private static final int INPUT_BYTES = 1 << 16;

    final Arena arena = Arena.reserve(ArenaOptions.of("test", 1 << 28));
    final Keyspace keyspace = new Keyspace(arena, 1, HASH);
    final ValueBuilder builder = new ValueBuilder(keyspace);
    final Gatherer gatherer = new Gatherer(Gatherer.Limits.DEFAULT, 0, Optional.empty());
    final ValueProbe probe = new ValueProbe(keyspace, gatherer);
    final KeyFigures figures = new KeyFigures();
    private final long input = arena.address(arena.allocate(INPUT_BYTES, MemoryTag.SCRATCH));
    private long before;

    ValueFixture() {
        EncodingLimits.defaults().applyTo(keyspace);
    }

    /** Begins with a key; the builder makes its value then. */
    ValueFixture key(final String name) {
        before = keyspace.valueBytes();
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        figures.key(bytes);
        builder.key(put(0, bytes), bytes.length, KeyFigures.NO_EXPIRY);
        return this;
    }

    long string(final String value) {
        return builder.string(text(value), value.length());
    }

    void push(final long list, final String element) {
        if (!keyspace.lists().push(list, false, text(element), element.length())) {
            throw new AssertionError(element);
        }
    }

    void add(final long set, final String member) {
        keyspace.sets().add(set, text(member), member.length());
    }

    void field(final long hash, final String field, final String value) {
        final long valueAddress = put(INPUT_BYTES / 2, value.getBytes(StandardCharsets.UTF_8));
        builder.addField(hash, text(field), field.length(), valueAddress, value.length(), HashValues.NEVER);
    }

    void score(final long sortedSet, final String member, final double score) {
        builder.addMember(sortedSet, text(member), member.length(), score);
    }

    /** Measures the value, and gives what MEMORY USAGE would say of it. */
    long measure(final long entry) {
        figures.bytes = MemoryReport.SLOT_BYTES + keyspace.valueBytes() - before;
        probe.measure(entry, figures);
        return MemoryReport.SLOT_BYTES + arena.usableSize(entry)
                + (keyspace.entries().isExternal(entry) ? keyspace.operations(entry).externalBytes(entry) : 0);
    }

    private long text(final String text) {
        return put(INPUT_BYTES / 4, text.getBytes(StandardCharsets.UTF_8));
    }

    private long put(final int at, final byte[] bytes) {
        Memory.copyFromArray(bytes, 0, input + at, bytes.length);
        return input + at;
    }

    @Override
    public void close() {
        arena.close();
    }
}

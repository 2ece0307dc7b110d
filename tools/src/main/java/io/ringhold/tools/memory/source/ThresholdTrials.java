package io.ringhold.tools.memory.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ListCursor;
import io.ringhold.engine.keyspace.SortedSetCursor;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.engine.keyspace.hash.HashCursor;
import io.ringhold.engine.keyspace.set.SetCursor;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.keys.Entries;
import io.ringhold.offheap.keys.KeyHash;
import io.ringhold.tools.memory.gather.KeyFigures;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.Trial;
import io.ringhold.tools.rdb.ToolArena;

/**
 * Finds out what other limits of compact encodings would cost or save: each value that would be kept otherwise is built element by element
 * with either limit, in an arena of its own, and measured. One thread.
 */
final class ThresholdTrials implements AutoCloseable {
    private static final long SMALLEST_NODE_BYTES = 4096;

    private final Keyspace source;
    private final EncodingLimits now;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Arena arena = ToolArena.reserve("trials");
    private final Keyspace keyspace;
    private final ValueBuilder builder;
    private final ListCursor list = new ListCursor();
    private final SetCursor set = new SetCursor();
    private final HashCursor hash = new HashCursor();
    private final SortedSetCursor sortedSet = new SortedSetCursor();

    /** One other value of one setting, and what it has done so far. */
    private static final class Candidate {
        private final String setting;
        private final int type;
        private final EncodingLimits limits;
        private long keys;
        private long bytesNow;
        private long bytesThen;

        Candidate(final String setting, final EncodingLimits limits) {
            this.setting = setting;
            this.limits = limits;
            this.type = typeOf(setting);
        }

        void add(final int moreKeys, final long moreNow, final long moreThen) {
            keys += moreKeys;
            bytesNow += moreNow;
            bytesThen += moreThen;
        }
    }

    /**
     * @param source
     *            where the values are.
     * @param now
     *            the limits that these go by.
     * @param hash
     *            that of the source.
     */
    ThresholdTrials(final Keyspace source, final EncodingLimits now, final KeyHash hash) {
        this.source = source;
        this.keyspace = new Keyspace(arena, 1, hash);
        this.builder = new ValueBuilder(keyspace);
        this.now = now;
        for (final String name : EncodingLimits.names()) {
            if (!name.startsWith("stream")) {
                for (final long value : otherValues(name)) {
                    candidates.add(new Candidate(name, now.with(name, value)));
                }
            }
        }
    }

    private Set<Long> otherValues(final String name) {
        final long value = now.value(name);
        final Set<Long> others = new LinkedHashSet<>();
        if (value < 0) {
            others.addAll(List.of(-1L, -2L, -3L, -4L, -5L));
        } else {
            final long most = name.equals(EncodingLimits.LIST_NODE) ? Integer.MAX_VALUE : Long.MAX_VALUE;
            others.addAll(List.of(value / 4, value / 2, times(value, 2, most), times(value, 4, most)));
        }
        others.remove(value);
        return others;
    }

    private static long times(final long value, final int factor, final long most) {
        return value > most / factor ? most : value * factor;
    }

    private static int typeOf(final String setting) {
        return switch (setting.substring(0, setting.indexOf('-'))) {
            case "list" -> ValueType.LIST;
            case "set" -> ValueType.SET;
            case "hash" -> ValueType.HASH;
            default -> ValueType.SORTED_SET;
        };
    }

    /** Tries a value with all limits that would change how it is kept. */
    void run(final long entry, final KeyFigures key, final boolean isAllIntegers) {
        if (key.type == ValueType.STRING || key.type == ValueType.STREAM) {
            return;
        }
        long bytesNow = 0;
        for (int i = 0; i < candidates.size(); i++) {
            final Candidate candidate = candidates.get(i);
            if (candidate.type == key.type && isChanged(key, candidate.limits, isAllIntegers)) {
                // built element by element as well: one that comes from a dump as a whole has less slack
                bytesNow = bytesNow == 0 ? rebuilt(entry, now) : bytesNow;
                candidate.add(1, bytesNow, rebuilt(entry, candidate.limits));
            }
        }
    }

    /** Tries a part of a large value. Only nodes of lists are worth it: whatever else is large is so with any limit that is tried. */
    void runPart(final long entry, final boolean isFirst) {
        if (source.entries().type(entry) != ValueType.LIST) {
            return;
        }
        long bytesNow = 0;
        for (int i = 0; i < candidates.size(); i++) {
            final Candidate candidate = candidates.get(i);
            if (candidate.type == ValueType.LIST) {
                bytesNow = bytesNow == 0 ? rebuilt(entry, now) : bytesNow;
                candidate.add(isFirst ? 1 : 0, bytesNow, rebuilt(entry, candidate.limits));
            }
        }
    }

    List<Trial> result() {
        final List<Trial> trials = new ArrayList<>();
        for (final Candidate candidate : candidates) {
            if (candidate.keys > 0) {
                trials.add(new Trial(candidate.setting, Long.toString(now.value(candidate.setting)),
                        Long.toString(candidate.limits.value(candidate.setting)), candidate.keys, candidate.bytesNow,
                        candidate.bytesThen));
            }
        }
        return trials;
    }

    private boolean isChanged(final KeyFigures key, final EncodingLimits then, final boolean isAllIntegers) {
        if (key.type == ValueType.LIST) {
            return isLarge(key, now) || isLarge(key, then);
        }
        return encoding(key, now, isAllIntegers) != encoding(key, then, isAllIntegers);
    }

    /** Whether a list may not fit into one node. */
    private static boolean isLarge(final KeyFigures key, final EncodingLimits limits) {
        final long node = limits.value(EncodingLimits.LIST_NODE);
        return node >= 0
                ? key.elements > node || key.bytes > SMALLEST_NODE_BYTES
                : key.bytes > SMALLEST_NODE_BYTES << -Math.max(node, -5) - 1;
    }

    private static int encoding(final KeyFigures key, final EncodingLimits limits, final boolean isAllIntegers) {
        return switch (key.type) {
            case ValueType.SET -> {
                if (isAllIntegers && key.elements <= limits.value(EncodingLimits.SET_INTSET)) {
                    yield ValueType.ENCODING_INTSET;
                }
                yield compact(key, limits.value(EncodingLimits.SET_ENTRIES), limits.value(EncodingLimits.SET_VALUE));
            }
            case ValueType.HASH ->
                compact(key, limits.value(EncodingLimits.HASH_ENTRIES), limits.value(EncodingLimits.HASH_VALUE));
            default ->
                compact(key, limits.value(EncodingLimits.ZSET_ENTRIES), limits.value(EncodingLimits.ZSET_VALUE));
        };
    }

    private static int compact(final KeyFigures key, final long entries, final long value) {
        return key.elements <= entries && key.longest <= value
                ? ValueType.ENCODING_LISTPACK
                : ValueType.ENCODING_HASHTABLE;
    }

    /** What the key takes with other limits. */
    private long rebuilt(final long entry, final EncodingLimits limits) {
        limits.applyTo(keyspace);
        final Entries entries = source.entries();
        final long before = keyspace.valueBytes();
        builder.key(entries.keyAddress(entry), entries.keyLength(entry),
                entries.hasExpiry(entry) ? entries.expireAtMs(entry) : Entries.NO_EXPIRY);
        final long copy = switch (entries.type(entry)) {
            case ValueType.LIST -> list(entry);
            case ValueType.SET -> set(entry);
            case ValueType.HASH -> hash(entry);
            default -> sortedSet(entry);
        };
        final long bytes = keyspace.valueBytes() - before;
        builder.discard(copy);
        while (keyspace.freeSome()) {
            // a large value is freed in slices
        }
        return MemoryReport.SLOT_BYTES + bytes;
    }

    private long list(final long entry) {
        final long copy = made(builder.list());
        for (boolean more = source.lists().seek(entry, 0, list); more; more = source.lists().next(list)) {
            source.lists().view(list);
            check(keyspace.lists().push(copy, false, source.lists().viewAddress(), source.lists().viewLength()));
        }
        return copy;
    }

    private long set(final long entry) {
        final long copy = made(builder.set(source.sets().size(entry)));
        for (boolean more = source.sets().first(entry, set); more; more = source.sets().next(set)) {
            source.sets().view(set);
            check(keyspace.sets().add(copy, source.sets().viewAddress(), source.sets().viewLength()) >= 0);
        }
        return copy;
    }

    private long hash(final long entry) {
        final long copy = made(builder.hash(source.hashes().size(entry)));
        for (boolean more = source.hashes().first(entry, hash); more; more = source.hashes().next(hash)) {
            source.hashes().view(hash);
            made(builder.addField(copy, source.hashes().fieldAddress(), source.hashes().fieldLength(),
                    source.hashes().valueAddress(), source.hashes().valueLength(), source.hashes().expireAtMs(hash)));
        }
        return copy;
    }

    private long sortedSet(final long entry) {
        final long copy = made(builder.sortedSet(source.sortedSets().size(entry)));
        for (boolean more = source.sortedSets().at(entry, 0, sortedSet); more; more = source.sortedSets()
                .step(sortedSet, false)) {
            source.sortedSets().view(sortedSet);
            made(builder.addMember(copy, source.sortedSets().viewAddress(), source.sortedSets().viewLength(),
                    source.sortedSets().score()));
        }
        return copy;
    }

    private static long made(final long entry) {
        check(entry > 0);
        return entry;
    }

    private static void check(final boolean isDone) {
        if (!isDone) {
            throw new ToolArena.FullException("no memory to build a value once more");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}

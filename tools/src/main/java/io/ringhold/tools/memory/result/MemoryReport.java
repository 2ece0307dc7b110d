package io.ringhold.tools.memory.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What takes the memory.
 *
 * @param source
 *            the dump, as the operator named it.
 * @param at
 *            when it was looked at; expiries count from then.
 * @param all
 *            all keys.
 * @param tableBytes
 *            of the key tables as they are, of which {@code all} holds the slots in use.
 * @param databases
 *            by database, in their order.
 * @param types
 *            the largest first, as all that follows.
 * @param patterns
 *            keys by the pattern of their whole name.
 * @param tree
 *            the same nested, from the empty prefix on.
 * @param elementCounts
 *            by type, but for strings.
 * @param trials
 *            in the order of the settings; none when they were not asked for.
 */
public record MemoryReport(String source, Instant at, Tally all, long tableBytes, List<Share> databases,
        List<Share> types, List<Share> encodings, List<Share> patterns, PatternNode tree, Histogram keySizes,
        List<Histogram> elementCounts, Histogram ttls, List<BigKey> bigKeys, List<BigElement> bigElements,
        List<BlockClass> blocks, List<Trial> trials, Optional<Growth> growth) {
    /** Copies the lists. */
    public MemoryReport {
        databases = List.copyOf(databases);
        types = List.copyOf(types);
        encodings = List.copyOf(encodings);
        patterns = List.copyOf(patterns);
        elementCounts = List.copyOf(elementCounts);
        bigKeys = List.copyOf(bigKeys);
        bigElements = List.copyOf(bigElements);
        blocks = List.copyOf(blocks);
        trials = List.copyOf(trials);
    }

    /** Memory of keys, values and tables. */
    public long totalBytes() {
        return all.bytes() + Math.max(0, tableBytes - all.keys() * SLOT_BYTES);
    }

    /** What a key's slot in a table takes; part of its bytes. */
    public static final long SLOT_BYTES = Long.BYTES + 1;
}

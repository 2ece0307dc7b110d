package io.ringhold.tools.memory.gather;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.ringhold.engine.keyspace.ValueType;
import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.memory.result.Trial;

/** Takes key after key and makes the report. One thread. */
public final class Gatherer {
    /** Databases of a higher number, which hardly any server has, count as this. */
    public static final int LAST_DATABASE = 65_535;

    private static final int TYPES = 6;
    private static final String[] ENCODINGS = {"raw", "int", "embstr", "listpack", "quicklist", "intset", "hashtable",
        "skiplist", "stream", "listpackex", "hashtable, fields that expire"};
    private static final int MS_PER_SECOND = 1000;

    private final Limits limits;
    private final long nowMs;
    private final Optional<GrowthCounter> growth;
    private final PatternTree patterns;
    private final Counters types = new Counters(TYPES);
    private final Counters encodings = new Counters(TYPES * ENCODINGS.length);
    private final Counters databases = new Counters(1);
    private final Log2Histogram keySizes = new Log2Histogram();
    private final Log2Histogram ttls = new Log2Histogram();
    private final Log2Histogram[] elementCounts = new Log2Histogram[TYPES];
    private final TopList<BigKey> bigKeys;
    private final TopList<BigElement> bigElements;
    private final BlockSizes blocks = new BlockSizes();

    /**
     * How much is kept.
     *
     * @param top
     *            biggest keys, biggest elements and patterns.
     * @param patternNodes
     *            of the tree while it is gathered.
     * @param children
     *            of a node of the tree in the report.
     */
    public record Limits(int top, int patternNodes, int children) {
        public static final Limits DEFAULT = new Limits(20, 1 << 15, 32);
    }

    /**
     * @param nowMs
     *            Unix time that expiries are compared with.
     * @param growth
     *            counts what has changed since an older dump, whose keys then come first, through {@link #addBefore}.
     */
    public Gatherer(final Limits limits, final long nowMs, final Optional<GrowthCounter> growth) {
        this.limits = limits;
        this.nowMs = nowMs;
        this.growth = growth;
        this.patterns = new PatternTree(limits.patternNodes());
        this.bigKeys = new TopList<>(limits.top());
        this.bigElements = new TopList<>(limits.top());
        for (int type = 0; type < TYPES; type++) {
            elementCounts[type] = new Log2Histogram();
        }
    }

    /** Where blocks are counted. */
    public BlockSizes blocks() {
        return blocks;
    }

    /** Takes a key of the older dump. */
    public void addBefore(final KeyFigures key) {
        growth.orElseThrow().before(key);
        patterns.addBefore(key);
        types.addBefore(key.type, key.bytes);
    }

    /** Takes a key. */
    public void add(final KeyFigures key) {
        final boolean isExpiring = key.expireAtMs != KeyFigures.NO_EXPIRY;
        final boolean isExpired = isExpiring && key.expireAtMs <= nowMs;
        patterns.add(key, isExpired);
        types.add(key.type, key, isExpired);
        encodings.add(key.type * ENCODINGS.length + key.encoding, key, isExpired);
        databases.grow(key.database + 1);
        databases.add(key.database, key, isExpired);
        keySizes.add(key.bytes, key.bytes);
        elementCounts[key.type].add(key.elements, key.bytes);
        if (isExpiring && !isExpired) {
            ttls.add((key.expireAtMs - nowMs) / MS_PER_SECOND, key.bytes);
        }
        if (bigKeys.takes(key.bytes)) {
            bigKeys.add(key.bytes, new BigKey(key.database, key.keyText(), ValueType.nameOf(key.type),
                    ENCODINGS[key.encoding], key.bytes, key.elements,
                    isExpiring ? key.expireAtMs - nowMs : BigKey.NO_TTL));
        }
        if (growth.isPresent()) {
            growth.get().now(key);
        }
    }

    /** Whether an element of the size is among the biggest so far, and so is to be given to {@link #addElement}. */
    public boolean takesElement(final long bytes) {
        return bigElements.takes(bytes);
    }

    /** Takes one of the biggest elements of a key's value. */
    public void addElement(final KeyFigures key, final String element, final long bytes) {
        bigElements.add(bytes,
                new BigElement(key.database, key.keyText(), ValueType.nameOf(key.type), element, bytes));
    }

    /** Keys that have been taken, by database; for the size of the tables. */
    public List<Long> keysByDatabase() {
        final List<Long> keys = new ArrayList<>();
        for (int database = 0; database < databases.rows(); database++) {
            keys.add(databases.keys(database));
        }
        return keys;
    }

    /** The result; nothing may be added any more. */
    public MemoryReport report(final String source, final long tableBytes, final List<Trial> trials) {
        patterns.finish();
        final Patterns found = new Patterns(patterns, limits.children());
        final PatternNode tree = found.tree();
        final List<Share> byType = new ArrayList<>();
        final List<Share> byEncoding = new ArrayList<>();
        final List<Share> byDatabase = new ArrayList<>();
        final List<Histogram> counts = new ArrayList<>();
        for (int type = 0; type < TYPES; type++) {
            final String name = ValueType.nameOf(type);
            addShare(byType, name, types.tally(type));
            for (int encoding = 0; encoding < ENCODINGS.length; encoding++) {
                addShare(byEncoding, name + " / " + ENCODINGS[encoding],
                        encodings.tally(type * ENCODINGS.length + encoding));
            }
            if (type != ValueType.STRING && !elementCounts[type].isEmpty()) {
                counts.add(elementCounts[type].result(name, "elements"));
            }
        }
        for (int database = 0; database < databases.rows(); database++) {
            addShare(byDatabase, "db" + database, databases.tally(database));
        }
        sort(byType);
        sort(byEncoding);
        final Optional<Growth> changes = growth.map(counter -> counter.result(typeChanges(),
                found.changes(limits.top())));
        return new MemoryReport(source, Instant.ofEpochMilli(nowMs), tree.total(), tableBytes, byDatabase, byType,
                byEncoding, found.shares(limits.top()), tree, keySizes.result("memory of a key", "bytes"), counts,
                ttls.result("time to live", "seconds"), bigKeys.result(), bigElements.result(), blocks.result(),
                trials, changes);
    }

    private List<Growth.Change> typeChanges() {
        final List<Growth.Change> changes = new ArrayList<>();
        for (int type = 0; type < TYPES; type++) {
            final Tally now = types.tally(type);
            if (now.keys() > 0 || types.keysBefore(type) > 0) {
                changes.add(new Growth.Change(ValueType.nameOf(type), types.keysBefore(type), now.keys(),
                        types.bytesBefore(type), now.bytes()));
            }
        }
        changes.sort(Comparator.<Growth.Change>comparingLong(change -> Math.abs(change.bytes())).reversed());
        return changes;
    }

    private static void addShare(final List<Share> shares, final String name, final Tally tally) {
        if (tally.keys() > 0) {
            shares.add(new Share(name, tally));
        }
    }

    private static void sort(final List<Share> shares) {
        shares.sort(Comparator.<Share>comparingLong(share -> share.tally().bytes()).reversed());
    }
}

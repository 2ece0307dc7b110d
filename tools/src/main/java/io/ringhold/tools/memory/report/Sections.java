package io.ringhold.tools.memory.report;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.BlockClass;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.memory.result.Trial;
import io.ringhold.tools.text.Units;

/** The report as headline figures and tables, for people. */
final class Sections {
    private static final int MOST_BLOCK_CLASSES = 20;

    private final MemoryReport report;

    Sections(final MemoryReport report) {
        this.report = report;
    }

    /** A headline figure, and what is to be known about it, which may be nothing. */
    record Figure(String name, String value, String remark) {}

    List<Figure> figures() {
        final Tally all = report.all();
        final List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("keys", Units.count(all.keys()), Units.count(all.elements()) + " elements"));
        figures.add(new Figure("memory", Units.bytes(report.totalBytes()), "key tables: "
                + Units.bytes(report.tableBytes())));
        figures.add(new Figure("per key", Units.bytes(all.bytesPerKey()), "without free slots of the tables"));
        figures.add(new Figure("payload", Units.share(all.payload(), all.bytes()), Units.bytes(all.payload())
                + " of keys and elements"));
        figures.add(new Figure("slack", Units.share(all.slack(), all.bytes()), Units.bytes(all.slack())
                + " of blocks hold nothing"));
        figures.add(new Figure("expiring", Units.count(all.expiring()), Units.share(all.expiring(), all.keys())
                + " of keys"));
        figures.add(new Figure("expired, still there", Units.count(all.expired()), Units.bytes(all.expiredBytes())));
        return figures;
    }

    List<Table> shares() {
        final List<Table> tables = new ArrayList<>();
        tables.add(shares("Patterns of keys", "pattern",
                "Parts that vary are *. Shown are those that take most.", report.patterns()));
        tables.add(shares("Types", "type", "", report.types()));
        tables.add(shares("Encodings", "type and encoding", "", report.encodings()));
        tables.add(shares("Databases", "database", "", report.databases()));
        return tables;
    }

    private Table shares(final String heading, final String name, final String remark, final List<Share> shares) {
        final Table table = Table.of(heading, remark, name, "keys", "memory", "share", "per key", "elements",
                "payload", "slack", "expiring", "expired");
        for (final Share share : shares) {
            final Tally tally = share.tally();
            table.row(share.name(), Units.count(tally.keys()), Units.bytes(tally.bytes()),
                    Units.share(tally.bytes(), report.all().bytes()), Units.bytes(tally.bytesPerKey()),
                    Units.count(tally.elements()), Units.share(tally.payload(), tally.bytes()),
                    Units.share(tally.slack(), tally.bytes()), Units.count(tally.expiring()),
                    Units.count(tally.expired()));
        }
        return table;
    }

    List<Table> biggest() {
        final Table keys = Table.of("Biggest keys", "", "key", "database", "type", "encoding", "memory", "elements",
                "time to live");
        for (final BigKey key : report.bigKeys()) {
            keys.row(key.key(), "db" + key.database(), key.type(), key.encoding(), Units.bytes(key.bytes()),
                    Units.count(key.elements()), timeToLive(key.ttlMs()));
        }
        final Table elements = Table.of("Biggest elements",
                "Fields with their values, members, elements of lists by index, entries of streams by id.", "element",
                "key", "database", "type", "size");
        for (final BigElement element : report.bigElements()) {
            elements.row(element.element(), element.key(), "db" + element.database(), element.type(),
                    Units.bytes(element.bytes()));
        }
        return List.of(keys, elements);
    }

    private static String timeToLive(final long ttlMs) {
        if (ttlMs == BigKey.NO_TTL) {
            return "-";
        }
        return ttlMs <= 0 ? "expired" : Units.seconds(ttlMs / 1000);
    }

    /** Histograms in the order in which they are shown. */
    List<Histogram> histograms() {
        final List<Histogram> histograms = new ArrayList<>();
        histograms.add(report.keySizes());
        histograms.addAll(report.elementCounts());
        histograms.add(report.ttls());
        histograms.removeIf(histogram -> histogram.buckets().isEmpty());
        return histograms;
    }

    Table histogram(final Histogram histogram) {
        final Table table = Table.of(heading(histogram), "", histogram.unit(), "keys", "share", "memory");
        for (final Histogram.Bucket bucket : histogram.buckets()) {
            if (bucket.keys() == 0) {
                continue;
            }
            table.row(range(histogram, bucket), Units.count(bucket.keys()),
                    Units.share(bucket.keys(), report.all().keys()), Units.bytes(bucket.bytes()));
        }
        return table;
    }

    static String heading(final Histogram histogram) {
        return switch (histogram.unit()) {
            case "elements" -> "Elements of a " + histogram.name();
            case "seconds" -> "Time to live";
            default -> "Memory of a key";
        };
    }

    static String range(final Histogram histogram, final Histogram.Bucket bucket) {
        final String low = figure(histogram, bucket.low());
        return bucket.low() == bucket.high() ? low : low + " to " + figure(histogram, bucket.high());
    }

    static String figure(final Histogram histogram, final long figure) {
        return switch (histogram.unit()) {
            case "bytes" -> Units.bytes(figure);
            case "seconds" -> Units.seconds(figure);
            default -> Units.count(figure);
        };
    }

    List<Table> waste() {
        final Table blocks = Table.of("Blocks by size", "Blocks have fixed sizes; what a key or value leaves of its "
                + "block is slack. Entries, strings and compact encodings only.", "block size", "blocks", "memory",
                "slack", "share");
        report.blocks().stream().limit(MOST_BLOCK_CLASSES)
                .forEach(block -> blocks.row(blockSize(block), Units.count(block.blocks()),
                        Units.bytes(block.bytes()), Units.bytes(block.slack()),
                        Units.share(block.slack(), block.bytes())));
        final Table trials = Table.of("Other limits of compact encodings",
                "What each change alone would save: the values "
                        + "that it concerns were built with it. Compact encodings cost time.",
                "setting", "now", "then",
                "keys", "their memory", "then", "saves");
        for (final Trial trial : report.trials()) {
            trials.row(trial.setting(), trial.valueNow(), trial.valueThen(), Units.count(trial.keys()),
                    Units.bytes(trial.bytesNow()), Units.bytes(trial.bytesThen()), Units.bytes(trial.saved()));
        }
        return List.of(trials, blocks);
    }

    private static String blockSize(final BlockClass block) {
        return block.usableBytes() > 64 << 10
                ? "up to " + Units.bytes(block.usableBytes())
                : Units.count(block.usableBytes()) + " B";
    }

    List<Table> growth() {
        if (report.growth().isEmpty()) {
            return List.of();
        }
        final Growth growth = report.growth().get();
        final Table keys = Table.of("Growth since " + growth.before(), growth.before() + " has "
                + Units.count(growth.keysBefore()) + " keys with " + Units.bytes(growth.bytesBefore()) + ".", "keys",
                "number", "memory");
        moved(keys, "new", growth.added());
        moved(keys, "gone", growth.gone());
        moved(keys, "grown", growth.grown());
        moved(keys, "shrunk", growth.shrunk());
        keys.row("of the same size", Units.count(growth.same()), "-");
        return List.of(keys, changes("Growth by pattern", "pattern", growth.patterns()),
                changes("Growth by type", "type", growth.types()));
    }

    private static void moved(final Table table, final String name, final Growth.Moved moved) {
        table.row(name, Units.count(moved.keys()), Units.change(moved.bytes()));
    }

    private static Table changes(final String heading, final String name, final List<Growth.Change> changes) {
        final Table table = Table.of(heading, "", name, "keys before", "keys now", "memory before", "memory now",
                "change");
        for (final Growth.Change change : changes) {
            table.row(change.name(), Units.count(change.keysBefore()), Units.count(change.keysNow()),
                    Units.bytes(change.bytesBefore()), Units.bytes(change.bytesNow()), Units.change(change.bytes()));
        }
        return table;
    }
}

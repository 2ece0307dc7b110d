package io.ringhold.tools.memory.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ringhold.tools.memory.result.BigElement;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.BlockClass;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;
import io.ringhold.tools.memory.result.Trial;

/** {@link Format#CSV}, RFC 4180: one table, whose first column says of what a row tells; cells that do not apply are empty. */
final class CsvReport {
    private static final List<String> HEADER = List.of("section", "name", "keys", "bytes", "elements", "payload_bytes",
            "slack_bytes", "expiring_keys", "expired_keys", "expired_bytes", "keys_before", "bytes_before", "database",
            "key", "ttl_ms");
    private static final String FORMULA_STARTS = "=+-@\t";

    private final StringBuilder csv = new StringBuilder();

    private CsvReport() {}

    static String of(final MemoryReport report) {
        final CsvReport csv = new CsvReport();
        csv.line(HEADER.stream().map(Object.class::cast).toList());
        csv.tally("total", report.source(), report.all());
        csv.row("tables", "", "", report.tableBytes());
        csv.shares("database", report.databases());
        csv.shares("type", report.types());
        csv.shares("encoding", report.encodings());
        csv.shares("pattern", report.patterns());
        csv.prefixes(report.tree());
        for (final BigKey key : report.bigKeys()) {
            csv.row("big key", key.type() + " / " + key.encoding(), 1, key.bytes(), key.elements(), "", "", "", "", "",
                    "", "", key.database(), key.key(), key.ttlMs() == BigKey.NO_TTL ? "" : key.ttlMs());
        }
        for (final BigElement element : report.bigElements()) {
            csv.row("big element", element.element(), "", element.bytes(), "", "", "", "", "", "", "", "",
                    element.database(), element.key());
        }
        csv.histogram(report.keySizes());
        report.elementCounts().forEach(csv::histogram);
        csv.histogram(report.ttls());
        for (final BlockClass block : report.blocks()) {
            csv.row("block", block.usableBytes(), block.blocks(), block.bytes(), "", "", block.slack());
        }
        for (final Trial trial : report.trials()) {
            csv.row("trial", trial.setting() + " " + trial.valueThen(), trial.keys(), trial.bytesThen(), "", "", "",
                    "", "", "", trial.keys(), trial.bytesNow());
        }
        report.growth().ifPresent(csv::growth);
        return csv.csv.toString();
    }

    private void growth(final Growth growth) {
        moved("new", growth.added());
        moved("gone", growth.gone());
        moved("grown", growth.grown());
        moved("shrunk", growth.shrunk());
        row("change", "same", growth.same(), 0);
        growth.types().forEach(change -> change("change of type", change));
        growth.patterns().forEach(change -> change("change of pattern", change));
    }

    private void moved(final String name, final Growth.Moved moved) {
        row("change", name, moved.keys(), moved.bytes());
    }

    private void change(final String section, final Growth.Change change) {
        row(section, change.name(), change.keysNow(), change.bytesNow(), "", "", "", "", "", "", change.keysBefore(),
                change.bytesBefore());
    }

    private void shares(final String section, final List<Share> shares) {
        shares.forEach(share -> tally(section, share.name(), share.tally()));
    }

    private void prefixes(final PatternNode node) {
        tally("prefix", node.pattern(), node.total());
        node.children().forEach(this::prefixes);
    }

    private void histogram(final Histogram histogram) {
        for (final Histogram.Bucket bucket : histogram.buckets()) {
            row(histogram.name() + " in " + histogram.unit(), bucket.low() + " to " + bucket.high(), bucket.keys(),
                    bucket.bytes());
        }
    }

    private void tally(final String section, final String name, final Tally tally) {
        row(section, name, tally.keys(), tally.bytes(), tally.elements(), tally.payload(), tally.slack(),
                tally.expiring(), tally.expired(), tally.expiredBytes());
    }

    private void row(final Object... cells) {
        line(Stream.concat(Stream.of(cells), Stream.generate(() -> "").limit(HEADER.size() - cells.length)).toList());
    }

    private void line(final List<Object> cells) {
        csv.append(cells.stream().map(CsvReport::cell).collect(Collectors.joining(","))).append("\r\n");
    }

    /** Names come from whoever writes keys: what a spreadsheet would take for a formula gets an apostrophe. */
    private static String cell(final Object value) {
        String cell = value.toString();
        if (value instanceof String && !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0) {
            cell = "'" + cell;
        }
        return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + cell.replace("\"", "\"\"") + '"'
                : cell;
    }
}

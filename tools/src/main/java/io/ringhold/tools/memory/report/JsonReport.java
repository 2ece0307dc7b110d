package io.ringhold.tools.memory.report;

import java.util.List;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import io.ringhold.tools.memory.result.BigKey;
import io.ringhold.tools.memory.result.Growth;
import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.PatternNode;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.memory.result.Tally;

/** {@link Format#JSON}. Sizes are bytes. */
final class JsonReport {
    private static final String FORMAT = "ringhold-memory";
    private static final int VERSION = 1;

    private final JsonStringWriter json = JsonWriter.indent("  ").string();

    private JsonReport() {}

    static String of(final MemoryReport report) {
        return new JsonReport().write(report);
    }

    private String write(final MemoryReport report) {
        json.object().value("format", FORMAT).value("format_version", VERSION).value("source", report.source())
                .value("at", report.at().toString()).value("total_bytes", report.totalBytes())
                .value("key_table_bytes", report.tableBytes());
        json.object("all");
        tally(report.all());
        json.end();
        shares("databases", report.databases());
        shares("types", report.types());
        shares("encodings", report.encodings());
        shares("patterns", report.patterns());
        json.object("prefixes");
        prefix(report.tree());
        json.end();
        histogram("key_bytes", report.keySizes());
        json.object("elements");
        report.elementCounts().forEach(histogram -> histogram(histogram.name(), histogram));
        json.end();
        histogram("ttl_seconds", report.ttls());
        biggest(report);
        json.array("blocks");
        report.blocks().forEach(block -> json.object().value("usable_bytes", block.usableBytes())
                .value("blocks", block.blocks()).value("bytes", block.bytes()).value("slack_bytes", block.slack())
                .end());
        json.end().array("trials");
        report.trials().forEach(trial -> json.object().value("setting", trial.setting())
                .value("value_now", trial.valueNow()).value("value_then", trial.valueThen())
                .value("keys", trial.keys()).value("bytes_now", trial.bytesNow())
                .value("bytes_then", trial.bytesThen()).value("saved_bytes", trial.saved()).end());
        json.end();
        if (report.growth().isPresent()) {
            growth(report.growth().get());
        } else {
            json.nul("growth");
        }
        return json.end().done() + "\n";
    }

    private void biggest(final MemoryReport report) {
        json.array("biggest_keys");
        for (final BigKey key : report.bigKeys()) {
            json.object().value("database", key.database()).value("key", key.key()).value("type", key.type())
                    .value("encoding", key.encoding()).value("bytes", key.bytes()).value("elements", key.elements());
            if (key.ttlMs() == BigKey.NO_TTL) {
                json.nul("ttl_ms");
            } else {
                json.value("ttl_ms", key.ttlMs());
            }
            json.end();
        }
        json.end().array("biggest_elements");
        report.bigElements().forEach(element -> json.object().value("database", element.database())
                .value("key", element.key()).value("type", element.type()).value("element", element.element())
                .value("bytes", element.bytes()).end());
        json.end();
    }

    private void growth(final Growth growth) {
        json.object("growth").value("before", growth.before()).value("keys_before", growth.keysBefore())
                .value("bytes_before", growth.bytesBefore());
        moved("new", growth.added());
        moved("gone", growth.gone());
        moved("grown", growth.grown());
        moved("shrunk", growth.shrunk());
        json.value("same_keys", growth.same());
        changes("types", growth.types());
        changes("patterns", growth.patterns());
        json.end();
    }

    private void moved(final String name, final Growth.Moved moved) {
        json.object(name).value("keys", moved.keys()).value("bytes", moved.bytes()).end();
    }

    private void changes(final String name, final List<Growth.Change> changes) {
        json.array(name);
        changes.forEach(change -> json.object().value("name", change.name()).value("keys_before", change.keysBefore())
                .value("keys", change.keysNow()).value("bytes_before", change.bytesBefore())
                .value("bytes", change.bytesNow()).end());
        json.end();
    }

    private void shares(final String name, final List<Share> shares) {
        json.array(name);
        for (final Share share : shares) {
            json.object().value("name", share.name());
            tally(share.tally());
            json.end();
        }
        json.end();
    }

    private void prefix(final PatternNode node) {
        json.value("pattern", node.pattern());
        tally(node.total());
        json.array("children");
        for (final PatternNode child : node.children()) {
            json.object();
            prefix(child);
            json.end();
        }
        json.end();
    }

    private void histogram(final String name, final Histogram histogram) {
        json.array(name);
        histogram.buckets().forEach(bucket -> json.object().value("low", bucket.low()).value("high", bucket.high())
                .value("keys", bucket.keys()).value("bytes", bucket.bytes()).end());
        json.end();
    }

    private void tally(final Tally tally) {
        json.value("keys", tally.keys()).value("bytes", tally.bytes()).value("elements", tally.elements())
                .value("payload_bytes", tally.payload()).value("slack_bytes", tally.slack())
                .value("expiring_keys", tally.expiring()).value("expired_keys", tally.expired())
                .value("expired_bytes", tally.expiredBytes());
    }
}

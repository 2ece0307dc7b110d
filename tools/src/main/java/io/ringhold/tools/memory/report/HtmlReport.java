package io.ringhold.tools.memory.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.ringhold.tools.memory.result.Histogram;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.text.Units;

/** {@link Format#HTML}: one page that needs nothing else, and no network. */
final class HtmlReport {
    private static final double CHART_WIDTH = 540;
    private static final double CHART_HEIGHT = 190;
    private static final double CHART_BOTTOM = 24;
    private static final double CHART_TOP = 18;
    private static final double WIDEST_BAR = 70;
    private static final double LABEL_ROOM = 62;

    private final Html html = new Html();
    private final MemoryReport report;
    private final Sections sections;

    private HtmlReport(final MemoryReport report) {
        this.report = report;
        this.sections = new Sections(report);
    }

    static String of(final MemoryReport report) {
        return new HtmlReport(report).write();
    }

    private String write() {
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content",
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'");
        html.element("title", report.source() + " - ringhold-memory");
        html.open("style").raw("\n" + resource("memory.css")).close().close();
        html.open("body").open("main").open("header");
        html.element("p", "ringhold-memory", "class", "kind").element("h1", report.source());
        html.element("p",
                "Looked at " + report.at() + ". Sizes are what Ringhold uses; patterns put * for what varies.",
                "class", "soft").close();
        cards();
        if (!report.tree().children().isEmpty()) {
            html.open("section").element("h2", "Prefixes by memory");
            Treemap.write(html, report.tree());
            html.element("p", "A click on a box leads into it.", "class", "soft").close();
        }
        sections.growth().forEach(this::section);
        sections.shares().forEach(this::section);
        sections.biggest().forEach(this::section);
        sections.waste().forEach(this::section);
        histograms();
        html.close().open("script").raw("\n" + resource("memory.js")).close();
        return html.close().close().done();
    }

    private void cards() {
        html.open("dl", "class", "cards");
        for (final Sections.Figure figure : sections.figures()) {
            html.open("div", "class", "card").element("dt", figure.name()).element("dd", figure.value());
            html.element("dd", figure.remark(), "class", "small").close();
        }
        html.close();
    }

    private void section(final Table table) {
        if (table.isEmpty()) {
            return;
        }
        html.open("section").element("h2", table.heading());
        if (!table.remark().isEmpty()) {
            html.element("p", table.remark(), "class", "soft");
        }
        table(table);
        html.close();
    }

    private void table(final Table table) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", table.heading());
        html.open("table").open("thead").open("tr");
        table.header().forEach(cell -> html.element("th", cell, "scope", "col"));
        html.close().close().open("tbody");
        for (final List<String> row : table.rows()) {
            html.open("tr").element("th", row.getFirst(), "scope", "row");
            row.stream().skip(1).forEach(cell -> html.element("td", cell));
            html.close();
        }
        html.close().close().close();
    }

    private void histograms() {
        final List<Histogram> histograms = sections.histograms();
        if (histograms.isEmpty()) {
            return;
        }
        html.open("div", "class", "charts");
        for (final Histogram histogram : histograms) {
            html.open("section").element("h2", Sections.heading(histogram));
            chart(histogram);
            html.open("details").element("summary", "Figures");
            table(sections.histogram(histogram));
            html.close().close();
        }
        html.close();
    }

    /** Keys by range, one bar for each range that doubles. */
    private void chart(final Histogram histogram) {
        final List<Histogram.Bucket> buckets = histogram.buckets();
        final long most = buckets.stream().mapToLong(Histogram.Bucket::keys).max().orElse(1);
        final double step = Math.min(WIDEST_BAR, CHART_WIDTH / buckets.size());
        final int every = (int) Math.ceil(LABEL_ROOM / step);
        html.open("svg", "class", "chart", "viewBox", "0 0 " + number(CHART_WIDTH) + " " + number(CHART_HEIGHT), "role",
                "img", "aria-label", Sections.heading(histogram));
        final double bottom = CHART_HEIGHT - CHART_BOTTOM;
        for (int i = 0; i < buckets.size(); i++) {
            final Histogram.Bucket bucket = buckets.get(i);
            final double height = (bottom - CHART_TOP) * bucket.keys() / most;
            final double shown = bucket.keys() == 0 ? 0 : Math.max(1, height);
            html.open("rect", "class", "bar", "x", number(i * step + 1), "y", number(bottom - shown), "width",
                    number(step - 2), "height", number(shown));
            html.element("title", Sections.range(histogram, bucket) + "\n" + Units.count(bucket.keys()) + " keys, "
                    + Units.bytes(bucket.bytes())).close();
            if (i % every == 0) {
                html.element("text", Sections.figure(histogram, bucket.low()), "x", number(i * step + 1), "y",
                        number(CHART_HEIGHT - 8));
            }
        }
        html.element("text", "most: " + Units.count(most) + " keys", "x", "0", "y", "12");
        html.empty("line", "class", "axis", "x1", "0", "x2", number(CHART_WIDTH), "y1", number(bottom), "y2",
                number(bottom)).close();
    }

    private static String number(final double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static String resource(final String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

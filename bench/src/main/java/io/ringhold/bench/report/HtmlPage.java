package io.ringhold.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.ringhold.bench.result.RunResult;

/** The parts that pages are made of: head, cards, figures, tables, settings. A page is written from top to bottom. */
final class HtmlPage {
    /** Sizes of a chart for wide windows, and that for narrow ones; {@code report.css} shows one of the two. */
    enum Size {
        /** Over the page's whole width. */
        FULL(1140, 430),
        /** Two side by side. */
        HALF(560, 320);

        private static final double SLIM_WIDTH = 360;
        private static final double SLIM_HEIGHT = 300;

        private final double width;
        private final double height;

        Size(final double width, final double height) {
            this.width = width;
            this.height = height;
        }
    }

    private static final String STYLE = style();

    private final Html html = new Html();
    private int charts;

    /**
     * @param kind
     *            what was done, in a word or two.
     * @param title
     *            of what.
     * @param about
     *            a line below the title.
     */
    HtmlPage(final String kind, final String title, final String about) {
        html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        html.element("title", title + " - ringhold-bench").open("style").raw("\n" + STYLE).closeLine().closeLine();
        html.open("body").open("main").open("header").element("p", "ringhold-bench \u00b7 " + kind, "class", "kind");
        html.element("h1", title).element("p", about, "class", "soft").closeLine();
    }

    Html html() {
        return html;
    }

    void section(final String heading) {
        html.open("section").element("h2", heading);
    }

    void end() {
        html.closeLine();
    }

    /** Headline figures: name, figure and a remark that may be empty. */
    void cards(final List<List<String>> cards) {
        html.open("dl", "class", "cards");
        for (final List<String> card : cards) {
            html.open("div", "class", "card").element("dt", card.get(0)).element("dd", card.get(1));
            if (!card.get(2).isEmpty()) {
                html.element("dd", card.get(2), "class", "small");
            }
            html.close();
        }
        html.closeLine();
    }

    /** A chart with its legend, or a sentence in its place. */
    void figure(final Optional<Chart> figure, final Size size, final String caption) {
        if (figure.isEmpty()) {
            html.element("p", "Nothing was measured that could be drawn.", "class", "soft");
            return;
        }
        final Chart chart = figure.get();
        html.open("figure");
        html.open("ul", "class", "legend");
        for (final Chart.Line line : chart.lines()) {
            html.open("li");
            SvgChart.swatch(html, line.style());
            html.element("span", line.label()).close();
        }
        html.closeLine();
        charts++;
        SvgChart.draw(html, chart, "c" + charts, "chart broad", size.width, size.height);
        SvgChart.draw(html, chart, "c" + charts + "s", "chart slim", Size.SLIM_WIDTH, Size.SLIM_HEIGHT);
        if (!caption.isEmpty()) {
            html.element("figcaption", caption);
        }
        html.closeLine();
    }

    /**
     * A table whose first column names the rows.
     *
     * @param broke
     *            the rows, by their number, that are set off.
     */
    void table(final String caption, final List<String> header, final List<List<String>> rows,
            final List<Integer> broke) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption).open("table");
        html.element("caption", caption).open("thead").open("tr");
        header.forEach(cell -> html.element("th", cell, "scope", "col"));
        html.close().close().open("tbody");
        for (int row = 0; row < rows.size(); row++) {
            html.raw("\n");
            html.open("tr", "class", broke.contains(row) ? "broke" : "");
            html.element("th", rows.get(row).getFirst(), "scope", "row");
            rows.get(row).stream().skip(1).forEach(cell -> html.element("td", cell));
            html.close();
        }
        html.close().close().closeLine();
    }

    /** The settings and how to repeat what was done, as the last sections. */
    void settings(final Map<String, String> settings, final String explanation) {
        final Map<String, String> shown = new LinkedHashMap<>(settings);
        final String command = shown.remove(RunResult.COMMAND_LINE);
        if (!shown.isEmpty()) {
            section("Settings");
            html.open("dl", "class", "settings");
            shown.forEach((name, value) -> html.open("div").element("dt", name).element("dd", value).close());
            html.close();
            end();
        }
        section("How to repeat this");
        if (command != null) {
            html.element("pre", command);
        } else {
            html.element("p", "Run ringhold-bench with the settings above.");
        }
        html.element("p", explanation, "class", "soft");
        end();
    }

    String done() {
        html.closeLine().closeLine().closeLine();
        return html.done();
    }

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

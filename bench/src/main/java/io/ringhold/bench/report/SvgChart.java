package io.ringhold.bench.report;

import java.util.List;
import java.util.Locale;

import io.ringhold.bench.report.Chart.Line;
import io.ringhold.bench.report.Chart.Mark;
import io.ringhold.bench.report.Chart.Point;
import io.ringhold.bench.report.Scale.Tick;

/**
 * Draws a chart as SVG of a size in its own units, with text of 12 of them. Colours and dashes are those of the classes {@code l0} to
 * {@code l5} of {@code report.css}, the shapes of markers are here.
 */
final class SvgChart {
    /** How many lines differ from each other; further ones begin anew. */
    static final int STYLES = 6;

    private static final double LEFT = 62;
    private static final double RIGHT = 26;
    private static final double TOP = 24;
    private static final double TOP_WITH_MARKS = 40;
    private static final double BOTTOM = 46;
    private static final double CHARACTER = 6.8;
    private static final double MIDDLE_OF_TEXT = 4;
    private static final double SWATCH_WIDTH = 36;
    private static final double SWATCH_HEIGHT = 12;
    private static final List<String> MARKERS = List.of("M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z", "M-3.5,-3.5h7v7h-7z",
            "M0,-4.6l4.4,8h-8.8z",
            "M0,-5l5,5l-5,5l-5,-5z", "M-4.4,-3.4h8.8l-4.4,8z", "M-1.5,-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z");

    private final Html html;
    private final Chart chart;
    private final double width;
    private final double height;
    private final double top;

    private SvgChart(final Html html, final Chart chart, final double width, final double height) {
        this.html = html;
        this.chart = chart;
        this.width = width;
        this.height = height;
        this.top = chart.marks().stream().allMatch(mark -> mark.label().isEmpty()) ? TOP : TOP_WITH_MARKS;
    }

    /**
     * Writes the chart as one element.
     *
     * @param id
     *            of the page, for the names of title and description.
     * @param styleClass
     *            of the element.
     */
    static void draw(final Html html, final Chart chart, final String id, final String styleClass, final double width,
            final double height) {
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", styleClass, "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "role", "img", "aria-labelledby", id + "-title " + id + "-desc");
        html.element("title", chart.title(), "id", id + "-title").element("desc", chart.description(), "id",
                id + "-desc");
        new SvgChart(html, chart, width, height).content();
        html.closeLine();
    }

    /** Writes the sample of a line's style for a legend; only seen. */
    static void swatch(final Html html, final int style) {
        final String middle = number(SWATCH_HEIGHT / 2);
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "swatch", "viewBox",
                "0 0 " + number(SWATCH_WIDTH) + " " + number(SWATCH_HEIGHT), "aria-hidden", "true");
        html.empty("path", "class", "line l" + style % STYLES, "d", "M0," + middle + "H" + number(SWATCH_WIDTH));
        marker(html, style, SWATCH_WIDTH / 2, SWATCH_HEIGHT / 2);
        html.close();
    }

    private void content() {
        for (final Mark mark : chart.marks()) {
            if (mark.shaded()) {
                html.empty("rect", "class", "beyond", "x", number(x(mark.x())), "y", number(top), "width",
                        number(Math.max(0, width - RIGHT - x(mark.x()))), "height", number(height - BOTTOM - top));
            }
        }
        grid();
        chart.lines().forEach(this::line);
        chart.marks().forEach(this::mark);
    }

    private void grid() {
        for (final Tick tick : chart.y().ticks()) {
            final double y = y(tick.value());
            html.empty("path", "class", "grid", "d",
                    "M" + number(LEFT) + "," + number(y) + "H" + number(width - RIGHT));
            text(tick.label(), LEFT - 8, y + MIDDLE_OF_TEXT, "end", "tick");
        }
        double free = 0;
        for (final Tick tick : chart.x().ticks()) {
            final double x = x(tick.value());
            html.empty("path", "class", "grid", "d",
                    "M" + number(x) + "," + number(top) + "V" + number(height - BOTTOM));
            final double half = tick.label().length() * CHARACTER / 2;
            if (x - half >= free) {
                text(tick.label(), Math.min(x, width - half), height - BOTTOM + 18, "middle", "tick");
                free = x + half + CHARACTER;
            }
        }
        html.empty("path", "class", "axis", "d",
                "M" + number(LEFT) + "," + number(top) + "V" + number(height - BOTTOM) + "H" + number(width - RIGHT));
        text(chart.yLabel(), 4, 12, "start", "label");
        text(chart.xLabel(), (LEFT + width - RIGHT) / 2, height - 8, "middle", "label");
    }

    private void line(final Line line) {
        final StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (final Point point : line.points()) {
            if (Double.isFinite(point.y())) {
                path.append(drawing ? 'L' : 'M').append(number(x(point.x()))).append(',').append(number(y(point.y())));
                drawing = true;
            } else {
                drawing = false;
            }
        }
        if (!path.isEmpty()) {
            html.empty("path", "class", "line l" + line.style() % STYLES, "d", path.toString());
        }
        for (final Point point : line.markers()) {
            if (Double.isFinite(point.y())) {
                marker(html, line.style(), x(point.x()), y(point.y()));
            }
        }
    }

    private void mark(final Mark mark) {
        final double x = x(mark.x());
        html.empty("path", "class", mark.shaded() ? "mark" : "parting", "d",
                "M" + number(x) + "," + number(top) + "V" + number(height - BOTTOM));
        if (!mark.label().isEmpty()) {
            final boolean right = x > width / 2;
            text(mark.label(), right ? Math.min(x + RIGHT, width - 4) : x, top - 8, right ? "end" : "start", "marked");
        }
    }

    private static void marker(final Html html, final int line, final double x, final double y) {
        final int style = line % STYLES;
        html.empty("path", "class", "marker m" + style, "transform", "translate(" + number(x) + " " + number(y) + ")",
                "d",
                MARKERS.get(style));
    }

    private void text(final String text, final double x, final double y, final String anchor, final String styleClass) {
        html.element("text", text, "class", styleClass, "x", number(x), "y", number(y), "text-anchor", anchor);
    }

    private double x(final double value) {
        return LEFT + chart.x().place().applyAsDouble(value) * (width - LEFT - RIGHT);
    }

    private double y(final double value) {
        return height - BOTTOM - chart.y().place().applyAsDouble(value) * (height - top - BOTTOM);
    }

    private static String number(final double value) {
        final double rounded = Math.round(value * 10) / 10.0;
        return rounded == Math.rint(rounded) ? String.format(Locale.ROOT, "%.0f", rounded) : Double.toString(rounded);
    }
}

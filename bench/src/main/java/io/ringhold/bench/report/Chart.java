package io.ringhold.bench.report;

import java.util.List;

/**
 * What a chart shows, apart from how it is drawn.
 *
 * @param title
 *            a few words, above the chart.
 * @param description
 *            what is to be seen, for those who do not see it.
 * @param xLabel
 *            what the x axis tells, with its unit.
 * @param yLabel
 *            what the y axis tells.
 * @param x
 *            the x axis.
 * @param y
 *            the y axis.
 * @param lines
 *            in the order of the legend.
 * @param marks
 *            vertical lines.
 */
record Chart(String title, String description, String xLabel, String yLabel, Scale x, Scale y, List<Line> lines,
        List<Mark> marks) {
    /**
     * A point.
     *
     * @param x
     *            in the unit of the axis.
     * @param y
     *            in the unit of the axis; NaN for a gap in the line.
     */
    record Point(double x, double y) {}

    /**
     * A line through points.
     *
     * @param style
     *            the number of its colour, dashes and markers, from 0.
     * @param label
     *            its text in the legend.
     * @param points
     *            from left to right.
     * @param markers
     *            the points that get a marker, so that lines differ by more than colour.
     */
    record Line(int style, String label, List<Point> points, List<Point> markers) {}

    /**
     * A vertical line.
     *
     * @param x
     *            where.
     * @param label
     *            its text; may be empty.
     * @param shaded
     *            whether what is to its right is set off.
     */
    record Mark(double x, String label, boolean shaded) {}
}

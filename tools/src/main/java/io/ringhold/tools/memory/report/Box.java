package io.ringhold.tools.memory.report;

import java.util.ArrayList;
import java.util.List;

/** A rectangle of a treemap. */
record Box(double x, double y, double width, double height) {
    /**
     * Divides the box among values, in proportion and as square as can be: the squarified treemap of Bruls, Huizing and van Wijk (2000).
     *
     * @param values
     *            positive, the largest first.
     * @return a box for each.
     */
    List<Box> divide(final List<Double> values) {
        final double sum = values.stream().mapToDouble(Double::doubleValue).sum();
        final List<Box> boxes = new ArrayList<>();
        Box rest = this;
        int first = 0;
        double left = sum;
        while (first < values.size()) {
            final double scale = rest.width * rest.height / left;
            final double side = Math.min(rest.width, rest.height);
            int end = first + 1;
            double row = values.get(first);
            double worst = worst(values, first, end, row, scale, side);
            while (end < values.size()) {
                final double longer = row + values.get(end);
                final double then = worst(values, first, end + 1, longer, scale, side);
                if (then > worst) {
                    break;
                }
                row = longer;
                worst = then;
                end++;
            }
            rest = rest.place(values.subList(first, end), row, left, boxes);
            left -= row;
            first = end;
        }
        return boxes;
    }

    /** The least square of a row's boxes: its longer side in terms of the shorter. */
    private static double worst(final List<Double> values, final int from, final int to, final double row,
            final double scale, final double side) {
        final double thickness = row * scale / side;
        double worst = 1;
        for (int i = from; i < to; i++) {
            final double length = values.get(i) * scale / thickness;
            worst = Math.max(worst, Math.max(length / thickness, thickness / length));
        }
        return worst;
    }

    /** Puts a row along the shorter side; returns what is left of the box. */
    private Box place(final List<Double> values, final double row, final double all, final List<Box> boxes) {
        final boolean isColumn = width >= height;
        final double thickness = (isColumn ? width : height) * row / all;
        double at = isColumn ? y : x;
        for (final double value : values) {
            final double length = (isColumn ? height : width) * value / row;
            boxes.add(isColumn ? new Box(x, at, thickness, length) : new Box(at, y, length, thickness));
            at += length;
        }
        return isColumn
                ? new Box(x + thickness, y, width - thickness, height)
                : new Box(x, y + thickness, width, height - thickness);
    }

    /** The box without a margin, and without a strip at its top. */
    Box inner(final double margin, final double top) {
        return new Box(x + margin, y + margin + top, Math.max(0, width - 2 * margin),
                Math.max(0, height - 2 * margin - top));
    }
}

package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of plain text, the first to the left and the others to the right, two spaces apart. What is too wide is taken from the first
 * column, whose texts are then cut short.
 */
final class TextTable {
    static final int WIDTH = 100;

    private static final String GAP = "  ";
    private static final String CUT = "~";
    private static final int NARROWEST_NAME = 6;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(final List<String> header) {
        rows.add(header);
    }

    /** As many cells as the header has. */
    void row(final List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Lines that end with a line feed. */
    String text() {
        final int[] widths = widths();
        final StringBuilder text = new StringBuilder();
        for (final List<String> row : rows) {
            final StringBuilder line = new StringBuilder(fitted(row.getFirst(), widths[0]));
            for (int column = 1; column < row.size(); column++) {
                final String cell = row.get(column);
                line.append(GAP).append(" ".repeat(widths[column] - cell.length())).append(cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        final int[] widths = new int[rows.getFirst().size()];
        for (final List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        final int others = Arrays.stream(widths).skip(1).map(width -> width + GAP.length()).sum();
        widths[0] = Math.min(widths[0], Math.max(NARROWEST_NAME, WIDTH - others));
        return widths;
    }

    private static String fitted(final String text, final int width) {
        return text.length() <= width ? text + " ".repeat(width - text.length()) : text.substring(0, width - 1) + CUT;
    }
}

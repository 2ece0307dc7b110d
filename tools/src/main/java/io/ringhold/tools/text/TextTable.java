package io.ringhold.tools.text;

import java.util.ArrayList;
import java.util.List;

/** Columns of plain text, the first to the left and the others to the right, two spaces apart. What is too wide is taken from the first. */
public final class TextTable {
    private static final int WIDTH = 120;
    private static final int NARROWEST_NAME = 12;
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(final List<String> header) {
        rows.add(List.copyOf(header));
    }

    /** Adds as many cells as the header has. */
    public void row(final List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + rows.getFirst().size());
        }
        rows.add(List.copyOf(cells));
    }

    /** Lines that end with a line feed. */
    public String text() {
        final int columns = rows.getFirst().size();
        final int[] widths = new int[columns];
        int others = 0;
        for (int column = 0; column < columns; column++) {
            for (final List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
            others += column == 0 ? 0 : widths[column] + GAP.length();
        }
        widths[0] = Math.min(widths[0], Math.max(NARROWEST_NAME, WIDTH - others));
        final StringBuilder text = new StringBuilder();
        for (final List<String> row : rows) {
            final StringBuilder line = new StringBuilder(fitted(row.getFirst(), widths[0]));
            for (int column = 1; column < columns; column++) {
                final String cell = row.get(column);
                line.append(GAP).append(" ".repeat(widths[column] - cell.length())).append(cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String fitted(final String text, final int width) {
        return text.length() <= width ? text + " ".repeat(width - text.length()) : text.substring(0, width - 1) + "~";
    }
}

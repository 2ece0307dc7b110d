package io.ringhold.tools.memory.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.text.TextTable;

/** {@link Format#TABLE}: headline figures, then tables below each other. */
final class TextReport {
    private TextReport() {}

    static String of(final MemoryReport report) {
        final Sections sections = new Sections(report);
        final StringBuilder text = new StringBuilder(
                "Memory of " + report.source() + ", looked at " + report.at() + "\n\n");
        for (final Sections.Figure figure : sections.figures()) {
            text.append(String.format(Locale.ROOT, "  %-22s%14s   %s", figure.name(), figure.value(), figure.remark())
                    .stripTrailing()).append('\n');
        }
        final List<Table> tables = new ArrayList<>(sections.growth());
        tables.addAll(sections.shares());
        tables.addAll(sections.biggest());
        tables.addAll(sections.waste());
        sections.histograms().forEach(histogram -> tables.add(sections.histogram(histogram)));
        for (final Table table : tables) {
            if (!table.isEmpty()) {
                append(text, table);
            }
        }
        return text.toString();
    }

    private static void append(final StringBuilder text, final Table table) {
        text.append('\n').append(table.heading()).append('\n');
        if (!table.remark().isEmpty()) {
            text.append(table.remark()).append('\n');
        }
        final TextTable columns = new TextTable(table.header());
        table.rows().forEach(columns::row);
        text.append('\n').append(columns.text());
    }
}

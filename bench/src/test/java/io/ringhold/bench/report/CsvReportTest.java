package io.ringhold.bench.report;

import java.util.ArrayList;
import java.util.List;

import io.ringhold.bench.result.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** CSV read back by a reader that takes RFC 4180 at its word. */
class CsvReportTest {
    @Test
    void shouldHaveARowForTheRunEachCommandAndEachInterval() {
        final List<List<String>> rows = parsed(CsvReport.of(Samples.run(Samples.A, 0, 4.25)));
        assertThat(rows).extracting(List::getFirst).containsExactly("row", "run", "command", "command", "interval",
                "interval");
        assertThat(rows.get(1)).containsExactly("run", "alpha", "localhost", "17001", "Redis", "7.0.15",
                "2026-01-02T03:04:05Z", "1", "", "",
                "", "0", "2", "1000", "3", "500", "4.25", "1000447", "1000447", "2000895", "2000895", "2000895",
                "2000895");
        assertThat(rows.get(3)).startsWith("command").contains("set", "100", "3");
        assertThat(rows.get(5)).endsWith("1", "1", "400", "0", "400", "", "1000000", "", "1000000", "1000000", "",
                "1000000");
    }

    @Test
    void shouldNumberRoundsAndMarkTheBreak() {
        final List<List<String>> rounds = parsed(CsvReport.of(Samples.comparison()));
        assertThat(rounds).filteredOn(row -> row.getFirst().equals("run")).extracting(row -> row.get(1) + row.get(7))
                .containsExactly("alpha1", "alpha2", "beta1", "beta2");
        final List<List<String>> steps = parsed(CsvReport.of(Samples.sweep()));
        assertThat(steps).filteredOn(row -> row.getFirst().equals("run")).extracting(row -> row.get(8) + row.get(9))
                .containsExactly("500false", "1000false", "1500true");
    }

    @Test
    void shouldLeaveOutWhatIsNotKnown() {
        final List<String> row = parsed(CsvReport.of(Samples.empty(Samples.A))).get(1);
        assertThat(row.subList(13, 23)).containsExactly("0", "0", "0", "", "", "", "", "", "", "");
    }

    @Test
    void shouldQuoteWhatOthersWrote() {
        final List<List<String>> rows = parsed(CsvReport.of(Samples.hostile(0)));
        assertThat(rows.get(1).get(1)).isEqualTo(Samples.HOSTILE);
        assertThat(rows.get(2).get(10)).isEqualTo(Samples.HOSTILE);
    }

    @Test
    void shouldHaveTheSameColumnsInEveryRow() {
        for (final Result result : Samples.edges()) {
            assertThat(parsed(CsvReport.of(result))).allMatch(row -> row.size() == 23);
        }
    }

    static List<List<String>> parsed(final String csv) {
        assertThat(csv).endsWith("\r\n").doesNotContain("NaN");
        final List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        final StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            final char c = csv.charAt(i);
            if (c == '"' && quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\r') {
                field.append(c);
            } else {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\r') {
                    assertThat(csv.charAt(++i)).isEqualTo('\n');
                    rows.add(row);
                    row = new ArrayList<>();
                }
            }
        }
        return rows;
    }
}

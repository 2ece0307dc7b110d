package io.ringhold.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import io.ringhold.bench.result.Result;
import io.ringhold.bench.result.RunResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The excerpts and names of fields in {@code docs/benchmark-reports.md} are what is written. */
class DocumentationTest {
    private static final RunResult RUN = Samples.run(Samples.A, 0, 4.25);

    @Test
    void shouldShowTheTableAsItIsWritten() throws IOException {
        final String table = TextReport.of(RUN);
        assertThat(page()).contains(table.substring(0, table.indexOf("\nrepeat with")));
    }

    @Test
    void shouldShowCsvAsItIsWritten() throws IOException {
        final String[] rows = CsvReport.of(RUN).split("\r\n", -1);
        assertThat(page()).contains(rows[0] + "\n" + rows[1] + "\n" + rows[3] + "\n" + rows[5] + "\n");
    }

    @Test
    void shouldShowTheHistogramLogAsItIsWritten() throws IOException {
        final String page = page();
        HistogramLogReport.of(RUN).lines().skip(1).map(line -> line.replaceAll("HISTFAAA.*", "HISTFAAA..."))
                .forEach(line -> assertThat(page).contains(line));
    }

    @Test
    void shouldShowJsonAsItIsWritten() throws IOException, JsonParserException {
        final String page = page();
        final int start = page.indexOf("```json\n") + "```json\n".length();
        final JsonObject shown = JsonParser.object().from(page.substring(start, page.indexOf("```", start)));
        final JsonObject written = JsonParser.object().from(JsonReport.of(RUN));
        final Set<String> parts = Set.of("commands", "intervals");
        assertThat(
                shown.entrySet().stream().filter(field -> !parts.contains(field.getKey())).collect(Collectors.toSet()))
                .isEqualTo(
                        written.entrySet().stream().filter(field -> !parts.contains(field.getKey()))
                                .collect(Collectors.toSet()));
        assertThat(shown.getArray("intervals").getFirst()).isEqualTo(written.getArray("intervals").getFirst());
    }

    @Test
    void shouldNameEveryFieldOfJson() throws IOException, JsonParserException {
        final String page = page();
        for (final Result result : new Result[] {RUN, Samples.comparison(), Samples.sweep()}) {
            final Set<String> names = new TreeSet<>();
            addNames(JsonParser.object().from(JsonReport.of(result)), names);
            assertThat(names).allMatch(name -> page.contains("\"" + name + "\"") || page.contains("`" + name + "`"));
        }
    }

    private static void addNames(final Object value, final Set<String> names) {
        switch (value) {
            case final JsonObject object -> object.forEach((name, field) -> {
                names.add(name);
                if (field != null && !name.equals("settings")) {
                    addNames(field, names);
                }
            });
            case final JsonArray array -> array.forEach(element -> addNames(element, names));
            default -> {
                // A text or a number has no names.
            }
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/benchmark-reports.md"));
    }
}

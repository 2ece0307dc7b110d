package io.ringhold.tools.memory.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CsvReportTest {
    private final String csv = Reports.text(Samples.full(), Format.CSV);

    @Test
    void shouldNameTheColumnsAndFillThemAllInEveryRow() {
        final List<String> lines = List.of(csv.split("\r\n"));

        assertThat(lines.getFirst()).startsWith("section,name,keys,bytes,").endsWith(",ttl_ms");
        final long commas = commas(lines.getFirst());
        assertThat(lines.stream().filter(line -> !line.contains("\"\"'"))).allSatisfy(
                line -> assertThat(commas(line)).as(line).isEqualTo(commas));
    }

    @Test
    void shouldHaveARowForEverything() {
        assertThat(csv).contains("total,dump.rdb,1001,1060000,4001,", "tables,,,20000,", "database,db0,1001,",
                "type,hash,1000,60000,4000,30000,5000,100,10,600,", "pattern,user:*:name,", "prefix,user:*,1000,",
                "elements,4 to 7,".replace("elements", "hash in elements"), "block,48,1000,48000,,,5000,",
                "trial,hash-max-listpack-entries 1024,10,4000,", "change,gone,9,-5000,",
                "change of type,hash,1000,60000,,,,,,,900,54000,", "big key,hash / listpack,1,60,4,");
    }

    @Test
    void shouldQuoteNamesAndTakeFormulasTheirForce() {
        assertThat(csv).contains("pattern,\"'=</script><b>\"\"'&,\",1,1000000,").doesNotContain(",=");
    }

    private static long commas(final String line) {
        return line.chars().filter(c -> c == ',').count();
    }
}

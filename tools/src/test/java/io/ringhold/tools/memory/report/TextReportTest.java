package io.ringhold.tools.memory.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextReportTest {
    @Test
    void shouldBeginWithTheHeadlineFigures() {
        assertThat(Reports.text(Samples.full(), Format.TABLE)).startsWith("""
                Memory of dump.rdb, looked at 1970-01-01T00:00:00Z

                  keys                           1,001   4,001 elements
                  memory                      1.02 MiB   key tables: 19.5 KiB
                  per key                      1.03 KiB   without free slots of the tables
                """.replace("                      1.03 KiB", "                     1.03 KiB"));
    }

    @Test
    void shouldShowEveryTable() {
        final String text = Reports.text(Samples.full(), Format.TABLE);

        assertThat(text).contains("\nPatterns of keys\n", "\nTypes\n", "\nEncodings\n", "\nDatabases\n",
                "\nBiggest keys\n", "\nBiggest elements\n", "\nOther limits of compact encodings\n",
                "\nBlocks by size\n", "\nMemory of a key\n", "\nElements of a hash\n", "\nTime to live\n",
                "\nGrowth since old.rdb\n", "\nGrowth by pattern\n", "\nGrowth by type\n");
        assertThat(text).containsPattern("user:\\*:name +1,000 +58.6 KiB +5.7% +60 B +4,000 +50.0% +8.3% +100 +10\n");
        assertThat(text).containsPattern("hash-max-listpack-entries +512 +1024 +10 +8.79 KiB +3.91 KiB +4.88 KiB\n");
        assertThat(text).containsPattern("up to 1.00 MiB +1 +980 KiB +500 B +0.0%\n");
        assertThat(text).containsPattern("user:1:name +db0 +hash +listpack +60 B +4 +expired\n");
    }

    @Test
    void shouldLeaveOutTablesWithoutRows() {
        final String text = Reports.text(Samples.empty(), Format.TABLE);

        assertThat(text).contains("keys").doesNotContain("Patterns", "Biggest", "Growth", "NaN");
        assertThat(text.lines()).hasSize(9);
    }
}

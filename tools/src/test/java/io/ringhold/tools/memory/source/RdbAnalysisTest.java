package io.ringhold.tools.memory.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ringhold.tools.memory.gather.Gatherer;
import io.ringhold.tools.memory.result.MemoryReport;
import io.ringhold.tools.memory.result.Share;
import io.ringhold.tools.rdb.RdbSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RdbAnalysisTest {
    private static final long NOW_MS = 1_700_000_000_000L;

    @TempDir
    private Path folder;
    private final RdbAnalysis analysis = new RdbAnalysis(EncodingLimits.defaults(), Gatherer.Limits.DEFAULT, true,
            ProgressListener.NONE);

    @Test
    void shouldMeasureEveryKeyOfADump() throws IOException {
        final MemoryReport report = analysis.run(file("keys"), "mine", NOW_MS);

        assertThat(report.source()).isEqualTo("mine");
        // each: a slot, an entry with a header of 8 bytes, 1 of the key and 8 of the number, in 24 bytes
        assertThat(report.all().keys()).isEqualTo(3);
        assertThat(report.all().bytes()).isEqualTo(3 * (9 + 24));
        assertThat(report.all().slack()).isEqualTo(3 * 7);
        assertThat(report.databases()).extracting(Share::name).containsExactly("db0", "db3");
        assertThat(report.tableBytes()).isPositive();
    }

    @Test
    void shouldCountExpiredKeysThatAreStillThere() throws IOException {
        final MemoryReport report = analysis.run(file("expired"), "", NOW_MS);

        assertThat(report.all().expired()).isEqualTo(1);
        assertThat(report.all().expiredBytes()).isEqualTo(9 + 24);
    }

    @Test
    void shouldCompareWithAnOlderDump() throws IOException {
        final MemoryReport report = analysis.compare(file("expired"), "old", file("keys"), "new", NOW_MS);

        assertThat(report.growth().orElseThrow().before()).isEqualTo("old");
        assertThat(report.growth().orElseThrow().added().keys()).isEqualTo(3);
        assertThat(report.growth().orElseThrow().gone().keys()).isEqualTo(2);
        assertThat(report.all().keys()).isEqualTo(3);
    }

    @Test
    void shouldFindNoGrowthInTheSameDump() throws IOException {
        final MemoryReport report = analysis.compare(file("keys"), "old", file("keys"), "new", NOW_MS);

        assertThat(report.growth().orElseThrow().same()).isEqualTo(3);
        assertThat(report.growth().orElseThrow().patterns()).isEmpty();
    }

    @Test
    void shouldNameTheFileThatIsBroken() throws IOException {
        final Path cut = file("cut in key");

        assertThatThrownBy(() -> analysis.run(cut, "", NOW_MS)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read " + cut + ": ").hasMessageContaining("Unexpected EOF");
        assertThatThrownBy(() -> analysis.run(folder.resolve("missing"), "", NOW_MS))
                .hasMessage("cannot open " + folder.resolve("missing") + ": No such file or directory");
    }

    @Test
    void shouldRefuseAWrongChecksum() throws IOException {
        final Path broken = file("wrong checksum");

        assertThatThrownBy(() -> analysis.run(broken, "", NOW_MS)).hasMessageContaining("checksum");
    }

    @Test
    void shouldShowProgress() throws IOException {
        final Path large = folder.resolve("large");
        Files.write(large, RdbSamples.withLongValue(3 << 20));
        final List<Long> shown = new ArrayList<>();
        new RdbAnalysis(EncodingLimits.defaults(), Gatherer.Limits.DEFAULT, false,
                (done, all, count) -> shown.add(done * 100 / all + count)).run(large, "", NOW_MS);

        assertThat(shown).isNotEmpty().allSatisfy(percent -> assertThat(percent).isBetween(1L, 101L));
    }

    private Path file(final String sample) throws IOException {
        return Files.write(folder.resolve(sample), RdbSamples.asInRedis().get(sample));
    }
}

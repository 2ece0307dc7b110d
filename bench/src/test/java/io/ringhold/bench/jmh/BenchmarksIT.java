package io.ringhold.bench.jmh;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Every benchmark runs; how fast is another matter. */
class BenchmarksIT {
    @Test
    void shouldRunEveryBenchmarkOnce() throws Exception {
        final Options options = new OptionsBuilder().include("io\\.ringhold\\.bench\\.jmh\\.").forks(0)
                .warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1))
                .param("keys", "1024").shouldFailOnError(true).verbosity(VerboseMode.SILENT).build();

        final Collection<RunResult> results = new Runner(options).run();

        final TreeSet<String> run = new TreeSet<>();
        results.forEach(result -> run.add(result.getParams().getBenchmark()));
        final TreeSet<String> all = new TreeSet<>();
        BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
                .forEach(entry -> all.add(entry.getUsername()));
        assertThat(run).hasSizeGreaterThan(25).isEqualTo(all);
    }
}

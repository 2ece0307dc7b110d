package io.ringhold.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.ringhold.wal.file.ThreadPriority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@EnabledOnOs(OS.LINUX)
class CompilerThreadsTest {
    @Test
    void shouldHaveTheLongestSliceWhileOthersKeepTheirs() throws IOException {
        assumeThat(ThreadPriority.sliceNs(ThreadPriority.CALLING_THREAD)).as("Linux from 6.12 on").isPositive();

        CompilerThreads.giveWay();

        final List<Long> slices;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            slices = threads.filter(CompilerThreads::compiles)
                    .map(thread -> ThreadPriority.sliceNs(Integer.parseInt(thread.getFileName().toString()))).toList();
        }
        assertThat(slices).isNotEmpty().containsOnly(ThreadPriority.LONGEST_SLICE_NS);
        assertThat(ThreadPriority.sliceNs(ThreadPriority.CALLING_THREAD)).isLessThan(ThreadPriority.LONGEST_SLICE_NS);
    }
}

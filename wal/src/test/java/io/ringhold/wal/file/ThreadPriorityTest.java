package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@EnabledOnOs(OS.LINUX)
class ThreadPriorityTest {
    private static final int NICE_FIELD = 18;

    @Test
    void shouldGiveTheCallingThreadAndNoOtherANiceValue() throws Exception {
        final CompletableFuture<Integer> lowered = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                assertThat(ThreadPriority.lower(19, 100_000)).isTrue();
                lowered.complete(nice());
            } catch (final IOException | AssertionError e) {
                lowered.completeExceptionally(e);
            }
        }).join();
        assertThat(lowered.get()).isEqualTo(19);
        assertThat(nice()).isNotEqualTo(19);
    }

    @Test
    void shouldGiveTheCallingThreadAShortSliceAndLeaveItsWeight() throws Exception {
        assumeThat(ThreadPriority.sliceNs(ThreadPriority.CALLING_THREAD)).as("Linux from 6.12 on").isPositive();
        final int before = nice();
        final CompletableFuture<Long> slice = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                assertThat(ThreadPriority.slice(ThreadPriority.CALLING_THREAD, 200_000)).isTrue();
                assertThat(nice()).isEqualTo(before);
                slice.complete(ThreadPriority.sliceNs(ThreadPriority.CALLING_THREAD));
            } catch (final IOException | AssertionError e) {
                slice.completeExceptionally(e);
            }
        }).join();
        assertThat(slice.get()).isEqualTo(200_000);
        assertThat(ThreadPriority.sliceNs(ThreadPriority.CALLING_THREAD)).isNotEqualTo(200_000);
    }

    /** Of the calling thread, from what proc(5) tells. */
    private static int nice() throws IOException {
        final String line = Files.readString(Path.of("/proc/thread-self/stat"));
        // the name, in brackets, may hold blanks
        final String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[NICE_FIELD - 2]);
    }
}
